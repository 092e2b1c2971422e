"""A source's bytes, of a known kind → a Document. What each kind holds, other files know."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.document import Document
from ingest.errors import SourceError
from ingest.formats.docx import read_docx
from ingest.formats.encodings import decode
from ingest.formats.html import declared_encoding, read_html
from ingest.formats.pdf.reading import read_pdf
from ingest.formats.titles import headline, markdown_heading
from ingest.formats.wrapping import unwrapped

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Raw:
    """A source before it is read: its bytes, their kind, and the encoding that a server named.

    `fallback_title` is for a source that has no title in it; `max_bytes` bounds what a packed file unpacks to.
    """

    source: str
    fallback_title: str
    kind: str
    data: bytes
    max_bytes: int
    charset: str | None = None


def read(raw: Raw) -> Document:
    """Raises SourceError for a source that is broken or holds no text; TooLarge for one that unpacks to too much."""
    if not raw.data:
        raise SourceError(f"{raw.source} is empty; check that it was saved")
    title, text = _READERS[raw.kind](raw.source, raw.data, raw.max_bytes, raw.charset)
    text = _clean(text)
    if not text.strip():
        raise SourceError(
            f"{raw.source} has no text in it; if a browser shows some, save the page as PDF and ingest that"
        )
    return Document(raw.source, _one_line(title or "") or _one_line(_CONTROLS.sub(" ", raw.fallback_title)), text)


def over_memory(source: str, memory: int) -> str:
    """What TooLarge says of a source over the limit of memory (bytes)."""
    megabytes = memory // 1_000_000
    return f"{source} takes more than {megabytes:,} MB of memory to read; split it or raise DALIL_READING_MEMORY_MB"


_Reader = Callable[[str, bytes, int, str | None], tuple[str | None, str]]


def _read_text(source: str, data: bytes, max_bytes: int, charset: str | None) -> tuple[str | None, str]:
    text = _clean(decode(source, data, charset))
    return headline(text), unwrapped(text)


def _read_markdown(source: str, data: bytes, max_bytes: int, charset: str | None) -> tuple[str | None, str]:
    text = _clean(decode(source, data, charset))
    return markdown_heading(text), unwrapped(text)


def _read_html(source: str, data: bytes, max_bytes: int, charset: str | None) -> tuple[str | None, str]:
    return read_html(decode(source, data, charset or declared_encoding(data)))


def _read_pdf(source: str, data: bytes, max_bytes: int, charset: str | None) -> tuple[str | None, str]:
    title, text = read_pdf(source, data)
    return title or headline(text), text


def _read_docx(source: str, data: bytes, max_bytes: int, charset: str | None) -> tuple[str | None, str]:
    return read_docx(source, data, max_bytes)


_READERS: dict[str, _Reader] = {
    "text": _read_text,
    "markdown": _read_markdown,
    "html": _read_html,
    "pdf": _read_pdf,
    "docx": _read_docx,
}


def _clean(text: str) -> str:
    """Line breaks as `\\n`; without NUL and lone surrogates, which neither SQLite nor JSON takes. Else as it was."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", errors="ignore").decode("utf-8")


def _one_line(title: str) -> str:
    return " ".join(_clean(title).split())
