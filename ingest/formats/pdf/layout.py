"""Pieces of lines in the file's order → whole lines and tables in reading order.

Where gaps part several lines after one another at the same places, there is a table, or, if what they part is prose,
columns, which are read one after the other.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.formats.pdf.lines import HYPHEN, Item, Line, Table, joined
from ingest.formats.tables import heads_twice

_LEVEL = 0.5  # of the size: how far apart the baselines of a row's cells are
_WRAPPED = 1.45  # times the size: the widest distance between two lines of a cell
_RISE = 3.0  # times the size: how far a cell of several lines may reach over its neighbour's one in the middle
_MOST_LINES = 8  # of a cell
_FARTHEST = 4.5  # times the size: the widest distance between two rows
_SAME_PLACE = 1.0  # points
_PROSE = 4  # words: a column whose lines have more on average is no column of a table


@dataclass(frozen=True)
class _Cell:
    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def text(self) -> str:
        text = ""
        for line in self.lines:
            text = text.removesuffix(HYPHEN) + ("" if not text or text.endswith(HYPHEN) else " ") + line.text
        return text.removesuffix(HYPHEN)


_Row = list[_Cell]
_Span = tuple[float, float]


def laid_out(pieces: Sequence[Line]) -> list[Item]:
    """The lines and tables of a page."""
    items: list[Item] = []
    over: _Row | None = None  # the row above, which is in no table, and how many lines it is shown as
    shown = 0
    for group in _groups(_rows([piece for piece in pieces if piece.text])):
        before = len(items)
        columns = _columns(group) if len(group) > 1 else []
        is_prose = len(columns) > 1 and _is_prose(group, columns)
        if is_prose and len(group) > 2:
            cells = [(_column(cell, columns), cell) for row in group for cell in row]
            order = range(len(columns))
            for number in reversed(order) if _is_right_to_left(group) else order:
                items += [line for column, cell in cells if column == number for line in cell.lines]
        elif len(columns) > 1 and not is_prose:
            table = _table(group, columns)
            headed = _headed(over, group, table, columns) if over else None
            if headed:
                del items[-shown:]
            items.append(headed or table)
        else:
            items += [line for row in group for line in _lines(row)]
        over, shown = (group[0], len(items) - before) if len(group) == 1 else (None, 0)
    return items


def _rows(pieces: Sequence[Line]) -> list[_Row]:
    """Rows of cells. A cell's lines follow each other in the file, and its neighbour comes after it, at its height."""
    rows: list[_Row] = []
    for piece in pieces:
        last = rows[-1][-1].lines[-1] if rows else None
        if last and _is_beside(last, piece):
            taken = _wrapped_at_the_end(rows, piece)
            if taken:
                rows[-taken:] = [[_Cell(tuple(line for row in rows[-taken:] for line in row[0].lines))]]
            top = max(line.baseline for cell in rows[-1] for line in cell.lines)
            if taken or piece.baseline < top + _RISE * piece.size:
                rows[-1].append(_Cell((piece,)))
                continue
        if last and _goes_on(rows[-1], piece):
            rows[-1][-1] = _Cell((*rows[-1][-1].lines, piece))
            continue
        rows.append([_Cell((piece,))])
    return rows


def _goes_on(row: _Row, piece: Line) -> bool:
    """Whether the piece is the next line of the row's last cell, and of no other."""
    *others, last = row
    is_under_others = any(_meet(_Cell((piece,)), (cell.left, cell.right)) for cell in others)
    is_next = _is_wrapped(last.lines[-1], piece) and len(last.lines) < _MOST_LINES
    return len(row) > 1 and is_next and not is_under_others


def _is_beside(before: Line, piece: Line) -> bool:
    """Whether the piece is at the side of the other where one reads on, and not below it."""
    is_after = piece.right <= before.left if before.rtl and piece.rtl else piece.left >= before.right
    is_after = is_after or ((before.rtl or piece.rtl) and piece.right <= before.left)
    return is_after and piece.baseline > before.baseline - _LEVEL * piece.size


def _wrapped_at_the_end(rows: Sequence[_Row], piece: Line) -> int:
    """How many of the last rows are the lines of one cell, whose neighbour the piece begins; 0 where it begins none."""
    last = rows[-1][-1].lines[-1]
    if len(rows[-1]) > 1 or abs(last.baseline - piece.baseline) < _LEVEL * piece.size:
        return 0
    count = 1
    for below, above in pairwise(reversed(rows[-_MOST_LINES:])):
        if len(above) > 1 or not _is_wrapped(above[0].lines[-1], below[0].lines[0]):
            break
        count += 1
    top = rows[-count][0].lines[0].baseline
    return count if count > 1 and piece.baseline < top + _LEVEL * piece.size else 0


def _is_wrapped(before: Line, piece: Line) -> bool:
    """Whether the piece stands close under the other, so that it may be the same cell's."""
    distance = before.baseline - piece.baseline
    overlaps = piece.left < before.right and before.left < piece.right
    return overlaps and 0 < distance < _WRAPPED * max(piece.size, before.size)


def _groups(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows that have their cells at the same places, of which two or more have several; other rows alone."""
    group: list[_Row] = []
    for row in rows:
        if group and not (_is_near(group[-1], row) and _fits(group, row)):
            yield from _ended(group)
            group = []
        group.append(row)
        if len(group[0]) == 1:
            yield group
            group = []
    yield from _ended(group)


def _ended(group: list[_Row]) -> Iterator[list[_Row]]:
    """A group without the rows of one cell at its end, which follow it; a row alone is no group."""
    end = len(group)
    while end and len(group[end - 1]) == 1:
        end -= 1
    if end > 1:
        yield group[:end]
    yield from ([row] for row in group[end if end > 1 else 0 :])


def _is_near(above: _Row, below: _Row) -> bool:
    last, first = min(c.lines[-1].baseline for c in above), max(c.lines[0].baseline for c in below)
    return -_LEVEL < (last - first) / (below[0].lines[0].size or 1) < _FARTHEST


def _fits(group: Sequence[_Row], row: _Row) -> bool:
    """Whether the row's cells stand in the group's columns, or beside them, no two in one, none in two."""
    columns = _columns(group)
    met = [[n for n, column in enumerate(columns) if _meet(cell, column)] for cell in row]
    numbers = [number for found in met for number in found]
    in_order = numbers == sorted(set(numbers)) or numbers == sorted(set(numbers), reverse=True)
    return in_order and all(len(found) < 2 for found in met) and len(numbers) >= min(len(row), 2)


def _meet(cell: _Cell, column: _Span) -> bool:
    return cell.left < column[1] and column[0] < cell.right


def _columns(group: Sequence[_Row]) -> list[_Span]:
    """The columns from left to right, each as wide as its cells."""
    columns: list[_Span] = []
    for left, right in sorted((cell.left, cell.right) for row in group for cell in row):
        if columns and left < columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _column(cell: _Cell, columns: Sequence[_Span]) -> int:
    return next(number for number, column in enumerate(columns) if _meet(cell, column) or cell.left == column[0])


def _is_prose(group: Sequence[_Row], columns: Sequence[_Span]) -> bool:
    lines: list[list[int]] = [[] for _ in columns]
    for row in group:
        for cell in row:
            lines[_column(cell, columns)] += [len(line.text.split()) for line in cell.lines]
    return all(sum(words) > _PROSE * len(words) for words in lines)


def _is_right_to_left(group: Sequence[_Row]) -> bool:
    lines = [line for row in group for cell in row for line in cell.lines]
    return sum(line.rtl for line in lines) * 2 > len(lines)


def _table(group: Sequence[_Row], columns: Sequence[_Span]) -> Table:
    rows = []
    for row in group:
        cells = [""] * len(columns)
        for cell in row:
            number = _column(cell, columns)
            cells[number] = f"{cells[number]} {cell.text}".strip()
        rows.append(tuple(reversed(cells)) if _is_right_to_left(group) else tuple(cells))
    return Table(tuple(rows), tuple(line for row in group for cell in row for line in cell.lines))


def _headed(over: _Row, group: Sequence[_Row], table: Table, columns: Sequence[_Span]) -> Table | None:
    """The table with the row above it, where that has names that stand over several of its columns."""
    if not 1 < len(over) < len(columns) or not _is_near(over, group[0]):
        return None
    spans, places = list(columns), [(cell.left, cell.right) for cell in over]
    if _is_right_to_left(group):  # mirrored
        spans = [(-right, -left) for left, right in reversed(columns)]
        places = [(-right, -left) for left, right in places]
    begin = all(any(abs(place[0] - span[0]) < _SAME_PLACE for span in spans) for place in places)

    def off(place: _Span, span: _Span) -> float:
        """How far a name is off a column: where each begins with a column, it counts for all up to the next name."""
        if begin:
            return span[0] - place[0] if place[0] < span[0] + _SAME_PLACE else math.inf
        return abs(sum(place) - sum(span)) / 2

    nearest = [min(range(len(over)), key=lambda number: off(places[number], span)) for span in spans]
    names = ["" if at and number == nearest[at - 1] else over[number].text for at, number in enumerate(nearest)]
    headed = Table((tuple(names), *table.rows), (*(line for cell in over for line in cell.lines), *table.lines))
    return headed if len(set(nearest)) == len(over) and heads_twice(headed.rows) else None


def _lines(row: _Row) -> Iterator[Line]:
    """The lines of a row that is in no table: its pieces on one height are one line."""
    level: list[Line] = []
    for piece in (line for cell in row for line in cell.lines):
        if level and abs(level[-1].baseline - piece.baseline) > _LEVEL * piece.size:
            yield joined(level)
            level = []
        level.append(piece)
    yield joined(level)
