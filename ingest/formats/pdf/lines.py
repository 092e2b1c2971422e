"""The values between the steps of reading a PDF: a line at its place on a page, and a table of a page."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A line of a page, or a piece of one; `left`, `right`, `baseline` and `size` in points from the lower left corner.

    A text that ends with HYPHEN goes on with the next line, without a space.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    rtl: bool
    alone: bool = False
    """Whether it is a paragraph of its own."""


HYPHEN = "\x02"
"""What pdfium has in place of a hyphen at the end of a line."""


@dataclass(frozen=True)
class Table:
    """A table of a page: each row with as many cells as it has columns, in reading order; and where its lines are."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join("\t".join(row) for row in self.rows)

    @property
    def baseline(self) -> float:
        return self.lines[0].baseline

    @property
    def size(self) -> float:
        return self.lines[0].size


Item = Line | Table


def joined(pieces: Sequence[Line]) -> Line:
    """Pieces of one line, in reading order, as a line."""
    if len(pieces) == 1:
        return pieces[0]
    return Line(
        " ".join(piece.text for piece in pieces),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        pieces[0].baseline,
        max(piece.size for piece in pieces),
        sum(piece.rtl for piece in pieces) * 2 >= len(pieces),
        any(piece.alone for piece in pieces),
    )
