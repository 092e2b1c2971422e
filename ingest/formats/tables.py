"""Tables as text: a row a line, tabs between its cells, each row with the header over its cells."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ingest.formats.format import Piece

_YEAR = re.compile(r"(?:1[6-9]|20)\d\d(?:[-/–]\d{2,4})?")
_LONGEST_NAME = 100  # characters of a column's name


def rows(table: Iterable[Sequence[str]], page: int | None = None, headers: int | None = None) -> Iterator[Piece]:
    """The rows of a table, those below its header with it.

    `headers`: how many rows the header has, where the format tells; without it the first row is one if it looks so, or
    the first two. Where one has several rows, a column's name is what stands over it, from top to bottom.
    """
    lines = [[" ".join(cell.split()) for cell in cells] for cells in table]
    headers = headers and sum(any(line) for line in lines[:headers])  # a blank header is none, as in Markdown's forms
    lines = [line for line in lines if any(line)]
    if headers is None:
        headers = 2 if heads_twice(lines) else 1 if lines and _is_header(lines[0], lines[1:]) else 0
    header = _names(lines[:headers]) if headers < len(lines) else ()
    for number, line in enumerate(lines):
        yield Piece("\t".join(line), "row", page=page, header=header if number >= headers else ())


def sheet(table: Iterable[Sequence[str]]) -> Iterator[Piece]:
    """The tables of a sheet, between which blank rows lie: lines of one cell above a table are its caption.

    The first row of a table is its header unless it holds figures: sheets are headed more often than tables in prose.
    It is none over two columns of which the second holds figures here and words there: a form has names and values.
    """
    found: list[list[str]] = []
    for line in [*([" ".join(cell.split()) for cell in cells] for cells in table), []]:
        if any(line):
            found.append(line)
        elif found:
            yield from _sheet_table(found)
            found = []


def _sheet_table(lines: Sequence[Sequence[str]]) -> Iterator[Piece]:
    above = 0
    while above < len(lines) and sum(map(bool, lines[above])) == 1:
        yield Piece("".join(lines[above]), "caption" if above + 1 < len(lines) else "paragraph")
        above += 1
    table = lines[above:]
    width = max((column + 1 for line in table for column, cell in enumerate(line) if cell), default=0)
    table = [line[:width] for line in table]
    is_headed = len(table) > 1 and not any(map(_is_figure, table[0])) and not (width == 2 and _is_mixed(table))
    yield from rows(table, headers=2 if heads_twice(table) else 1 if is_headed else 0)


def _names(lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The columns' names; in all rows but the last a name stands over the columns up to the next one."""
    width = max((len(line) for line in lines), default=0)
    names: list[list[str]] = [[] for _ in range(width)]
    for number, line in enumerate(lines):
        over = ""
        for column in range(width):
            cell = line[column] if column < len(line) else ""
            over = cell or (over if number < len(lines) - 1 else "")
            if over and over not in names[column]:
                names[column].append(over)
    return tuple(" ".join(name) for name in names)


def heads_twice(lines: Sequence[Sequence[str]]) -> bool:
    """Whether names over several columns stand over the names of each column, as `Men` over `2019` and `2020`.

    A column that is in no group has one name, in the first row or in both.
    """
    if len(lines) < 3 or len(lines[0]) != len(lines[1]):
        return False
    above, below = lines[0], lines[1]
    starts = [column for column, name in enumerate(above) if name or column == 0]
    groups = [range(*ends) for ends in pairwise([*starts, len(above)])]
    alone = [group[0] for group in groups if len(group) == 1]
    grouped = [column for group in groups if len(group) > 1 for column in group]
    is_named = all(below[c] for c in grouped) and all(not above[c] or below[c] in ("", above[c]) for c in alone)
    names = _names(lines[:2])
    are_names = len(set(names)) == len(names) and not any(map(_is_figure, [*above, *below]))
    return bool(grouped) and len(groups) > 1 and is_named and are_names


def _is_header(first: Sequence[str], others: Sequence[Sequence[str]]) -> bool:
    """Names of columns, none twice, over other rows; over two columns only where one of them holds figures.

    Two columns of words are more often a list of names and values, whose first row is like the others.
    """
    names = [cell for cell in first if cell]
    if len(first) < 2 or len(set(names)) < len(names) or not others or not all(first[1:]):
        return False
    if not all(any(c.isalpha() for c in name) or _YEAR.fullmatch(name) for name in names):
        return False
    if any(len(name) > _LONGEST_NAME for name in names):
        return False
    figures = [_holds_figures(others, column) for column in range(len(first))]
    if any(holds and _is_figure(cell) for holds, cell in zip(figures, first, strict=True)):
        return False
    return len(first) > 2 or any(figures)


def _holds_figures(lines: Sequence[Sequence[str]], column: int) -> bool:
    cells = [line[column] for line in lines if column < len(line) and line[column]]
    return bool(cells) and all(any(c.isdigit() for c in cell) for cell in cells)


def _is_mixed(lines: Sequence[Sequence[str]]) -> bool:
    """Whether the second column, below the first row, holds figures in some cells and none in others."""
    return len({any(c.isdigit() for c in line[1]) for line in lines[1:] if line[1:] and line[1]}) > 1


def _is_figure(cell: str) -> bool:
    return any(c.isdigit() for c in cell) and not _YEAR.fullmatch(cell)
