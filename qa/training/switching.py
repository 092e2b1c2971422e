"""Mixing languages in an example: some of the words of its question or passage become their nearest in the other.

Code-switched training text ties the languages of a multilingual encoder (Qin et al. 2020, "CoSDA-ML"): here it turns
questions and passages in one language into many more pairs across the two that matter.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.training.examples import Example

WORD = re.compile(r"[^\W\d_]+")
LEAST, MOST = 0.4, 1.0
"""The share of the words to change is drawn between these, for each example."""


@dataclass(frozen=True)
class Switch:
    """Which part of an example changes, by which words (lower case → word)."""

    part: Literal["question", "passage"]
    words: Mapping[str, str]

    def __call__(self, example: Example, rng: random.Random) -> Example:
        share = rng.uniform(LEAST, MOST)
        if self.part == "question":
            question, _ = switched(example.question, None, self.words, share, rng)
            return Example(question, example.passage, example.span)
        return Example(example.question, *switched(example.passage, example.span, self.words, share, rng))


def switched(
    text: str, span: tuple[int, int] | None, words: Mapping[str, str], share: float, rng: random.Random
) -> tuple[str, tuple[int, int] | None]:
    """The text with a share of its known words changed, and where `span` is now; a word that a span cuts stays."""
    pieces, at, shift = list[str](), 0, 0
    start, end = span or (0, 0)
    moved_start, moved_end = start, end
    for match in WORD.finditer(text):
        other = words.get(match[0].lower())
        cut = any(match.start() < edge < match.end() for edge in (start, end))
        if other is None or cut or rng.random() >= share:
            continue
        pieces += [text[at : match.start()], other]
        at = match.end()
        shift += len(other) - len(match[0])
        moved_start += len(other) - len(match[0]) if match.end() <= start else 0
        moved_end = end + shift if match.end() <= end else moved_end
    return "".join([*pieces, text[at:]]), span and (moved_start, moved_end)
