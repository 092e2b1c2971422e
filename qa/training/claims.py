"""Claims with a sentence that supports them or does not: what the support head learns from.

Two sources. Sentences and their human translations: the translation supports, also a clause of it; its neighbours do
not, nor does it support a claim with another name or number. Questions and answers: both together are a claim that the
answer's own sentence supports; with another answer, or beside another sentence, they are not.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.text.sentences import sentences
from ingest.text.views import bare
from qa.training.alterations import Alterations
from qa.training.examples import Claim
from qa.training.questions import Item, QuestionSet

Pair = tuple[str, str]
"""An English sentence and its Arabic translation."""

TEXTS = ("ntrex", "tico19", "tatoeba")
BLOCK, DEVELOPMENT_EVERY = 50, 5
"""Every fifth block of fifty lines is for development."""
SUPPORTED = 0.45
NEIGHBOUR, MORE = 0.35, 0.45  # of the claims without support: a neighbour, then more said than the sentence does
REACH = 3  # how far neighbours are
CLAUSE = 0.45  # of the claims are only a clause
DIRECTIONS = (((0, 1), (1, 0), (0, 0), (1, 1)), (0.4, 0.4, 0.1, 0.1))
"""The languages of claim and sentence (0: English, 1: Arabic) and their shares."""


def read_pairs(data: Path, development: bool) -> list[Pair]:
    """The parallel sentences, in order; of each text the training or the development part."""
    found: list[Pair] = []
    for name in TEXTS:
        lines = (data / "parallel" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
        for n, line in enumerate(lines):
            if (n // BLOCK % DEVELOPMENT_EVERY == DEVELOPMENT_EVERY - 1) == development:
                english, arabic = line.split("\t")[:2]
                found.append((english.strip(), bare(arabic).strip()))
    return found


@dataclass(frozen=True)
class Translations:
    """Claims of the parallel sentences."""

    pairs: Sequence[Pair]
    alterations: Alterations

    def example(self, rng: random.Random) -> Claim:
        at = rng.randrange(len(self.pairs))
        said, read = rng.choices(*DIRECTIONS)[0]
        whole, sentence = self.pairs[at][said], self.pairs[at][read]
        claim = clause(whole, rng) if rng.random() < CLAUSE or said == read else whole
        if rng.random() < SUPPORTED:
            if rng.random() < 0.15:
                sentence = f"{sentence} {self.pairs[self._neighbour(at, rng)][read]}"
            return Claim(claim, sentence, True)
        kind, neighbour = rng.random(), self.pairs[self._neighbour(at, rng)]
        if kind < NEIGHBOUR:
            return Claim(claim, neighbour[read], False)
        if kind < MORE:
            return Claim(f"{whole} {neighbour[said]}", sentence, False)
        altered = self.alterations.altered(claim, self.pairs[at], said, rng)
        return Claim(altered, sentence, False) if altered else Claim(claim, neighbour[read], False)

    def _neighbour(self, at: int, rng: random.Random) -> int:
        step = rng.randint(1, REACH)
        return at + step if at < REACH or (rng.random() < 0.5 and at + step < len(self.pairs)) else at - step


def clause(sentence: str, rng: random.Random) -> str:
    """A clause or several neighbouring ones of a sentence, at least three words; the sentence where it has but one."""
    cuts = [0, *(match.end() for match in re.finditer(r"[,;:،؛](?=\s)|\s[-–—](?=\s)", sentence)), len(sentence)]
    if len(cuts) < 3:
        return sentence
    first = rng.randrange(len(cuts) - 1)
    last = rng.randrange(first + 1, len(cuts))
    part = sentence[cuts[first] : cuts[last]].strip(" ,;:،؛-–—")
    return part if len(part.split()) >= 3 else sentence


@dataclass(frozen=True)
class Answered:
    """Claims made of questions and their answers; both sets are parallel by item."""

    asked: QuestionSet
    read: QuestionSet

    def example(self, rng: random.Random) -> Claim:
        number = rng.randrange(len(self.read.items))
        item, question = self.read.items[number], self.asked.items[number].question
        others = [n for n in self._of_paragraph[item.paragraph] if self.read.items[n].answers and n != number]
        alike = [n for n in others if _has_digit(self.read.items[n]) == _has_digit(item)]
        other = rng.choice(alike or others) if others else None
        if not item.answers:  # a human-made question without an answer, beside an answer of another one
            if other is None:
                return self.example(rng)
            claim = stated(question, self.asked.items[other].answers[0], rng)
            return Claim(claim, self._sentence(self.read.items[other]), False)
        sentence, answer = self._sentence(item), self.asked.items[number].answers[0]
        if rng.random() < SUPPORTED:
            return Claim(stated(question, answer, rng), sentence, True)
        if other is not None and rng.random() < 0.7 and _is_wrong(self.read.items[other], item):
            answer = self.asked.items[other].answers[0]
            if rng.random() < 0.4:
                sentence = self._sentence(self.read.items[other])
            return Claim(stated(question, answer, rng), sentence, False)
        elsewhere = self._elsewhere(item, rng)
        return Claim(stated(question, answer, rng), elsewhere or sentence, elsewhere is None)

    @cached_property
    def _of_paragraph(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for n, item in enumerate(self.read.items):
            found.setdefault(item.paragraph, []).append(n)
        return found

    def _sentence(self, item: Item) -> str:
        paragraph = self.read.paragraphs[item.paragraph]
        touched = [(s, e) for s, e in sentences(paragraph) if s < item.end and e > item.start]
        return paragraph[touched[0][0] : touched[-1][1]]

    def _elsewhere(self, item: Item, rng: random.Random) -> str | None:
        """Another sentence of the paragraph, without the answer."""
        paragraph = self.read.paragraphs[item.paragraph]
        rest = [paragraph[s:e] for s, e in sentences(paragraph) if e <= item.start or s >= item.end]
        fitting = [text for text in rest if not any(answer in text for answer in item.answers) and len(text) > 20]
        return rng.choice(fitting) if fitting else None


def _has_digit(item: Item) -> bool:
    return any(char.isdigit() for answer in item.answers[:1] for char in answer)


def _is_wrong(other: Item, right: Item) -> bool:
    """Whether neither answer holds the other."""
    return not any(a.lower() in b.lower() or b.lower() in a.lower() for a in other.answers for b in right.answers)


_VERBS = "is|are|was|were|do|does|did|has|have|had|can|will"
_SUBJECT = re.compile(rf"^(?:who|what|which \w+)(?= (?!(?:{_VERBS}) )[a-z])", re.I)
_ENGLISH = re.compile(
    r"^(?:(?:in|on|at|by|from|to|for|of|with) )?(?:what|which|who|whom|whose|when|where|how)"
    r"(?: (?:many|much|long|old|far|often|year|day|date|month|city|country|name|type|kind))?"
    r"(?: (?:do|does|did|is|are|was|were))?\s+",
    re.I,
)
_ARABIC = re.compile(
    r"^(?:(?:في|على|من|إلى|منذ|ب|ل)\s*)?(?:متى|أين|اين|كم|من|ما|ماذا|أي|اي|كيف)"
    r"(?: (?:هو|هي|كان|كانت|يبلغ|بلغ|عدد|عام|سنة))?\s+"
)


def stated(question: str, answer: str, rng: random.Random) -> str:
    """Question and answer as one claim: side by side, or the answer in the question word's place or at the end."""
    plain = question.rstrip(" ?؟？")
    kind = rng.random()
    if kind < 0.35:
        return f"{question} {answer}"
    if _SUBJECT.match(plain):
        return _SUBJECT.sub(lambda _: answer, plain, count=1)
    for form in (_ENGLISH, _ARABIC):
        if form.match(plain):
            rest = form.sub("", plain, count=1)
            return f"{answer} {rest}" if kind < 0.5 else f"{rest} {answer}" if kind < 0.75 else f"{rest}: {answer}"
    return f"{plain}: {answer}"
