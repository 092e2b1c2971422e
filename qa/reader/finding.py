"""Finding: what a reader sees in one text, before calibration makes an order and a confidence of it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias


class Finding(NamedTuple):
    """The best span of one text, in its characters, and how sure it is.

    `margin`: the span's logits minus the null's; `relevance`: the logit of the whole text.
    """

    start: int
    end: int
    margin: float
    relevance: float


Find: TypeAlias = Callable[[str, Sequence[str]], Sequence[Finding]]
"""A question and texts → one finding for each text."""
