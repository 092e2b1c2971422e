"""Running heads, feet and page numbers: lines at the edges of pages that other pages have too, but for their numbers.

A line counts as one only where it is set apart from the text, stands at the same height and in the same size on another
page near by, and its numbers are the same there or count the pages. So neither a title nor a year is taken for one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.formats.pdf.lines import Item

_PAGE_NUMBER = re.compile(r"[^\w%$€£¥°§]*(\d{1,4})[^\w%$€£¥°§]*")  # no price, share or angle
_NUMBER = re.compile(r"\d+")
_DEEPEST = 3  # lines of a head or foot
_NEAR = 2  # pages: where a book has other heads at the left and at the right
_LEEWAY = 0.5  # of the size: how far from the height on the other page
_SET_APART = 1.3  # times the usual distance of lines


@dataclass(frozen=True)
class _Edge:
    """A line at a page's edge; `numbers` are those in it."""

    page: int
    item: Item
    numbers: tuple[int, ...]

    def recurs_as(self, other: "_Edge") -> bool:
        one, two = self.item, other.item
        is_there = abs(one.baseline - two.baseline) < _LEEWAY * one.size and abs(one.size - two.size) < 0.5
        steps = {b - a for a, b in zip(self.numbers, other.numbers, strict=True)}
        return is_there and steps <= {0, other.page - self.page}


def without_furniture(pages: Sequence[Sequence[Item]]) -> list[list[Item]]:
    """The pages' lines without heads, feet and page numbers."""
    for is_foot in (False, True):
        pages = _without_numbers(_without_recurring(_without_numbers(pages, is_foot), is_foot), is_foot)
    return [list(page) for page in pages]


def _from_edge(page: Sequence[Item], is_foot: bool) -> list[Item]:
    return sorted(page, key=lambda item: item.baseline, reverse=not is_foot)


def _without_recurring(pages: Sequence[Sequence[Item]], is_foot: bool) -> list[list[Item]]:
    alike: dict[str, list[_Edge]] = {}
    for number, page in enumerate(pages):
        for item in _from_edge(page, is_foot)[:_DEEPEST]:
            if any(char.isalpha() for char in item.text):
                numbers = tuple(map(int, _NUMBER.findall(item.text)))
                alike.setdefault(_NUMBER.sub("0", item.text), []).append(_Edge(number, item, numbers))
    recurring = set[int]()
    for edges in alike.values():
        for at, edge in enumerate(edges):
            near = (other for other in edges[at + 1 : at + 1 + _NEAR] if other.page - edge.page <= _NEAR)
            recurring |= {id(item) for other in near if edge.recurs_as(other) for item in (edge.item, other.item)}
    return [_without_edge(page, recurring, is_foot) for page in pages]


def _without_edge(page: Sequence[Item], recurring: set[int], is_foot: bool) -> list[Item]:
    ordered = _from_edge(page, is_foot)
    distances = [abs(a.baseline - b.baseline) for a, b in pairwise(ordered)]
    usual = median(sorted(distance for distance in distances if distance) or [0])
    deepest = 0
    for depth in range(1, min(_DEEPEST, len(distances)) + 1):
        if id(ordered[depth - 1]) not in recurring:
            break
        if distances[depth - 1] > _SET_APART * usual:
            deepest = depth
    gone = {id(item) for item in ordered[:deepest]}
    return [item for item in page if id(item) not in gone]


def _without_numbers(pages: Sequence[Sequence[Item]], is_foot: bool) -> list[list[Item]]:
    """A number at a page's edge is text, a year say, unless the next page's or two others show that it counts pages.

    Some books number every other page only.
    """
    edges = [_from_edge(page, is_foot)[:1] for page in pages]
    starts = [_count_start(edge[0].text, index) if edge else None for index, edge in enumerate(edges)]
    agreed = {start for start, next_start in pairwise(starts) if start == next_start}
    agreed |= {start for start, times in Counter(starts).items() if times > 2}
    agreed -= {None}
    return [
        [item for item in page if not (start in agreed and item is edge[0])]
        for page, edge, start in zip(pages, edges, starts, strict=True)
    ]


def _count_start(text: str, index: int) -> int | None:
    """The number of page 0, if this text is the number of page `index`."""
    found = _PAGE_NUMBER.fullmatch(text)
    return int(found[1]) - index if found else None
