"""Which sources there are in a path or URL, and which files of a folder are of no kind that can be ingested."""

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceError
from ingest.formats.archive import Archive, is_archive
from ingest.formats.formats import SUPPORTED, of_name

URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def expand(source: str) -> list[str]:
    """The sources in a source: itself, or for a folder or a ZIP its files, recursively, in order, as absolute paths.

    Hidden files in folders are left out, and those that `unsupported` names. Raises SourceError for a blank source,
    a missing path and a folder or ZIP with nothing supported in it.
    """
    if not source.strip():  # as a path it would be the current folder
        raise SourceError(f"{source!r} names no source; give a file, a folder or a URL")
    if URL.match(source):
        return [without_fragment(source)]
    path = os.path.abspath(source)
    if not os.path.exists(path):
        raise SourceError(f"{printable(source)} does not exist; check the path")
    found = [path]
    if _holds_files(path):
        found = [name for name in _files(path) if is_read(name) and not _leads_out(name, path)]
    if not found:
        raise SourceError(f"{source} has no file in it that can be ingested; {SUPPORTED}")
    return [printable(name) for name in found]


def unsupported(source: str) -> list[tuple[str, SourceError]]:
    """The files in a folder or a ZIP that are not ingested, in order, each with what to say.

    They are of a kind that cannot be read, or links out of the folder.
    """
    path = os.path.abspath(source)
    if not source.strip() or URL.match(source) or not _holds_files(path):
        return []
    names = [name for name in _files(path) if not os.path.isdir(name)]
    skipped = [name for name in names if not is_read(name) or _leads_out(name, path)]
    return [(printable(name), _reason(printable(name), path)) for name in skipped]


def _reason(name: str, folder: str) -> SourceError:
    if _leads_out(name, folder):
        return SourceError(f"{name} is a link out of the folder; ingest {printable(os.path.realpath(name))} itself")
    return of_another_kind(name, name)


def _leads_out(path: str, folder: str) -> bool:
    """Whether it is a link to a file that is not in the folder."""
    return os.path.islink(path) and not os.path.realpath(path).startswith(os.path.join(os.path.realpath(folder), ""))


def is_read(path: str) -> bool:
    """Whether the file can be ingested: a ZIP can, unless it is in another one."""
    return of_name(path) is not None or (is_archive(path) and os.path.isfile(path))


def _holds_files(path: str) -> bool:
    return os.path.isdir(path) or is_archive(path)


def _files(path: str) -> list[str]:
    """The files of a folder, or of the one ZIP; instead of a ZIP those in it, unless it cannot be opened."""
    files = files_in(path) if os.path.isdir(path) else [path]
    return sorted(name for file in files for name in _of_file(file))


def _of_file(path: str) -> list[str]:
    try:
        return [f"{path}/{name}" for name in Archive.at(path).names()] if is_archive(path) else [path]
    except (SourceError, OSError):  # loading it says what is wrong
        return [path]


def of_another_kind(source: str, name: str) -> SourceError:
    suffix = Path(name).suffix.lower()
    what = f"of the kind {suffix}" if suffix else "without an extension"
    return SourceError(f"{source} is {what}, which cannot be ingested; {SUPPORTED}")


def without_fragment(url: str) -> str:
    return printable(url.partition("#")[0])


def printable(name: str) -> str:
    """A name that is not UTF-8 is no text that could be stored or shown; what it becomes is found nowhere."""
    return name.encode("utf-8", errors="backslashreplace").decode("utf-8")


def composed(name: str) -> str:
    """A name in NFC: some systems hand over é as two characters, and both are one source."""
    return unicodedata.normalize("NFC", name)


def files_in(folder: str) -> Iterator[str]:
    """The files in a folder and its folders but hidden ones, and last the folders that cannot be listed."""
    unreadable: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(error.filename)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(root, name) for name in files if not name.startswith((".", "~$")))
    yield from unreadable  # loading it then says why, instead of ignoring it in silence
