"""Rows: the cells of the tables in a view, each with the name that stands over it or before it."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ingest.text.views import NAMED, SEPARATOR, Span, View


class Cell(NamedTuple):
    """A cell at `start:end` of the view, and its name: the header over it, or in a form the cell before it."""

    name: str
    start: int
    end: int


class SeenRow(NamedTuple):
    """A line of a view that is a table's row, and its cells."""

    start: int
    end: int
    cells: tuple[Cell, ...]


def rows_in(view: View) -> list[SeenRow]:
    """The rows of tables in the view, in order: the lines into which something was inserted."""
    rows = list[SeenRow]()
    for start, inserted in groupby(_inserted(view), lambda span: view.text.rfind("\n", 0, span[0]) + 1):
        end = view.text.find("\n", start)
        end = len(view.text) if end < 0 else end
        rows.append(SeenRow(start, end, tuple(_cells(view.text, start, end, inserted))))
    return rows


def _inserted(view: View) -> Iterator[Span]:
    """The stretches of the view that are not the text's own, but for whole lines (`View.behind`)."""
    done = 0
    for run in view.runs:
        done = max(done, view.text.rfind("\n", done, run.at) + 1)
        if run.at > done:
            yield done, run.at
        done = run.at + run.length


def _cells(text: str, start: int, end: int, inserted: Iterable[Span]) -> Iterator[Cell]:
    """What lies between the stretches that were inserted, each of which names what is behind it."""
    name, at = "", start
    for first, last in (*inserted, (end, end)):
        if first > at:
            yield Cell(name, at, first)
        said = text[first:last]
        name = text[at:first] if said == NAMED else said.removeprefix(SEPARATOR).removesuffix(NAMED)
        at = last
