"""Lines and tables of pages → paragraphs, headings and rows: which line break did the author mean, which the margin?"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median, quantiles

from ingest.formats.format import Piece
from ingest.formats.pdf.furniture import without_furniture
from ingest.formats.pdf.lines import HYPHEN, Item, Line, Table
from ingest.formats.pdf.rows import Row, table_rows

_HALF_RANGE = re.compile(r"\d[-–]$")
_HALF_WORD = re.compile(r"[^\W\d_]-$")
# `Date of birth: 14 May`: two such lines are rows of a form
_LABEL = re.compile(r"(?=[A-Z\u0621-\u06d3])[^\s:.,;،؛!?؟]+(?: [^\s:.,;،؛!?؟]+){0,4} ?: ?\S")
_SENTENCE_END = (".", "!", "?", "؟", "…", ":", "»", '"', ")")
_NO_HEADING = (".", ",", "،", ";", "؛")
_BULLETS = tuple("•‣▪◦●■▸")
_SAME_SIZE = 0.15  # of the size: a larger difference is a heading
_EXTRA_SPACE = 1.3  # times the usual distance of lines: a larger distance is a paragraph's
_WIDEST_PITCH = 2.6  # times the size: a larger distance is a paragraph's in any case; that of double spacing is 2.4
_RAGGED = 0.15  # of a line's width: what it may leave free at a page's end, where a sentence goes on
_HEADING_PITCH = 1.6  # times the size: the widest distance between two lines of a heading
_LONGEST_HEADING = 150  # characters
_DEEPEST = 6  # levels of headings


@dataclass(frozen=True)
class _Paragraph:
    text: str
    page: int
    size: float


_Part = _Paragraph | list[Row]


def flow(pages: Iterable[Sequence[Item]]) -> list[Piece]:
    """The pages' text; heads, feet and page numbers left out, a sentence or a table over two pages kept whole."""
    parts: list[_Part] = []
    cut = without_furniture([[item for item in page if item.text] for page in pages])
    body = _body_size(cut)
    last: tuple[Line, float] | None = None
    for page, items in enumerate(cut, 1):
        lines = [item for item in items if isinstance(item, Line)]
        pitch = _pitch(lines)
        for number, item in enumerate(items):
            if isinstance(item, Table):
                _add_table(parts, [Row(cells, page) for cells in item.rows], is_first=number == 0)
                last = None
                continue
            begun = parts[-1] if parts and last else None
            if last and isinstance(begun, _Paragraph) and not _starts_paragraph(*last, item, pitch, body):
                parts[-1] = replace(begun, text=_continued(begun.text, item.text, last[0].baseline <= item.baseline))
            else:
                parts.append(_Paragraph(item.text, page, item.size))
            last = item, _room(item, lines)
    return _pieces(parts, body)


def _add_table(parts: list[_Part], rows: list[Row], is_first: bool) -> None:
    """As a part of its own, or where it stands first on its page, as the rest of the one before that is as wide."""
    before = parts[-1] if parts else None
    if is_first and isinstance(before, list) and len(before[0].cells) == len(rows[0].cells):
        header = takewhile(lambda pair: pair[0].cells == pair[1].cells, zip(before, rows, strict=False))
        before += rows[len(list(header)) :]
    else:
        parts.append(rows)


def _pieces(parts: Sequence[_Part], body: float) -> list[Piece]:
    sizes = {_rounded(p.size) for p in parts if isinstance(p, _Paragraph) and _is_heading(p, body)}
    levels = {size: min(rank, _DEEPEST) for rank, size in enumerate(sorted(sizes, reverse=True), 1)}
    pieces: list[Piece] = []
    for part in parts:
        if isinstance(part, list):
            pieces += table_rows(part)
            continue
        text = part.text.replace(HYPHEN, "-")
        if _is_heading(part, body):
            pieces.append(Piece(text, "heading", levels[_rounded(part.size)], part.page))
        else:
            pieces.append(Piece(text, "item" if text.startswith(_BULLETS) else "paragraph", page=part.page))
    return pieces


def _is_heading(part: _Paragraph, body: float) -> bool:
    is_short = 2 < len(part.text) < _LONGEST_HEADING and not part.text.endswith(_NO_HEADING)
    return is_short and _is_large(part.size, body) and any(char.isalpha() for char in part.text)


def _is_large(size: float, body: float) -> bool:
    return size > (1 + _SAME_SIZE) * body


def _body_size(pages: Sequence[Sequence[Item]]) -> float:
    """The size that most of the text has."""
    sizes = Counter[float]()
    for page in pages:
        for item in page:
            sizes[_rounded(item.size)] += len(item.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _rounded(size: float) -> float:
    return round(2 * size) / 2


def _continued(text: str, more: str, is_elsewhere: bool) -> str:
    """The text with its next line. A word parted at the line's end is whole; `is_elsewhere`: over a page or column."""
    if text.endswith(HYPHEN) or (is_elsewhere and _HALF_WORD.search(text) and more[0].islower()):
        return text[:-1] + _hyphen(text[:-1], more) + more
    return text + ("" if _HALF_RANGE.search(text) and more[0].isdigit() else " ") + more  # none inside `1990-1995`


def _hyphen(before: str, after: str) -> str:
    """Nothing where a word is parted; but `COVID-19` and `al-Baghdadi` are written so, unlike `INTER-NATIONAL`."""
    return "-" if after[0].isdigit() or (after[0].isupper() and not before[-1:].isupper()) else ""


def _starts_paragraph(before: Line, room: float, line: Line, pitch: float, body: float) -> bool:
    """Whether `line` begins a paragraph, `room` being what `before` left free at its end.

    A line that left room for the next one's first word was ended on purpose.
    """
    if before.text.endswith(HYPHEN):
        return False
    if before.alone or line.alone:
        return True
    if _LABEL.match(before.text) and _LABEL.match(line.text):
        return True
    if line.text.startswith(_BULLETS) or abs(before.size - line.size) > _SAME_SIZE * line.size:
        return True
    distance = before.baseline - line.baseline
    if _is_large(line.size, body):
        return not 0 < distance < _HEADING_PITCH * line.size
    if distance <= 0:  # the next column or page
        return before.text.endswith(_SENTENCE_END) or room > max(
            _first_word(line), _RAGGED * (before.right - before.left)
        )
    return room > _first_word(line) or distance > min(_EXTRA_SPACE * pitch, _WIDEST_PITCH) * line.size


def _first_word(line: Line) -> float:
    share = (len(line.text.split(" ", 1)[0]) + 1) / len(line.text)
    return share * (line.right - line.left)


def _room(line: Line, page: Sequence[Line]) -> float:
    """The space between the line's end and the margin that four in five lines of its column keep."""
    column = [other for other in page if other.left < line.right and line.left < other.right] or [line]
    if line.rtl:
        return line.left - _margin([other.left for other in column], at=0)
    return _margin([other.right for other in column], at=-1) - line.right


def _margin(ends: Sequence[float], at: int) -> float:
    return quantiles(ends, n=5, method="inclusive")[at] if len(ends) > 1 else ends[0]


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of two lines, in sizes; text squeezed flat has none, and tells nothing of it."""
    distances = [(a.baseline - b.baseline) / b.size for a, b in pairwise(lines) if b.size]
    return median([distance for distance in distances if distance > 0] or [1.2])
