"""Zip archives: a folder in a file. The source of a file in one is the archive's path and its name in it."""

import posixpath
import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from ingest.errors import SourceError, TooLarge

SUFFIX = ".zip"
MAX_FILES = 1000
MAX_RATIO = 200
"""How many times its packed size a file may have; text has ten to twenty times. Small files may have more."""
MAX_UNPACKED = 10
"""How many files of the largest size those of an uploaded archive may be together."""
_SMALL = 1_000_000  # bytes


def is_archive(path: str) -> bool:
    return path.lower().endswith(SUFFIX)


def archive_of(source: str) -> tuple[str, str] | None:
    """The archive and the name in it, of the source of a file in an archive; None of another source."""
    for parent in Path(source).parents:
        if is_archive(parent.name) and parent.is_file():
            return str(parent), Path(source).relative_to(parent).as_posix()
    return None


class Archive:
    """The files in an archive; `source` is what it is called. Raises SourceError where it is broken."""

    def __init__(self, source: str, data: bytes) -> None:
        self._source = source
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError):
            raise SourceError(f"{source} is a broken ZIP archive; make it anew and ingest that") from None
        self._infos = _infos(self._zip)

    @classmethod
    def at(cls, path: str) -> "Archive":
        """The archive in that file. Raises OSError too."""
        return cls(path, Path(path).read_bytes())

    def names(self) -> list[str]:
        """The names of its files, in order, as parts of a path below it; hidden ones are left out.

        Raises TooLarge where they are too many.
        """
        names = sorted(name for name in self._infos if not _is_hidden(name))
        if len(names) > MAX_FILES:
            raise TooLarge(f"{self._source} has {len(names):,} files in it, over the limit of {MAX_FILES:,}; split it")
        return names

    def check_unpacked(self, max_bytes: int) -> None:
        """Raises TooLarge where its files are together over `MAX_UNPACKED` times the limit of one."""
        size, limit = sum(info.file_size for info in self._infos.values()), MAX_UNPACKED * max_bytes
        if size > limit:
            raise TooLarge(f"{self._source} unpacks to {size:,} bytes, over the limit of {limit:,}; split it")

    def read(self, name: str, max_bytes: int) -> bytes:
        """The file of that name.

        Raises SourceError where it is not there, or encrypted or broken; TooLarge over the limit.
        """
        source = f"{self._source}/{name}"
        info = self._infos.get(name)
        if info is None:
            raise SourceError(f"{source} is not in the archive; check its name")
        if info.file_size > max_bytes:
            raise TooLarge(
                f"{source} has {info.file_size:,} bytes, over the limit of {max_bytes:,}; raise DALIL_MAX_FILE_MB"
            )
        if info.file_size > max(_SMALL, MAX_RATIO * info.compress_size):
            raise TooLarge(f"{source} unpacks to over {MAX_RATIO} times its size; unpack the archive and ingest that")
        try:
            return self._zip.read(info)
        except RuntimeError:  # zipfile's word for a missing password
            raise SourceError(f"{source} is encrypted; unpack the archive and ingest that") from None
        except (zipfile.BadZipFile, NotImplementedError, EOFError, zlib.error):
            raise SourceError(f"{source} cannot be unpacked; make the archive anew and ingest that") from None


def _infos(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by name. A name that leads out of the archive is led back: it is a name, never a path."""
    infos = (info for info in archive.infolist() if not info.is_dir() and not _is_link(info))
    return {posixpath.normpath(f"/{_name(info)}").lstrip("/"): info for info in infos}


def _name(info: zipfile.ZipInfo) -> str:
    """Many programs write UTF-8 without saying so, which zipfile takes for the DOS code page."""
    says_utf_8 = info.flag_bits & 0x800
    try:
        name = info.filename if says_utf_8 else info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        name = info.filename
    return name.replace("\\", "/")


def _is_link(info: zipfile.ZipInfo) -> bool:
    """Its bytes are a path, not a text."""
    return stat.S_ISLNK(info.external_attr >> 16)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))
