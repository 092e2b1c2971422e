import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.embedding.model_thread import ModelThread
from tests.waiting import until


def test_work_from_many_threads_is_done_in_one() -> None:
    models = ModelThread()
    with ThreadPoolExecutor(4) as pool:
        threads = set(pool.map(lambda _: models.run(threading.get_ident), range(8)))
    assert threads == {models.run(threading.get_ident)}
    assert threading.get_ident() not in threads


def test_what_the_work_raises_is_raised_where_it_was_asked_for() -> None:
    models = ModelThread()

    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        models.run(fail)
    assert models.run(lambda: 1) == 1


def test_work_that_asks_for_its_own_thread_is_refused_instead_of_waiting_for_itself() -> None:
    models = ModelThread()
    with pytest.raises(RuntimeError, match="would wait for itself"):
        models.run(lambda: models.run(lambda: 1))


def test_neither_work_that_is_done_nor_the_thread_outlives_what_used_them() -> None:
    class Model:
        def encode(self) -> int:
            return 1

    models, model = ModelThread(), Model()
    gone = weakref.ref(model)
    assert models.run(model.encode) == 1
    del model
    until(lambda: gone() is None)
    thread = models._thread
    del models
    thread.join(10)
    assert not thread.is_alive()


def test_work_that_is_not_done_does_not_keep_a_process_alive() -> None:
    program = (
        "import threading, time; from ingest.embedding.model_thread import ModelThread; models = ModelThread();"
        "threading.Thread(target=models.run, args=(lambda: time.sleep(60),), daemon=True).start(); time.sleep(0.1)"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=20).returncode == 0


def test_the_threads_of_openmp_are_told_how_to_wait_before_torch_is_there() -> None:
    program = (
        "import os, sys, ingest.embedding.model_thread;print('torch' in sys.modules, os.environ['GOMP_SPINCOUNT'])"
    )
    environment = {"PATH": "/usr/bin:/bin"}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, env=environment)
    assert ran.stdout.split() == ["False", "10000"]
