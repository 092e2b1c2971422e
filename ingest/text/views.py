"""Views: a text as models read it, with the way back to the text itself.

Vowel marks and tatweel are left out, but for the fathatan that ordinary text writes; a table's row carries its header
(`Post: Legislative clerk; Salary: 21,000`); a row of a form reads `Name: value`.
Embedding, word index and reader read views; what they find is carried back, so a quote is always the document's words.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

VERSION = 3
"""Of how a view is made: an index made of other views is another."""

Span = tuple[int, int]

NAMED, SEPARATOR = ": ", "; "
"""What is inserted behind a cell's header, or behind the name in a form's row, and between two cells."""

_LEFT_OUT = r"\u0610-\u061a\u0640\u064c-\u065f\u0670\u06d6-\u06ed"
"""Arabic marks but U+064B (شكرًا): without it the reader, which learned from text that has it, loses 2.1 of 54.2 F1."""
_MARKS = re.compile(f"[{_LEFT_OUT}]")
_OWN = re.compile(f"([^{_LEFT_OUT}]+)[{_LEFT_OUT}]*")


class Run(NamedTuple):
    """`length` characters that the view has at `at` and the text at `start`; marks left out behind them go to `end`."""

    at: int
    start: int
    length: int
    end: int


class Row(NamedTuple):
    """The stretch of a text that is a table's row, tabs between its cells, and the header over each cell, if any."""

    start: int
    end: int
    header: Sequence[str] = ()


@dataclass(frozen=True)
class View:
    """What a model reads of a text. `runs` are the text's own stretches in it, in order; the rest was inserted."""

    text: str
    runs: tuple[Run, ...]

    def back(self, start: int, end: int) -> Span:
        """The span of the text that the view's span shows; for inserted words alone, what they were inserted before."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end) - 1
        if not self.runs:
            return 0, 0
        if first > last:
            run = self.runs[min(first, len(self.runs) - 1)]
            return run.start, run.end
        head, tail = self.runs[first], self.runs[last]
        inside = end - tail.at < tail.length
        return head.start + max(start - head.at, 0), tail.start + end - tail.at if inside else tail.end

    def of(self, start: int, end: int) -> "View":
        """The view of the text's span alone, its runs counted from the span's start; with what was inserted in it."""
        kept = self._between(start, end)
        if not kept:
            return View("", ())
        at, until = self._at(kept[0], start), kept[-1].at + min(end - kept[-1].start, kept[-1].length)
        return View(self.text[at:until], tuple(_cut(run, start, end, at) for run in kept))

    def behind(self, line: str) -> "View":
        """The same view behind a line that the text does not have."""
        return View(f"{line}\n{self.text}", tuple(run._replace(at=run.at + len(line) + 1) for run in self.runs))

    def _between(self, start: int, end: int) -> Sequence[Run]:
        first = bisect_right(self._text_ends, start)
        return self.runs[first : bisect_left(self._text_starts, end, lo=first)]

    def _at(self, run: Run, start: int) -> int:
        """Where the view of `start`, in or before the run, begins: before what was inserted there."""
        if start > run.start:
            return run.at + start - run.start
        number = bisect_left(self._starts, run.at)
        return self._ends[number - 1] if number else 0

    @cached_property
    def _starts(self) -> list[int]:
        return [run.at for run in self.runs]

    @cached_property
    def _ends(self) -> list[int]:
        return [run.at + run.length for run in self.runs]

    @cached_property
    def _text_starts(self) -> list[int]:
        return [run.start for run in self.runs]

    @cached_property
    def _text_ends(self) -> list[int]:
        return [run.start + run.length for run in self.runs]


def view(text: str, rows: Iterable[Row] = ()) -> View:
    """The text without the marks left out, each of its rows with its header. Rows are in order, none overlap."""
    pieces, runs, at = list[str](), list[Run](), 0
    for inserted, start, end in _stretches(text, rows):
        pieces.append(inserted)
        at += len(inserted)
        for own in _OWN.finditer(text, start, end):
            pieces.append(own[1])
            runs.append(Run(at, own.start(), len(own[1]), own.end()))
            at += len(own[1])
    return View("".join(pieces), tuple(runs))


def plain(text: str) -> View:
    """The text as its own view, whole, vowel marks and all."""
    return View(text, (Run(0, 0, len(text), len(text)),) if text else ())


def bare(text: str) -> str:
    """A question as models read it: without the marks that are left out."""
    return _MARKS.sub("", text)


def _stretches(text: str, rows: Iterable[Row]) -> Iterator[tuple[str, int, int]]:
    """What is inserted before each stretch of the text, and the stretch."""
    done = 0
    for row in rows:
        yield "", done, row.start
        yield from _cells(text, row)
        done = row.end
    yield "", done, len(text)


def _cells(text: str, row: Row) -> Iterator[tuple[str, int, int]]:
    """Each cell behind its header's; an empty cell and its header are left out. Two without any are name and value."""
    cells, start = list[tuple[str, int, int]](), row.start
    for column, cell in enumerate(text[row.start : row.end].split("\t")):
        if cell.strip():
            head = row.header[column].strip() if column < len(row.header) else ""
            cells.append((head, start, start + len(cell)))
        start += len(cell) + 1
    between = SEPARATOR if len(cells) > 2 or any(row.header) else NAMED
    for number, (head, start, end) in enumerate(cells):
        yield (between if number else "") + (f"{head}{NAMED}" if head else ""), start, end


def _cut(run: Run, start: int, end: int, at: int) -> Run:
    first, last = max(run.start, start), min(run.start + run.length, end)
    return Run(run.at + first - run.start - at, first - start, last - first, min(run.end, end) - start)
