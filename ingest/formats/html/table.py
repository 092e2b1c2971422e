"""HTML tables → rows. Tables that only place things on the page are walked like any other box."""

from collections.abc import Callable, Iterator
from typing import Any

from ingest.formats.format import Piece
from ingest.formats.tables import rows

_NO_CELL = ("h1", "h2", "h3", "h4", "h5", "h6", "table", "form", "article", "pre")  # what no cell of data holds
_WIDEST = 1000  # columns and rows that a cell may span
_REPEATED = 200  # characters at most: a long cell is not written again in each row that it spans

_Above = dict[int, tuple[str, int]]
"""By column, the text of a cell that spans rows, and in how many rows it goes on."""


def is_data(table: Any) -> bool:
    """Whether the rows mean something: it has more than one column, and its cells hold no parts of a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants(*_NO_CELL), None) is not None:
        return False
    return any(sum(1 for _ in row.iterchildren("td", "th")) > 1 for row in table.iterdescendants("tr"))


def table_rows(table: Any, leaves_out: Callable[[Any], bool], text_of: Callable[[Any], str]) -> Iterator[Piece]:
    """The caption, and each row with the header that `<thead>` or its first rows of `<th>` alone are."""
    for caption in table.iterchildren("caption"):
        yield Piece(text_of(caption), "caption")
    lines, headers, above = list[list[str]](), 0, _Above()
    for row in table.iterdescendants("tr"):
        if leaves_out(row):
            continue
        cells = [cell for cell in row.iterchildren("td", "th") if not leaves_out(cell)]
        line, above = _line([(cell, text_of(cell)) for cell in cells], above)
        is_header = row.getparent().tag == "thead" or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))
        if is_header and headers == len(lines):
            headers += 1
        lines.append(line)
    yield from rows(lines, headers=headers or None)


def _line(cells: list[tuple[Any, str]], above: _Above) -> tuple[list[str], _Above]:
    """The row's cells by column, and what goes on from it in the row below."""
    line, below = list[str](), _Above()

    def fill_from_above() -> None:
        while (column := len(line)) in above:
            text, left = above[column]
            line.append(text)
            if left > 1:
                below[column] = (text, left - 1)

    for cell, text in cells:
        fill_from_above()
        down = _span(cell.get("rowspan"))
        repeated = text if len(text) <= _REPEATED else ""
        for number in range(_span(cell.get("colspan"))):
            if down > 1:
                below[len(line)] = ("" if number else repeated, down - 1)
            line.append("" if number else text)
    fill_from_above()
    return line, below


def _span(value: str | None) -> int:
    return min(int(value), _WIDEST) if value and value.isdecimal() and int(value) else 1
