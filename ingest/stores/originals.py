"""Originals: the files that documents were read from, by the hash of their bytes, in a folder of the index."""

import hashlib
import os
import time
import uuid
from contextlib import suppress
from pathlib import Path

from ingest.errors import StorageError

UNUSED_SECONDS = 3600.0
"""A file that no document names may belong to an ingest that is still running; after an hour it does not."""


class Originals:
    """A name is a hash and an extension: `3f2a….pdf`. The folder is made with its first file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes, extension: str) -> str:
        """Write the bytes, unless they are there; returns their name. Raises StorageError."""
        name = f"{hashlib.sha256(data).hexdigest()}{extension}"
        path = self.path(name)
        if path.exists():
            return name
        part = path.with_name(f"{uuid.uuid4().hex}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise StorageError(
                f"the data directory {self._folder.parent} cannot be written: {error}; check its permissions and free "
                "space, choose another with --data, or keep no originals with DALIL_KEEP_ORIGINALS=false"
            ) from error
        return name

    def path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def remove(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def unused(self, used: set[str]) -> list[str]:
        """The names of the files that are not among the used ones, in order, and are over an hour old."""
        late = time.time() - UNUSED_SECONDS
        found = (path for path in self._folder.glob("*/*") if path.name not in used)
        return sorted(path.name for path in found if os.stat(path).st_mtime < late)
