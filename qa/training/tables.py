"""Questions about tables made here, shown as the reader gets them: a row a line, `Header: cell; Header: cell`.

A table is of one kind (posts, cities, …); its rows differ in all columns. A question names a row by its first cell and
asks for another, or the other way round, in the language of the table or the other one. Without an answer: the row is
left out, or the column.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from qa.training.examples import INFORMAL, Example
from qa.training.informal import informal
from qa.training.table_kinds import Cell, Kind, TableKinds

ROWS = (2, 7)
UNANSWERABLE, ROW_LEFT_OUT = 0.35, 0.6
BACKWARD = 0.2  # of the questions ask which row a cell stands in
ACROSS = 0.2  # of the questions are in another language than the table
MIXED_ORDER, TITLED = 0.2, 0.3  # of the tables
EASTERN_DIGITS, ARABIC_SEMICOLON = 0.2, 0.3  # of the Arabic ones
_EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True)
class Tables:
    """An endless source of questions about tables."""

    kinds: TableKinds = field(default_factory=TableKinds.read)

    def example(self, rng: random.Random) -> Example:
        kind = rng.choice(self.kinds.kinds)
        count = rng.randint(*ROWS)
        rows = list(zip(*(self.kinds.draw(column, count, rng) for column in kind.columns), strict=True))
        asked = rng.choice(("ar", "en"))
        read = asked if rng.random() > ACROSS else "en" if asked == "ar" else "ar"
        row, column = rng.randrange(count), rng.randrange(1, len(kind.columns))
        backward = rng.random() < BACKWARD
        question = _question(kind, rows[row], column, asked, backward, rng)
        shown = list(range(len(kind.columns)))
        wanted: tuple[int, int] | None = (row, 0 if backward else column)
        if rng.random() < UNANSWERABLE:
            wanted = None
            if rng.random() < ROW_LEFT_OUT:
                del rows[row]
            else:
                shown.remove(column)
        passage, span = _passage(kind, rows, shown, wanted, read, rng)
        return Example(question, passage, span)


def _question(kind: Kind, row: Sequence[Cell], column: int, language: str, backward: bool, rng: random.Random) -> str:
    asked = kind.columns[column]
    form = asked.which[language] if backward else rng.choice(asked.asks[language])
    question = form.format(_said(row[column if backward else 0], language))
    return informal(question, rng) if rng.random() < INFORMAL else question


def _passage(
    kind: Kind,
    rows: Sequence[Sequence[Cell]],
    shown: Sequence[int],
    wanted: tuple[int, int] | None,
    language: str,
    rng: random.Random,
) -> tuple[str, tuple[int, int] | None]:
    """The text of the rows, with these columns shown, and the wanted cell's place there."""
    arabic = language == "ar"
    eastern = arabic and rng.random() < EASTERN_DIGITS
    separator = "؛ " if arabic and rng.random() < ARABIC_SEMICOLON else "; "
    order = rng.sample(shown, len(shown)) if rng.random() < MIXED_ORDER else shown
    text, span = f"{_said(kind.title, language)}\n" if rng.random() < TITLED else "", None
    for number, row in enumerate(rows):
        for place, column in enumerate(order):
            cell = _said(row[column], language)
            text += f"{separator if place else ''}{_said(kind.columns[column].header, language)}: "
            if wanted == (number, column):
                span = len(text), len(text) + len(cell)
            text += cell.translate(_EASTERN) if eastern else cell
        text += "\n"
    return text.rstrip("\n"), span


def _said(cell: Cell | Sequence[str], language: str) -> str:
    return cell if isinstance(cell, str) else cell[0 if language == "en" else 1]
