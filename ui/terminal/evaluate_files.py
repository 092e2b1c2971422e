"""The files that `dalil evaluate` writes: checked before anything is asked, which may take hours."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import StorageError

if TYPE_CHECKING:
    from qa.evaluation.row import Row


def check_place(path: Path) -> None:
    """Raises StorageError where no file can be written."""
    try:
        reason = _obstacle(path)
    except OSError as error:
        reason = str(error.strerror)
    if reason:
        raise StorageError(_unwritable(path, reason))


def _obstacle(path: Path) -> str | None:
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    return None if os.access(path if path.exists() else path.parent, os.W_OK) else os.strerror(errno.EACCES)


def write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(_unwritable(path, str(error.strerror))) from error


@contextmanager
def rows_file(path: Path | None) -> "Iterator[Callable[[Row], None]]":
    """Takes each row as it is made, so that a stopped run leaves those it made; without a path it does nothing.

    A disk that fills up costs the file, not the figures: StorageError is raised at the end.
    """
    if path is None:
        yield lambda row: None
        return
    from qa.evaluation.request import row_line

    faults: list[OSError] = []
    with path.open("w", encoding="utf-8") as file:

        def seen(row: "Row") -> None:
            try:
                if not faults:
                    file.write(row_line(row))
                    file.flush()
            except OSError as error:
                faults.append(error)

        yield seen
    if faults:
        raise StorageError(_unwritable(path, str(faults[0].strerror)))


def _unwritable(path: Path, reason: str) -> str:
    return f"{path} cannot be written: {reason}; choose another place"
