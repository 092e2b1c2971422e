"""The write lock: one writer of an index at a time, across threads and processes."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import IndexBusy, StorageError

Waiting = Callable[[], None]
_NOTICE_SECONDS = 1.0  # a wait that is shorter is not reported


class WriteLock:
    """The lock of the index in `folder`; `seconds` is the longest wait for it."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._folder = folder
        self._seconds = seconds

    @contextmanager
    def held(self, waiting: Waiting | None = None) -> Iterator[None]:
        """Wait for the lock and hold it; `waiting` is called once where another writer has it for more than a second.

        Raises IndexBusy after the longest wait, StorageError where the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._acquired(waiting):
                yield
        except OSError as error:
            raise StorageError(
                f"the data directory {self._folder} cannot be written: {error}; "
                "check its permissions and free space, or choose another with --data"
            ) from error

    @contextmanager
    def held_for_reading(self) -> Iterator[None]:
        """`held`, but for a folder that this process cannot write: then it has no writer to wait for."""
        if os.access(self._folder, os.W_OK):
            with self.held():
                yield
        else:
            yield

    @contextmanager
    def _acquired(self, waiting: Waiting | None) -> Iterator[None]:
        lock = FileLock(self._folder / "write.lock")
        soon = min(_NOTICE_SECONDS, self._seconds)
        try:
            lock.acquire(timeout=soon)
        except Timeout:
            if waiting:
                waiting()
            self._wait(lock, self._seconds - soon)
        try:
            yield
        finally:
            lock.release()

    def _wait(self, lock: FileLock, seconds: float) -> None:
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            raise IndexBusy(
                f"another process has been writing to {self._folder} for {self._seconds:.0f} seconds; "
                "try again when it is done"
            ) from None
