"""Decoding: the network's start and end logits → the likeliest spans of tokens, against "not in this passage"."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LONGEST = 40
"""Tokens in the longest span; almost all development answers are shorter."""


class TokenSpan(NamedTuple):
    """First and last token, and the margin: the span's logits minus those of "not in this passage"."""

    first: int
    last: int
    margin: float


def best_spans(
    start: NDArray[np.float32], end: NDArray[np.float32], first: int, count: int, most: int = 1
) -> list[TokenSpan]:
    """The best spans within the `count` tokens from `first` on, best first.

    `start`, `end`: shape (tokens,), position 0 standing for the null answer.
    """
    scores = start[first : first + count, None] + end[None, first : first + count]
    rows, columns = np.indices(scores.shape)
    scores = np.where((columns >= rows) & (columns - rows < LONGEST), scores, -np.inf)
    order = np.argsort(scores, axis=None)[::-1][:most]
    null = start[0] + end[0]
    return [
        TokenSpan(first + int(row), first + int(column), float(scores[row, column] - null))
        for row, column in zip(*np.unravel_index(order, scores.shape), strict=True)
        if np.isfinite(scores[row, column])
    ]
