"""Training examples: question sets → a seeded stream of (question, passage, span), a third of them without an answer.

A passage without an answer is a near miss that the embedder itself brings, another paragraph of the article, or the
right paragraph with the answer's sentence taken out. Questions that people wrote to be unanswerable keep their own.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.text.sentences import sentences
from qa.training.informal import informal
from qa.training.questions import Item, QuestionSet

Ranking = Sequence[Sequence[int]]
"""For each question, the numbers of the paragraphs nearest to it by the embedder; empty where it was not asked."""

NEGATIVES = 0.35
NEAR, ARTICLE = 0.45, 0.65  # of the negatives: near misses, then the article's other paragraphs, then cut sentences
CROPPED = 0.6  # of the passages lose some sentences, so that length and place of the answer vary
INFORMAL = 0.15  # of the questions are typed as in a chat
LIKEST = 0.7  # of the cropped passages without an answer are the sentences that share most words with the question


@dataclass(frozen=True)
class Example:
    """`span` is the answer's characters in the passage, None where it has none."""

    question: str
    passage: str
    span: tuple[int, int] | None


@dataclass(frozen=True)
class Claim:
    """A claim, a sentence, and whether the sentence supports it."""

    claim: str
    sentence: str
    supported: bool


class Source(Protocol):
    """Where examples come from."""

    def example(self, rng: random.Random) -> Example | Claim: ...


@dataclass(frozen=True)
class Pairing:
    """Questions in one language over paragraphs in the same or another; both sets are parallel by item.

    `change` is done to each example in the end, after some sentences were left out. `negatives` is the share of the
    answerable questions that get a passage without the answer.
    """

    asked: QuestionSet
    read: QuestionSet
    nearest: Ranking
    change: Callable[[Example, random.Random], Example] | None = None
    negatives: float = NEGATIVES

    def example(self, rng: random.Random) -> Example:
        example = self._whole(rng)
        if rng.random() < CROPPED:
            example = cropped(example, rng.uniform(0.3, 0.9), rng)
        if self.change:
            example = self.change(example, rng)
        return replace(example, question=informal(example.question, rng)) if rng.random() < INFORMAL else example

    def _whole(self, rng: random.Random) -> Example:
        number = rng.randrange(len(self.read.items))
        question, item = self.asked.items[number].question, self.read.items[number]
        if not item.answers:
            return Example(question, self.read.paragraphs[item.paragraph], None)
        passage = self._without_answer(number, item, rng) if rng.random() < self.negatives else None
        if passage is not None:
            return Example(question, passage, None)
        return Example(question, self.read.paragraphs[item.paragraph], (item.start, item.end))

    def _without_answer(self, number: int, item: Item, rng: random.Random) -> str | None:
        kind = rng.random()
        if kind < NEAR and self.nearest:
            numbers = self.nearest[number]
        elif kind < ARTICLE:
            article = self.read.articles[item.paragraph]
            numbers = [n for n, other in enumerate(self.read.articles) if other == article]
        else:
            return _cut_answer(self.read.paragraphs[item.paragraph], item)
        texts = [self.read.paragraphs[n] for n in numbers if n != item.paragraph]
        fitting = [text for text in texts if not any(answer in text for answer in item.answers)]
        return rng.choice(fitting) if fitting else None


def _cut_answer(paragraph: str, item: Item) -> str | None:
    """The paragraph without the sentences that hold the answer; None where it is still there or little is left."""
    kept = [paragraph[s:e] for s, e in sentences(paragraph) if e <= item.start or s >= item.end]
    rest = " ".join(kept)
    return rest if len(rest) > 60 and not any(answer in rest for answer in item.answers) else None


def cropped(example: Example, keep: float, rng: random.Random) -> Example:
    """The example over a run of whole sentences, about `keep` of the passage's length, the answer's among them."""
    spans = sentences(example.passage)
    if len(spans) < 2:
        return example
    first, last = _core(spans, example, rng)
    budget = keep * len(example.passage)
    while (first > 0 or last < len(spans) - 1) and spans[last][1] - spans[first][0] < budget:
        left = first > 0 and (last == len(spans) - 1 or rng.random() < 0.5)
        first, last = (first - 1, last) if left else (first, last + 1)
    start, end = spans[first][0], spans[last][1]
    span = example.span and (example.span[0] - start, example.span[1] - start)
    return Example(example.question, example.passage[start:end], span)


def _core(spans: list[tuple[int, int]], example: Example, rng: random.Random) -> tuple[int, int]:
    if example.span is None:
        chosen = rng.randrange(len(spans))
        if rng.random() < LIKEST:
            asked = _words(example.question)
            chosen = max(
                range(len(spans)), key=lambda n: (len(asked & _words(example.passage[slice(*spans[n])])), n == chosen)
            )
        return chosen, chosen
    touched = [n for n, (start, end) in enumerate(spans) if start < example.span[1] and end > example.span[0]]
    return touched[0], touched[-1]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def stream(sources: Sequence[tuple[Source, float]], rng: random.Random) -> Iterator[Example | Claim]:
    """Endless examples, the sources drawn by their weights."""
    choices, weights = zip(*sources, strict=True)
    while True:
        yield rng.choices(choices, weights)[0].example(rng)
