"""A document as safe HTML, with the cited passages marked where they stand. Knows nothing of Gradio."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ingest.document import Block, Document
from qa.phrases import language
from ui.page.escaping import escaped

SHOWN_CHARACTERS = 200_000
"""A browser takes this much text at once; of a longer document the part around the active mark is shown."""


_COLOURS = 5
"""Colours of citations in `page.css`; a sixth citation has the first one's again."""


def colour(n: int) -> str:
    """The class that gives citation number n its colour, in the chat and in the document."""
    return f"c{(n - 1) % _COLOURS + 1}"


@dataclass(frozen=True)
class Mark:
    """A stretch to mark, in characters of the document's text. A citation has a number, a mere passage has none."""

    start: int
    end: int
    n: int | None = None

    @property
    def key(self) -> str:
        """Its name in the page: the part of a link that says where, and the class of every piece of the mark."""
        return f"{self.start}-{self.end}"


def article_html(
    document: Document, marks: Sequence[Mark] = (), active: Mark | None = None, limit: int = SHOWN_CHARACTERS
) -> str:
    """The document's title, paragraphs, headings and tables; every piece of a mark has the class `at-START-END`.

    Marks may overlap, nest and run over several paragraphs; those outside the text or empty are left out.
    `active` is named on the root element (`data-active`), for the page to scroll to. At most `limit`
    characters are shown, with an ellipsis where some are left out.
    """
    marks = [mark for mark in marks if 0 <= mark.start < mark.end <= len(document.text)]
    first, last = _window(len(document.text), active, limit)
    body = "".join(_body(document, marks, first, last))
    before = _ELLIPSIS if first > 0 else ""
    after = _ELLIPSIS if last < len(document.text) else ""
    chosen = f' data-active="{active.key}"' if active else ""
    named = f'data-document="{escaped(document.id)}" data-title="{escaped(document.title)}"'
    return f'<article class="article" {named}{chosen}>{_title(document)}{before}{body}{after}</article>'


_HIGH = 2
"""The lowest level of heading that is shown large."""
_ELLIPSIS = '<p class="cut">…</p>'


def _window(length: int, active: Mark | None, limit: int) -> tuple[int, int]:
    """The part of a text of `length` characters that is shown: around the active mark, else from the start."""
    if length <= limit:
        return 0, length
    middle = (active.start + active.end) // 2 if active else 0
    first = max(0, min(middle - limit // 2, length - limit))
    return first, first + limit


def _title(document: Document) -> str:
    """The title as a heading, unless the text's first line is the title."""
    first_line = document.text.lstrip().partition("\n")[0].strip()
    return "" if first_line == document.title else f'<h2 dir="auto">{escaped(document.title)}</h2>'


def _body(document: Document, marks: Sequence[Mark], first: int, last: int) -> Iterator[str]:
    """The lines by what they are; rows that follow one another are one table."""
    for is_table, lines in groupby(_lines(document, first, last), key=lambda line: line.kind == "row"):
        if is_table:
            yield _table(document.text, marks, list(lines))
        else:
            yield from (_paragraph(document, marks, line) for line in lines)


def _lines(document: Document, first: int, last: int) -> Iterator[Block]:
    """The lines of the text as blocks, each of the kind of the block that it is in."""
    starts = [block.start for block in document.blocks]
    for line in re.finditer(r"[^\r\n]+", document.text[first:last]):
        start, end = first + line.start(), first + line.end()
        if line[0].strip():
            place = bisect_right(starts, start) - 1
            block = document.blocks[place] if place >= 0 and start < document.blocks[place].end else Block(start, end)
            yield replace(block, start=start, end=end)


def _paragraph(document: Document, marks: Sequence[Mark], line: Block) -> str:
    is_title = document.text[line.start : line.end].strip() == document.title
    if is_title and not document.text[: line.start].strip():
        tag = "h2"
    else:
        tag = ("h3" if line.level <= _HIGH else "h4") if line.kind == "heading" else "p"
    return f'<{tag} dir="auto">{_marked(document.text, marks, line.start, line.end)}</{tag}>'


def _table(text: str, marks: Sequence[Mark], rows: Sequence[Block]) -> str:
    """The rows with a cell between each two tabs; the first is the header where the next is named by it."""
    heads = [n for n, following in enumerate(rows[1:]) if _is_header(text, rows[n], following)]
    lines = "".join(_row(text, marks, row, "th" if n in heads else "td") for n, row in enumerate(rows))
    side = "rtl" if language(text[rows[0].start : rows[-1].end]) == "ar" else "ltr"  # "auto" would not look into cells
    return f'<div class="table" tabindex="0"><table dir="{side}">{lines}</table></div>'


def _is_header(text: str, row: Block, following: Block) -> bool:
    cells = tuple(cell.strip() for cell in text[row.start : row.end].split("\t"))
    return not row.header and bool(following.header) and set(filter(None, following.header)) <= set(cells)


def _row(text: str, marks: Sequence[Mark], row: Block, tag: str) -> str:
    tabs = [found.start() for found in re.finditer("\t", text[row.start : row.end])]
    borders = [row.start - 1, *(row.start + tab for tab in tabs), row.end]
    cells = (f'<{tag} dir="auto">{_marked(text, marks, a + 1, b)}</{tag}>' for a, b in pairwise(borders))
    return f"<tr>{''.join(cells)}</tr>"


def _marked(text: str, marks: Sequence[Mark], start: int, end: int) -> str:
    """`text[start:end]` cut at every border of a mark, each piece wrapped in what covers it."""
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    borders = {border for mark in here for border in (mark.start, mark.end) if start < border < end}
    cuts = [start, *sorted(borders), end] if start < end else []
    return "".join(_piece(text, here, a, b) for a, b in pairwise(cuts))


def _piece(text: str, marks: Sequence[Mark], start: int, end: int) -> str:
    covering = [mark for mark in marks if mark.start <= start and end <= mark.end]
    if not covering:
        return escaped(text[start:end])
    classes = " ".join(sorted({f"at-{mark.key}" for mark in covering}))
    numbers = sorted({mark.n for mark in covering if mark.n is not None})
    if not numbers:
        return f'<span class="{classes}">{escaped(text[start:end])}</span>'
    begins = [str(n) for n in numbers if any(mark.n == n and mark.start == start for mark in covering)]
    chip = f' data-n="{" ".join(begins)}"' if begins else ""
    return f'<mark class="{classes} {colour(numbers[0])}"{chip}>{escaped(text[start:end])}</mark>'
