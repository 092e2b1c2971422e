"""A file, a URL or an upload → a Document. Knows which kind a source is; what each kind holds, other files know."""

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.document import Document
from ingest.errors import SourceError, TooLarge
from ingest.formats.archive import Archive, archive_of, is_archive
from ingest.formats.format import Format, Raw
from ingest.formats.formats import SUPPORTED, named, of_content_type, of_name
from ingest.formats.sources import URL, composed, of_another_kind, without_fragment
from ingest.formats.text import TEXT
from ingest.formats.web.fetching import Fetcher
from ingest.formats.worker import ReadingProcess

_SAYS_LITTLE = {"", "binary/octet-stream", "text/plain"}
_PLACE = re.compile(r"[/\\]|[A-Za-z]:")
_NO_PROSE = {"text/css", "text/javascript", "text/richtext", "text/xml"}

Keep = Callable[[bytes, str], str]
Load = Callable[[], Document]
_Source = tuple[str, Load]


@dataclass(frozen=True)
class Limits:
    """`max_bytes` bounds a file or download; private addresses are refused unless `allow_private_urls`.

    Reading one document may take `seconds`, and `memory` in bytes.
    """

    max_bytes: int = 100_000_000
    allow_private_urls: bool = False
    seconds: float = 120.0
    memory: int = 2_000_000_000


class Loader:
    """Loads documents within limits, each read in a process of its own, which `close` ends. Used by several threads.

    `keep(bytes, extension)` is given each file that was read, and returns the name that it is kept under.
    """

    def __init__(self, limits: Limits, keep: Keep | None = None) -> None:
        self.limits = limits
        self._keep = keep
        self._process = ReadingProcess()

    def load(self, source: str) -> Document:
        """The document in a file, in a file in a ZIP (`a.zip/inner.pdf`) or at an http(s) URL.

        Raises SourceError for one that cannot be read, is of another kind, or holds no text; TooLarge over a limit.
        """
        if URL.match(source):
            return self._load_url(without_fragment(source))
        path = Path(os.path.abspath(source))
        try:
            if packed := archive_of(str(path)):
                return self._load_packed(str(path), *packed)
            _check_file(path, self.limits)
            if is_archive(path.name) and Archive.at(str(path)).names():
                raise SourceError(f"{path} is a ZIP of several files; name one in it, as {path}/NAME")
            form = _format_of_name(str(path), path.name)
            source, title = composed(str(path)), composed(path.stem)
            return self._read(Raw(source, title, form.name, path.read_bytes(), self.limits.max_bytes))
        except FileNotFoundError:
            raise SourceError(f"{path} does not exist under this name; check the path") from None
        except OSError as error:
            raise SourceError(f"{path} cannot be read ({error.strerror}); check its permissions") from None

    def load_bytes(self, name: str, data: bytes) -> Document:
        """The document in an upload; its source is `upload:NAME`, folders in it included. Raises as `load` does."""
        name = _upload_name(name)
        source, base = f"upload:{name}", name.rpartition("/")[2]
        form = _format_of_name(source, base)
        if len(data) > self.limits.max_bytes:
            raise TooLarge(_over_limit(source, len(data), self.limits))
        return self._read(Raw(source, Path(base).stem, form.name, data, self.limits.max_bytes))

    def in_upload(self, name: str, read: Callable[[], bytes]) -> tuple[list[_Source], list[tuple[str, SourceError]]]:
        """What loads an upload, or each file in it where it is a ZIP; and its files of another kind, with what to say.

        Raises SourceError for a ZIP that is broken or has nothing to ingest, TooLarge for one over a limit.
        """
        if not is_archive(name):
            return [(f"upload:{name}", lambda: self.load_bytes(name, read()))], []
        name, data = _upload_name(name), read()
        source = f"upload:{name}"
        if len(data) > self.limits.max_bytes:
            raise TooLarge(_over_limit(source, len(data), self.limits))
        archive = Archive(source, data)
        archive.check_unpacked(self.limits.max_bytes)
        names = {f"{source}/{inner}": inner for inner in archive.names()}
        loads: list[_Source] = [
            (file, partial(self._unpacked, archive, name, n)) for file, n in names.items() if of_name(n)
        ]
        if not loads:
            raise SourceError(f"{source} has no file in it that can be ingested; {SUPPORTED}")
        return loads, [(file, of_another_kind(file, n)) for file, n in names.items() if not of_name(n)]

    def _unpacked(self, archive: Archive, name: str, inner: str) -> Document:
        return self.load_bytes(f"{name}/{inner}", archive.read(inner, self.limits.max_bytes))

    def _load_packed(self, source: str, archive: str, name: str) -> Document:
        form = _format_of_name(source, name)
        _check_file(Path(archive), self.limits)
        data = Archive.at(archive).read(name, self.limits.max_bytes)
        title = composed(PurePosixPath(name).stem)
        return self._read(Raw(composed(source), title, form.name, data, self.limits.max_bytes))

    def close(self) -> None:
        self._process.close()

    def _load_url(self, url: str) -> Document:
        answer = Fetcher(self.limits.max_bytes, self.limits.allow_private_urls).fetch(url)
        path = PurePosixPath(unquote(urlsplit(answer.url).path))
        form = _format_of_answer(url, path.name, answer.content_type)
        title = path.stem or urlsplit(url).netloc
        return self._read(Raw(url, title, form.name, answer.data, self.limits.max_bytes, answer.charset))

    def _read(self, raw: Raw) -> Document:
        document = self._process.read(raw, self.limits.seconds, self.limits.memory)
        if self._keep is None:
            return document
        return replace(document, original=self._keep(raw.data, named(raw.format).extensions[0]))


def _upload_name(name: str) -> str:
    """The name with the folders that it lies in, parted by `/`; without them where they are a place on a machine."""
    parts = [
        composed("".join(char for char in part if char.isprintable()).strip()) for part in re.split(r"[/\\]", name)
    ]
    is_place = _PLACE.match(name) or ".." in parts
    folders = [] if is_place else [part for part in parts[:-1] if part not in ("", ".")]
    return "/".join([*folders, parts[-1]])


def _check_file(path: Path, limits: Limits) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(f"{path} is a folder whose files cannot be listed; check its permissions")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(f"{path} is not a regular file; give a file, a folder or a URL")
    if status.st_size > limits.max_bytes:
        raise TooLarge(_over_limit(str(path), status.st_size, limits))


def _format_of_name(source: str, name: str) -> Format:
    if found := of_name(name):
        return found
    raise of_another_kind(source, name)


def _format_of_answer(url: str, name: str, content_type: str) -> Format:
    """The content type decides, and the extension where that is unknown or says too little."""
    by_extension, by_type = of_name(name), of_content_type(content_type)
    is_unknown = by_type is None and (content_type.startswith("application/") or content_type in _NO_PROSE)
    if by_extension and (is_unknown or content_type in _SAYS_LITTLE):
        return by_extension
    if by_type:
        return by_type
    if content_type.startswith("text/") and not is_unknown:
        return TEXT
    raise SourceError(f"{url} is {content_type or 'of no stated type'}, which cannot be ingested; {SUPPORTED}")


def _over_limit(source: str, size: int, limits: Limits) -> str:
    return f"{source} has {size:,} bytes, over the limit of {limits.max_bytes:,}; raise DALIL_MAX_FILE_MB or split it"
