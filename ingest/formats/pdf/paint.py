"""What is painted on a page: where the ink of its letters is, and its upright rules."""

import ctypes
import math
from bisect import bisect_left
from functools import cached_property
from typing import Any

_SHORTEST_RULE = 6.0  # points
_MOST_PARTS = 20_000  # of a page that are looked at; drawings have more
_Box = tuple[float, float, float, float]


class Paint:
    """Of one page. Nothing is asked for before it is needed."""

    def __init__(self, page: Any) -> None:
        self._page = page

    @cached_property
    def letters(self) -> list[_Box]:
        """The left, bottom, right and top of each stretch of letters."""
        from pypdfium2.raw import FPDF_PAGEOBJ_TEXT

        return self._bounds(FPDF_PAGEOBJ_TEXT)

    @cached_property
    def rules(self) -> list[tuple[float, float, float]]:
        """The upright lines of the page, and the sides of boxes: where each is, its foot and its top."""
        from pypdfium2.raw import FPDF_PAGEOBJ_PATH

        rules = []
        for left, bottom, right, top in self._bounds(FPDF_PAGEOBJ_PATH):
            rules += [(x, bottom, top) for x in {left, right} if top - bottom > _SHORTEST_RULE]
        return sorted(rules)

    def has_rule(self, left: float, right: float, height: float) -> bool:
        """Whether an upright line between the two places stands at the height."""
        first = bisect_left(self.rules, (left, -math.inf, -math.inf))
        last = bisect_left(self.rules, (right, -math.inf, -math.inf))
        return any(bottom < height < top for _, bottom, top in self.rules[first:last])

    def _bounds(self, kind: int) -> list[_Box]:
        """The boxes of the page's parts of a kind, those within groups left out."""
        from pypdfium2 import raw

        found = []
        for number in range(min(raw.FPDFPage_CountObjects(self._page), _MOST_PARTS)):
            part = raw.FPDFPage_GetObject(self._page, number)
            if raw.FPDFPageObj_GetType(part) == kind:
                box = [ctypes.c_float() for _ in range(4)]
                raw.FPDFPageObj_GetBounds(part, *box)
                found.append((box[0].value, box[1].value, box[2].value, box[3].value))
        return found
