"""The values of the way in: a document, what its stretches are, and a chunk of it."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Literal

from ingest.metadata import NO_METADATA, Metadata
from ingest.text.facts import Facts
from ingest.text.views import Row, View, view

Kind = Literal["heading", "paragraph", "item", "row", "caption", "header", "footer", "comment", "formula", "recognised"]


@dataclass(frozen=True)
class Block:
    """What the stretch `text[start:end]` of a document is.

    `level`: of a heading, 1 for the highest; of a list item, how deep it is nested. `page`: from 1; None where the form
    has no pages. `header`: of a table's row, whose cells are separated by tabs, the header over each cell. The kind
    "recognised" is a paragraph that text recognition has read in an image; its digits are unsure.
    """

    start: int
    end: int
    kind: Kind = "paragraph"
    level: int = 1
    page: int | None = None
    header: tuple[str, ...] = ()


def blocks_to_json(blocks: Sequence[Block]) -> str:
    """A list for each block, its fields in their order."""
    return json.dumps([astuple(block) for block in blocks], ensure_ascii=False)


def blocks_from_json(stored: str) -> tuple[Block, ...]:
    return tuple(Block(*fields, tuple(header)) for *fields, header in json.loads(stored))  # type: ignore[call-arg]


@dataclass(frozen=True)
class Document:
    """A text with a title and the place it came from (an absolute path, a URL, or `upload:NAME`).

    `text` is what a person reads, without markup. `blocks` say what its stretches are, in order, none over another;
    where there are none, each line is a paragraph. `warnings` say what of the source is not in it; they are
    reported once, when it is read, and not kept. `metadata` is what the source says of itself. `collection` is the name
    of the one that it is in, None where it is in none. `original` is the name of its file among those that are kept.
    """

    source: str
    title: str
    text: str
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    metadata: Metadata = NO_METADATA
    collection: str | None = None
    original: str | None = None

    @cached_property
    def id(self) -> str:
        """A hash: the same source with the same text and blocks in the same collection is the same document."""
        place = [f"in {self.collection}"] if self.collection else []
        return _hash(self.source, self.title, *self._content, *place)[:16]

    @cached_property
    def content(self) -> str:
        """A hash of text and blocks, whatever their source: documents of the same content have the same chunks."""
        return _hash(*self._content)

    @property
    def _content(self) -> list[str]:
        return [self.text, *([blocks_to_json(self.blocks)] if self.blocks else [])]

    @cached_property
    def view(self) -> View:
        """The whole text as models read it."""
        return view(self.text, [Row(b.start, b.end, b.header) for b in self.blocks if b.kind == "row"])

    @property
    def pages(self) -> int | None:
        """How many pages it has, by its metadata or as far as its blocks say."""
        return self.metadata.pages or max((block.page for block in self.blocks if block.page), default=None)

    def page(self, position: int) -> int | None:
        """The page of the block at or before the position."""
        number = bisect_right(self._starts, position)
        return self.blocks[number - 1].page if number else None

    def is_recognised(self, start: int, end: int) -> bool:
        """Whether any of the stretch was read by text recognition in an image."""
        return any(b.kind == "recognised" and b.start < end and start < b.end for b in self.blocks)

    def section(self, position: int) -> str | None:
        """The nearest heading at or above the position."""
        number = bisect_right([heading.start for heading in self._headings], position)
        heading = self._headings[number - 1] if number else None
        return self.text[heading.start : heading.end] if heading else None

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    @cached_property
    def _headings(self) -> Sequence[Block]:
        return [block for block in self.blocks if block.kind == "heading"]


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


@dataclass(frozen=True)
class Chunk:
    """A run of whole sentences; `document.text[start:end] == text`, in characters.

    `view` is what models read of it; `page` and `section` are where it begins; `facts` are of its view; `collection`
    is the document's.
    """

    document_id: str
    start: int
    end: int
    text: str
    view: View
    facts: Facts
    page: int | None = None
    section: str | None = None
    collection: str | None = None

    @property
    def id(self) -> str:
        return f"{self.document_id}:{self.start}-{self.end}"
