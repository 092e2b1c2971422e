"""Folders over time: what an index still has and a folder no longer, and which files of a folder change."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ingest.errors import UsageError
from ingest.formats.sources import composed, files_in, is_read
from ingest.index import Index
from ingest.pipeline import Summary
from ingest.stores.catalogue import DocumentRecord

Stamp = tuple[int, int]
"""When a file was last changed (nanoseconds), and its size."""


def check_folders(sources: Sequence[str]) -> None:
    """Raises UsageError where one is no folder: there is nothing else to keep an index like."""
    for source in sources:
        if not os.path.isdir(source):
            raise UsageError(f"{source} is not a folder; --sync and --watch take folders only")


def lost(index: Index, paths: Sequence[str], summary: Summary) -> list[DocumentRecord]:
    """The documents that came from the files and folders and are not there any more.

    `summary` is of an ingest of just those. What failed to be read, a whole folder perhaps, is not taken for lost.
    """
    read = {record.source for records in (summary.added, summary.replaced, summary.unchanged) for record in records}
    asked = {composed(os.path.abspath(path)) for path in paths}
    failed = {composed(os.path.abspath(failure.source)) for failure in summary.failed}
    return [
        record
        for record in index.documents()
        if record.source not in read
        and not asked.isdisjoint(places := _places(record.source))
        and failed.isdisjoint(places)
        and not os.path.lexists(record.source)
    ]


def _places(source: str) -> list[str]:
    """The source and all that it lies in: folders, or a file that holds others. Of a URL or an upload nothing."""
    path = PurePath(source)
    return [str(path), *map(str, path.parents)] if path.is_absolute() else []


@dataclass(frozen=True)
class Changes:
    """Files that are new or another now, and those that are gone; absolute paths."""

    changed: list[str]
    gone: list[str]

    @property
    def any(self) -> bool:
        return bool(self.changed or self.gone)


class Watch:
    """Folders that are looked at again and again; what is in them when it begins counts as known."""

    def __init__(self, folders: Sequence[str]) -> None:
        self._known = {folder: _stamps(folder) for folder in folders}
        self._before = dict(self._known)

    def look(self) -> Changes:
        """What has changed since it was last reported.

        A file counts once it is the same at two looks: one that is being written is waited for. A folder that is not
        there or has no file left counts as unchanged: so looks a disk that is not mounted.
        """
        changed, gone = list[str](), list[str]()
        for folder, known in self._known.items():
            before, now = self._before[folder], _stamps(folder)
            if not now:
                continue
            settled = {path: stamp for path, stamp in now.items() if before.get(path) == stamp}
            missing = [path for path in known if path not in now and path not in before]
            changed += [path for path, stamp in settled.items() if known.get(path) != stamp]
            gone += missing
            self._known[folder] = {path: stamp for path, stamp in known.items() if path not in missing} | settled
            self._before[folder] = now
        return Changes(sorted(changed), sorted(gone))


def _stamps(folder: str) -> dict[str, Stamp]:
    """The stamp of each file in the folder that can be ingested."""
    stamps: dict[str, Stamp] = {}
    for path in files_in(os.path.abspath(folder)):
        if is_read(path):
            try:
                status = os.stat(path)
            except OSError:  # gone meanwhile, or a link to nothing
                continue
            stamps[path] = status.st_mtime_ns, status.st_size
    return stamps
