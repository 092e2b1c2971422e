"""A table's rows → pieces: each with the header over its cells where there is one, or as a name and its value."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.formats.format import Piece
from ingest.formats.tables import rows

_SHARE = 0.5  # of the rows


@dataclass(frozen=True)
class Row:
    """A row's cells, and its page."""

    cells: tuple[str, ...]
    page: int


def table_rows(table: Sequence[Row]) -> Iterator[Piece]:
    if _are_names_and_values(table):
        yield from (Piece(" ".join(filter(None, row.cells)), "row", page=row.page) for row in table)
        return
    has_header = len(table[0].cells) > 2 or _heads_figures(table)
    for row, piece in zip(table, rows(row.cells for row in table), strict=True):
        if has_header:
            yield replace(piece, page=row.page)
        else:
            yield replace(piece, text="\t".join(filter(None, piece.text.split("\t"))), page=row.page, header=())


def _are_names_and_values(table: Sequence[Row]) -> bool:
    """Whether each row is a name with a colon and its value, as `Rent:` and `450 dinars`."""
    return sum(row.cells[0].endswith(":") for row in table) > _SHARE * len(table)


def _heads_figures(table: Sequence[Row]) -> bool:
    """Two columns have a header only where there are words over figures: else each row may be a name and its value."""
    words, *figures = (any(char.isdigit() for char in row.cells[-1]) for row in table)
    return not words and sum(figures) > _SHARE * len(figures)
