"""The one thread in which the models of a process compute."""

import os
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

Result = TypeVar("Result")
Work = SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None]

# Before torch is imported: its threads spin while they wait for each other, on the core that another needs; not at
# all is slow too, as a network has a thousand steps. Reading eight passages on two cores took 0.48 s without spinning
# (1.1 s beside two busy processes), 0.30 s (0.7 s) with so little, 0.38 s (1.4 s) with a hundred times as much.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "10000")


class ModelThread:
    """Does the work that other threads bring, in turn.

    Every thread that calls PyTorch has its own team of OpenMP threads, and with more of them than cores they sleep
    instead of spinning: where a server's threads took turns, reading eight passages took 0.45 s, and 0.31 s in one
    thread. The thread is a daemon, so a model that is still loading does not keep a stopped process alive; it ends
    when nothing refers to this object any more.
    """

    def __init__(self) -> None:
        self._work: Work = SimpleQueue()
        self._thread = threading.Thread(target=_compute, args=(self._work,), name="models", daemon=True)
        self._starting = threading.Lock()
        weakref.finalize(self, self._work.put, None)

    def run(self, work: Callable[[], Result]) -> Result:
        """What `work` returns or raises. Raises RuntimeError where it is called by work that runs in the thread."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("ModelThread.run was called inside the model thread, which would wait for itself")
        with self._starting:
            if self._thread.ident is None:
                self._thread.start()
        future: Future[Result] = Future()
        self._work.put((work, future))
        return future.result()


def _compute(queue: Work) -> None:
    """Does what comes, until None comes. Refers to no work between two pieces: it would keep a model in memory."""
    while item := queue.get():
        work, future = item
        try:
            future.set_result(work())
        except BaseException as error:  # also what a library exits with: whoever asked gets it
            future.set_exception(error)
        del item, work, future
