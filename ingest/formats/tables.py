"""Tables as text: a row a line, tabs between its cells, each row with the header over its cells."""

from collections.abc import Iterable, Iterator, Sequence

from ingest.formats.format import Piece


def rows(table: Iterable[Sequence[str]], page: int | None = None) -> Iterator[Piece]:
    """The rows of a table, whose first is the header of the others where it looks like one."""
    header: tuple[str, ...] = ()
    for number, cells in enumerate(table):
        line = [" ".join(cell.split()) for cell in cells]
        yield Piece("\t".join(line), "row", page=page, header=header)
        if number == 0 and _is_header(line):
            header = tuple(line)


def _is_header(cells: Sequence[str]) -> bool:
    """A header names its columns: every cell has letters, and none is there twice."""
    return len(cells) > 1 and all(any(c.isalpha() for c in cell) for cell in cells) and len(set(cells)) == len(cells)
