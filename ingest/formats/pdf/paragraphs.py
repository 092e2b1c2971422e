"""Lines at their places on pages → paragraphs: which line break did the author mean, and which did the margin force?"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

_PAGE_NUMBER = re.compile(r"[^\w%$€£¥°§]*(\d{1,4})[^\w%$€£¥°§]*")  # no price, share or angle
_HALF_RANGE = re.compile(r"\d[-–]$")
_SENTENCE_END = (".", "!", "?", "؟", "…", ":", "»", '"', ")")
_SAME_SIZE = 0.15  # of the size: a larger difference is a heading
_EXTRA_SPACE = 1.3  # times the usual distance of lines: a larger distance is a paragraph's


@dataclass(frozen=True)
class Line:
    """A line of a page; `left`, `right`, `baseline` and `size` in points, from the page's lower left corner."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    rtl: bool


@dataclass(frozen=True)
class Paragraph:
    """A paragraph and the page that it begins on, from 1."""

    text: str
    page: int


def flow(pages: Iterable[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of the pages; page numbers left out, a sentence over two pages kept whole."""
    paragraphs: list[Paragraph] = []
    last: tuple[Line, float] | None = None
    for page, lines in enumerate(_without_page_numbers([[line for line in page if line.text] for page in pages]), 1):
        pitch = _pitch(lines)
        for line in lines:
            if last and not _starts_paragraph(*last, line, pitch):
                begun = paragraphs[-1]
                paragraphs[-1] = Paragraph(begun.text + _space(last[0].text, line.text) + line.text, begun.page)
            else:
                paragraphs.append(Paragraph(line.text, page))
            last = line, _room(line, lines)
    return paragraphs


def _space(before: str, after: str) -> str:
    """None inside `1990-1995`."""
    return "" if _HALF_RANGE.search(before) and after[0].isdigit() else " "


def _starts_paragraph(before: Line, room: float, line: Line, pitch: float) -> bool:
    """Whether `line` begins a paragraph, `room` being what `before` left free at its end.

    A line that left room for the next one's first word was ended on purpose.
    """
    if room > _first_word(line) or abs(before.size - line.size) > _SAME_SIZE * line.size:
        return True
    distance = before.baseline - line.baseline
    if distance <= 0:  # the next column or page
        return before.text.endswith(_SENTENCE_END)
    return distance > _EXTRA_SPACE * pitch * line.size


def _first_word(line: Line) -> float:
    share = (len(line.text.split(" ", 1)[0]) + 1) / len(line.text)
    return share * (line.right - line.left)


def _room(line: Line, page: Sequence[Line]) -> float:
    """The space between the line's end and the margin that four in five lines of its column keep."""
    column = [other for other in page if other.left < line.right and line.left < other.right]
    if line.rtl:
        return line.left - _margin([other.left for other in column], at=0)
    return _margin([other.right for other in column], at=-1) - line.right


def _margin(ends: Sequence[float], at: int) -> float:
    return quantiles(ends, n=5, method="inclusive")[at] if len(ends) > 1 else ends[0]


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance of two lines, in sizes; text squeezed flat has none, and tells nothing of it."""
    distances = [(a.baseline - b.baseline) / b.size for a, b in pairwise(lines) if b.size]
    return median([distance for distance in distances if distance > 0] or [1.2])


def _without_page_numbers(pages: Sequence[Sequence[Line]]) -> Sequence[Sequence[Line]]:
    """A number at a page's edge is text, a year say, unless the next page's or two others show that it counts pages.

    Some books number every other page only.
    """
    for edge, rest in ((0, slice(1, None)), (-1, slice(-1))):
        starts = [_count_start(page[edge].text, index) if page else None for index, page in enumerate(pages)]
        agreed = {start for start, next_start in pairwise(starts) if start == next_start}
        agreed |= {start for start, times in Counter(starts).items() if times > 2}
        agreed -= {None}
        pages = [page[rest] if start in agreed else page for page, start in zip(pages, starts, strict=True)]
    return pages


def _count_start(text: str, index: int) -> int | None:
    """The number of page 0, if this text is the number of page `index`."""
    found = _PAGE_NUMBER.fullmatch(text)
    return int(found[1]) - index if found else None
