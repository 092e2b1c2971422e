"""Rows: which rows of a table, or labelled items of a list, a question names. Knows nothing of readers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Block, Document
from ingest.text.words import script, stems
from qa.dialogue.asking import content_words

_BEGINNING = 4
"""Letters of a stem that another may go on from: swim, swimmer."""
_OF_ANY_ROW = frozenset(
    stems(
        "much many number cost price pay fee amount total charge value rate there get one have has year month day"
        " كم عدد سعر ثمن تكلفة يكلف تكلف كلفة رسوم رسم اجرة مبلغ قيمة يبلغ تبلغ كان كانت يوجد عام سنة شهر يوم"
    )
)
_ARTICLES = ("a", "an", "the")
_LABEL = re.compile(r"[^:]{1,60}:\s+(?=\S)")


@dataclass(frozen=True)
class Rows:
    """The rows that hold most of what a question names, of a table with a header or not; none where none holds any.

    `qualified`: the question says more of the thing than any row does, as "a tennis court" of another court.
    """

    blocks: Sequence[Block]
    has_header: bool
    qualified: bool

    def hold(self, position: int) -> bool:
        """Whether the row at the position is one of them."""
        return any(block.start <= position < block.end for block in self.blocks)

    def are_items(self, but: int) -> bool:
        """Whether they are a list's items, and that at the position is another; a form's row may go by its value."""
        return self.blocks[0].kind == "item" and not self.hold(but)


def rows_named(question: str, document: Document, position: int) -> Rows | None:
    """Those of the table or list at the position.

    None where no table is there, or where the question names nothing but what the header, the heading or every row
    says. Of a form or a list only the labels count.
    """
    rows = _around(document, position)
    header = bool(rows) and any(rows[0].header)
    said = [_words(_naming(document.text[row.start : row.end], header)) for row in rows]
    if len(rows) < 2:
        return None
    around = (*rows[0].header, document.section(position) or "", document.title)
    known = _words(" ".join(around)) | frozenset[str].intersection(*said) | _OF_ANY_ROW
    asked = frozenset(word for word in _words(" ".join(content_words(question))) if not _in(word, known))
    if not asked:
        return None
    held = [sum(_in(word, words) for word in asked) for words in said]
    if not any(held) and script(question) != script(" ".join(map(" ".join, said))):
        return None  # names in another script are not compared here
    named = [row for row, count in zip(rows, held, strict=True) if 0 < count == max(held)]
    return Rows(named, header, _is_qualified(question, asked, frozenset[str]().union(*said)))


def is_header(document: Document, position: int) -> bool:
    """Whether the row at the position is the header of those below it."""
    if (here := _block_at(document, position)) is None:
        return False
    row, below = document.blocks[here], document.blocks[here + 1 : here + 2]
    cells = document.text[row.start : row.end].split("\t")
    return row.kind == "row" and any(cells == list(block.header) for block in below)


def _block_at(document: Document, position: int) -> int | None:
    return next((n for n, block in enumerate(document.blocks) if block.start <= position < block.end), None)


def _is_qualified(question: str, asked: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a word that no row says belongs to one that a row does: it stands before it, in Arabic behind it."""
    words = stems(question)
    held = [word in asked and _in(word, said) for word in words]
    new = [word in asked and not _in(word, said) for word in words]
    if script(question) == "arabic":
        return any(one and then for one, then in zip(held, new[1:], strict=False))
    return any(
        article in _ARTICLES and one and then for article, one, then in zip(words, new[1:], held[2:], strict=False)
    )


def _around(document: Document, position: int) -> list[Block]:
    """The rows of the table at the position, or the items of the list; none where neither is there."""
    blocks = document.blocks
    here = _block_at(document, position)
    if here is None or not _may_be_named(document, blocks[here]):
        return []
    first, last = here, here
    while first and _alike(document, blocks[first - 1], blocks[here]):
        first -= 1
    while last + 1 < len(blocks) and _alike(document, blocks[last + 1], blocks[here]):
        last += 1
    return list(blocks[first : last + 1])


def _alike(document: Document, one: Block, other: Block) -> bool:
    return (one.kind, one.header) == (other.kind, other.header) and _may_be_named(document, one)


def _may_be_named(document: Document, block: Block) -> bool:
    return block.kind == "row" or (block.kind == "item" and bool(_LABEL.match(document.text, block.start, block.end)))


def _naming(text: str, header: bool) -> str:
    """What of a row may be named: all of its cells; of a form's row or an item its label."""
    return text if header else re.split(r"[\t:]", text, maxsplit=1)[0]


def _words(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _in(word: str, words: frozenset[str]) -> bool:
    return word in words or any(
        min(len(word), len(other)) >= _BEGINNING and (word.startswith(other) or other.startswith(word))
        for other in words
    )
