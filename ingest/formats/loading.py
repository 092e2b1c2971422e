"""A path, a URL or an upload → a Document. Knows which kind a source is; what each kind holds, other files know."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from ingest.document import Document
from ingest.errors import SourceError, TooLarge
from ingest.formats.format import Format, Raw
from ingest.formats.formats import SUPPORTED, of_content_type, of_name
from ingest.formats.text import TEXT
from ingest.formats.web.fetching import Fetcher
from ingest.formats.worker import read_apart

_SAYS_LITTLE = {"", "binary/octet-stream", "text/plain"}
_NO_PROSE = {"text/css", "text/javascript", "text/richtext", "text/xml"}
_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True)
class Limits:
    """`max_bytes` bounds a file or download; private addresses are refused unless `allow_private_urls`.

    Reading one document may take `seconds`, and `memory` in bytes.
    """

    max_bytes: int = 100_000_000
    allow_private_urls: bool = False
    seconds: float = 120.0
    memory: int = 2_000_000_000


def expand(source: str) -> list[str]:
    """The sources in a source: itself, or for a folder its files, recursively, in order, as absolute paths.

    Hidden files in folders are ignored, and those that `unsupported` names. Raises SourceError for a blank source,
    a missing path and a folder with nothing supported in it.
    """
    if not source.strip():  # as a path it would be the current folder
        raise SourceError(f"{source!r} names no source; give a file, a folder or a URL")
    if _URL.match(source):
        return [_address(source)]
    path = os.path.abspath(source)
    if not os.path.exists(path):
        raise SourceError(f"{printable(source)} does not exist; check the path")
    found = sorted(name for name in _walk(path) if of_name(name)) if os.path.isdir(path) else [path]
    if not found:
        raise SourceError(f"{source} has no file in it that can be ingested; {SUPPORTED}")
    return [printable(name) for name in found]


def unsupported(folder: str) -> list[tuple[str, SourceError]]:
    """The files in a folder that are of no kind that can be ingested, in order, each with what is to be said of it."""
    path = os.path.abspath(folder)
    if not folder.strip() or _URL.match(folder) or not os.path.isdir(path):
        return []
    names = sorted(printable(name) for name in _walk(path) if not of_name(name) and not os.path.isdir(name))
    return [(name, _of_another_kind(name, name)) for name in names]


def load(source: str, limits: Limits) -> Document:
    """The document in a file or at an http(s) URL.

    Raises SourceError for a source that cannot be read, is of another kind, or holds no text; TooLarge over a limit.
    """
    if _URL.match(source):
        return _load_url(_address(source), limits)
    path = Path(os.path.abspath(source))
    try:
        _check_file(path, limits)
        form = _format_of_name(str(path), path.name)
        source, title = composed(str(path)), composed(path.stem)
        return _read(Raw(source, title, form.name, path.read_bytes(), limits.max_bytes), limits)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist under this name; check the path") from None
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}); check its permissions") from None


def load_bytes(name: str, data: bytes, limits: Limits) -> Document:
    """The document in an upload; its source is `upload:NAME`, folders in the name left out. Raises as `load` does."""
    base = composed("".join(char for char in re.split(r"[/\\]", name)[-1] if char.isprintable()).strip())
    source = f"upload:{base}"
    form = _format_of_name(source, base)
    if len(data) > limits.max_bytes:
        raise TooLarge(_over_limit(source, len(data), limits))
    return _read(Raw(source, Path(base).stem, form.name, data, limits.max_bytes), limits)


def _address(url: str) -> str:
    return printable(url.partition("#")[0])


def printable(name: str) -> str:
    """A name that is not UTF-8 is no text that could be stored or shown; what it becomes is found nowhere."""
    return name.encode("utf-8", errors="backslashreplace").decode("utf-8")


def composed(name: str) -> str:
    """A name in NFC: some systems hand over é as two characters, and both are one source."""
    return unicodedata.normalize("NFC", name)


def _walk(folder: str) -> Iterator[str]:
    unreadable: list[str] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(error.filename)):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.join(root, name) for name in files if not name.startswith((".", "~$")))
    yield from unreadable  # loading it then says why, instead of passing over it in silence


def _check_file(path: Path, limits: Limits) -> None:
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        raise SourceError(f"{path} is a folder whose files cannot be listed; check its permissions")
    if not stat.S_ISREG(status.st_mode):
        raise SourceError(f"{path} is not a regular file; give a file, a folder or a URL")
    if status.st_size > limits.max_bytes:
        raise TooLarge(_over_limit(str(path), status.st_size, limits))


def _load_url(url: str, limits: Limits) -> Document:
    answer = Fetcher(limits.max_bytes, limits.allow_private_urls).fetch(url)
    path = PurePosixPath(unquote(urlsplit(answer.url).path))
    form = _format_of_answer(url, path.name, answer.content_type)
    title = path.stem or urlsplit(url).netloc
    return _read(Raw(url, title, form.name, answer.data, limits.max_bytes, answer.charset), limits)


def _read(raw: Raw, limits: Limits) -> Document:
    return read_apart(raw, limits.seconds, limits.memory)


def _format_of_name(source: str, name: str) -> Format:
    if found := of_name(name):
        return found
    raise _of_another_kind(source, name)


def _of_another_kind(source: str, name: str) -> SourceError:
    suffix = Path(name).suffix.lower()
    what = f"of the kind {suffix}" if suffix else "without an extension"
    return SourceError(f"{source} is {what}, which cannot be ingested; {SUPPORTED}")


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
