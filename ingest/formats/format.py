"""A format as a value: what it is called, how it is recognised, and how it is read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ingest.document import Block, Kind
from ingest.metadata import NO_METADATA, Metadata


@dataclass(frozen=True)
class Raw:
    """A source before it is read: its bytes, the name of their format, and the encoding that a server named.

    `fallback_title` is for a source that has no title in it; `max_bytes` bounds what a packed file unpacks to.
    """

    source: str
    fallback_title: str
    format: str
    data: bytes
    max_bytes: int
    charset: str | None = None


@dataclass(frozen=True)
class Content:
    """What was read: a title (None without one), and the text with its blocks, as in `Document`.

    `warnings`: what could not be read of it, a sentence each. `metadata`: what the source says of itself.
    """

    title: str | None
    text: str
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: Metadata = NO_METADATA


@dataclass(frozen=True)
class Format:
    """`extensions` are in lower case with their dot, `content_types` without parameters.

    `read` raises SourceError for bytes that it cannot read, TooLarge for those that unpack to too much.
    """

    name: str
    extensions: tuple[str, ...]
    content_types: tuple[str, ...]
    read: Callable[[Raw], Content]


@dataclass(frozen=True)
class Piece:
    """A block before it has a place: its text, and what `Block` says of it."""

    text: str
    kind: Kind = "paragraph"
    level: int = 1
    page: int | None = None
    header: tuple[str, ...] = ()


def content(title: str | None, pieces: Iterable[Piece], metadata: Metadata = NO_METADATA) -> Content:
    """The pieces as text and blocks, each on lines of its own; those without text are left out."""
    texts, blocks, at = list[str](), list[Block](), 0
    for piece in pieces:
        text = clean(piece.text)
        if not text.strip():
            continue
        texts.append(text)
        blocks.append(Block(at, at + len(text), piece.kind, piece.level, piece.page, piece.header))
        at += len(text) + 1
    return Content(title, "\n".join(texts), tuple(blocks), metadata=metadata)


def clean(text: str) -> str:
    """Line breaks as `\\n`; without NUL and lone surrogates, which neither SQLite nor JSON takes. Else as it was."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", errors="ignore").decode("utf-8")
