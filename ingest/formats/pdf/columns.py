"""Where a table's cells begin in its lines, also where columns are as close as words: the lines around tell.

A wide gap parts two cells. Words of the lines above and below that begin or end at the same place as those beside the
gap begin or end cells too, however narrow the gaps before them are.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_WIDE = 1.2  # of the font's size: what no space is as wide as, but in a table or beside a column
_WIDE_IN_TABLE = 0.9  # … in a line that has cells; a typewriter's space with the white beside its letters has .85
_NO_SPACE = 0.65  # of the font's size: what the usual gap between two columns is wider than
_FEWEST = 3  # lines whose words are at the same place
_FARTHEST = 3.0  # times the size: the widest distance between two of them
_WIDER = 1.5  # times the distance of two lines: what the next may be away
_SAME = 0.03  # of the font's size: how far apart the same place is
_SAME_INK = 0.1  # … where only the ink of letters is known


class Word(NamedTuple):
    """The ink of a word from `left` to `right`.

    `leads`: it is one of the dots that lead to a page number, which stand at the same places in all lines.
    """

    left: float
    right: float
    leads: bool = False


@dataclass(frozen=True)
class Words:
    """A line's words from left to right. `rtl`: it is read from the right; `ruled`: rules part its cells.

    `start` gives the place that the first letter of the word of a number is set at, of a line read from the left.
    """

    words: Sequence[Word]
    baseline: float
    size: float
    start: Callable[[int], float]
    rtl: bool = False
    ruled: bool = False


def cell_starts(lines: Sequence[Words]) -> list[set[int]]:
    """For each line, the numbers of the words before which a narrow gap parts two cells.

    In lines that have cells already, gaps that are no space may part further ones.
    """
    found: list[set[int]] = [set() for _ in lines]
    for least in (_WIDE, _WIDE_IN_TABLE):
        for seed, line in enumerate(lines):
            for number in _gaps(line) if least == _WIDE or found[seed] else ():
                if number not in found[seed] and _gap(line, number) > least * line.size:
                    for at, cut in _aligned(lines, seed, number):
                        found[at].add(cut)
    return found


def _aligned(lines: Sequence[Words], seed: int, number: int) -> Iterator[tuple[int, int]]:
    """The gaps in the lines around at whose side a word is where one is beside the seed's gap."""
    for side in ("right", "left", "figure"):
        place = _beside(lines[seed], number, side)
        column = {seed: number}
        pitch = math.inf
        for step in (1, -1):
            at = seed + step
            while 0 <= at < len(lines) and _is_near(lines[at - step], lines[at], pitch):
                same = _same(lines[at], side, place)
                if same is None:
                    break
                column[at] = same
                pitch = min(pitch, abs(lines[at].baseline - lines[at - step].baseline))
                at += step
        usual = median(_gap(lines[at], cut) / lines[at].size for at, cut in column.items())
        if len(column) >= _FEWEST and usual > _NO_SPACE:
            yield from column.items()
            yield from _header(lines, column, pitch)
            return


def _header(lines: Sequence[Words], column: dict[int, int], pitch: float) -> Iterator[tuple[int, int]]:
    """The gap of the line above that lies over all of the column's gaps."""
    above = min(column) - 1
    if above < 0 or not _is_near(lines[above], lines[above + 1], pitch):
        return
    left = max(lines[at].words[number - 1].right for at, number in column.items())
    right = min(lines[at].words[number].left for at, number in column.items())
    line = lines[above]
    for number in _gaps(line):
        over = line.words[number - 1].right < right and left < line.words[number].left
        if over and _gap(line, number) > _NO_SPACE * line.size:
            yield above, number


def _beside(line: Words, number: int, side: str) -> float:
    """The place beside a gap: where the word at its right begins or ends (`figure`), or where the one at its left ends.

    Where the ink of words begins that are set at one place depends on their letters.
    """
    before, after = line.words[number - 1], line.words[number]
    if side == "right":
        return after.left if line.rtl else line.start(number)
    return before.right if side == "left" else after.right


def _same(line: Words, side: str, place: float) -> int | None:
    leeway = (_SAME if side == "right" and not line.rtl else _SAME_INK) * line.size
    return next((number for number in _gaps(line) if abs(_beside(line, number, side) - place) < leeway), None)


def _is_near(one: Words, other: Words, pitch: float) -> bool:
    """Whether the lines follow each other, about as near as those before, whose distance was `pitch`."""
    return 0 < abs(one.baseline - other.baseline) < min(_FARTHEST * max(one.size, other.size), _WIDER * pitch)


def _gaps(line: Words) -> Iterator[int]:
    """The numbers of the words before which there is a gap to look at; none in a table of contents or between rules."""
    has_none = line.ruled or any(word.leads for word in line.words) or not line.size  # text squeezed flat has none
    return iter(() if has_none else range(1, len(line.words)))


def _gap(line: Words, number: int) -> float:
    return line.words[number].left - line.words[number - 1].right
