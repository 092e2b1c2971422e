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
    ends = np.append(end[first : first + count], np.full(LONGEST - 1, -np.inf, np.float32))
    scores = start[first : first + count, None] + np.lib.stride_tricks.sliding_window_view(ends, LONGEST)
    best = np.argpartition(scores, -min(most, scores.size), axis=None)[-min(most, scores.size) :]
    null = start[0] + end[0]
    spans = [
        TokenSpan(first + int(row), first + int(row) + int(further), float(scores[row, further] - null))
        for row, further in zip(*np.unravel_index(best, scores.shape), strict=True)
        if np.isfinite(scores[row, further])
    ]
    return sorted(spans, key=lambda span: span.margin, reverse=True)
