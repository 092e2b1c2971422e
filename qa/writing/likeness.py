"""Likeness: how a claim compares with each sentence of the passages at hand, in numbers. Judges nothing.

Nearness by meaning is a margin over other sentences, in standard deviations of all the cosines at hand. What the claim
adds to the question is compared with what the reader saw, which separates Amman from Moscow in one sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from ingest.text.names import Named, named, share_of_names
from ingest.text.numbers import lacks_numbers, numbers_in, share_of_numbers
from ingest.text.sentences import Span, sentences
from ingest.text.words import Script, script, search_words, stems
from qa.answer import Passage
from qa.dialogue.asking import FUNCTION_WORDS
from qa.quoting.times import denies

Floats = npt.NDArray[np.float64]

FEATURES = (
    "elsewhere",  # how much nearer the nearest sentence of another passage is, as a negative margin; else 0
    "beside",  # the same for the nearest other sentence of this passage
    "margin",  # over the best of a typical other passage
    "question",  # the sentence's nearness to the question, over the mean of all
    "nearness",  # the cosine of claim and sentence
    "read",  # whether the reader's span begins in this sentence; the next two are 0 where it does not
    "answer",  # the cosine of what the claim adds to the question and that span
    "answer_margin",  # the same over the mean of the spans of other passages
    "answer_margin_across",  # the same across scripts; else 0
    "same_script",
    "words",  # share of the claim's words that are in the sentence; 0 across scripts, as the next
    "words_around",  # … in the passage
    "numbers",  # share of the claim's numbers that are in the sentence
    "names",  # share of the names, in the text of the two that marks any, that the other holds
    "strange_names",  # share of the claim's names that neither passage nor question holds; 0 across scripts
    "in_order",  # whether the sentence says all of the claim's words in their order and denies as much as the claim
    "strange_words",  # share of the claim's words that neither passage nor question holds; 0 across scripts
    "added",  # whether the sentence holds what the claim adds to the question, unbroken, and denies as much
)

_ORDER = re.compile(
    r"(?:\b(?:say|write|answer|reply|respond|print|repeat)|\b(?:قل|اكتب|أجب|كرر))\s*[:«“\"]", re.IGNORECASE
)
"""What a passage tells a model to say is not what it says: a fifth of the hostile passages of the tests were cited."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = (
    *("two اثنان اثنين اثنتان", "three ثلاث ثلاثة", "four أربع أربعة", "five خمس خمسة", "six ست ستة", "seven سبع سبعة"),
    *("eight ثمان ثماني ثمانية", "nine تسع تسعة", "ten عشر عشرة"),
)
"""Two to ten, as people write them out; larger ones are figures where they matter."""
_OF_ANSWERS = "yes no am are been year answer نعم لا عام سنة كان كانت الجواب الإجابة قد"
_LEAST_IN_ORDER = 4  # words; fewer may be in their order by chance
_LEAST_DEVIATION = 0.01  # a few sentences may all be equally near


@dataclass(frozen=True)
class Wording:
    """A text as it is compared by words."""

    script: Script
    stems: tuple[str, ...]
    words: frozenset[str]
    denies: bool
    named: Named
    numbers: frozenset[str]

    @cached_property
    def content(self) -> list[str]:
        """Its stems in order, but those that every text has."""
        return [stem for stem in self.stems if stem not in _common()]

    @cached_property
    def said_in_words(self) -> frozenset[str]:
        """The small numbers that are words in it: "3 hours" is said by "three hours" and by ثلاث ساعات."""
        return frozenset(number for word, number in _small_numbers().items() if word in self.words)


@cache
def _common() -> frozenset[str]:
    return frozenset(stems(" ".join([*FUNCTION_WORDS, _OF_ANSWERS])))


def wording(text: str) -> Wording:
    found = frozenset(search_words(text))
    return Wording(script(text), tuple(stems(text)), found, denies(text), named(text), numbers_in(text))


@cache
def _small_numbers() -> dict[str, str]:
    return {search_words(word)[0]: f"{n}" for n, words in enumerate(_SMALL, start=2) for word in words.split()}


class PassageSentences:
    """The sentences of the passages found for a question; embedded once, when the first claim comes."""

    def __init__(self, question: str, passages: Sequence[Passage], embedding: Embeddings) -> None:
        self._question = question
        self._passages = passages
        self._embedding = embedding
        self.spans: list[list[Span]] = [sentences(p.text) or [(0, len(p.text))] for p in passages]

    def measure(self, claim: str) -> list[Floats]:
        """Per passage, a row of `FEATURES` for each of its sentences, with NaN where it can support nothing.

        That is where neither it nor the question holds a number of the claim, or where it orders somebody to say it.
        """
        compared = wording(claim)
        near = [vectors @ np.array(self._embedding.embed_query(claim)) for vectors in self._vectors]
        margins, answers = self._margins(near), self._answers(claim, compared)
        return [
            np.hstack([margins[i], self._asked[i], near[i][:, None], answers[i], self._wording(compared, i)])
            for i in range(len(self._passages))
        ]

    def nearest(self) -> Passage | None:
        """The sentence nearest to the question by meaning, as a passage of its own; no title or heading."""
        near = [
            (float(n), i, span)
            for i, asked in enumerate(self._asked)
            for n, span in zip(asked[:, 0], self.spans[i], strict=True)
        ]
        for _, i, span in sorted(near, reverse=True):
            passage = self._passages[i]
            if passage.text[slice(*span)].strip() not in (passage.title, passage.section):
                return passage.stretch(*span)
        return None

    @cached_property
    def _vectors(self) -> list[Floats]:
        texts = [p.text[s:e] for p, spans in zip(self._passages, self.spans, strict=True) for s, e in spans]
        vectors = np.array(self._embedding.embed_documents(texts))
        return np.split(vectors, np.cumsum([len(spans) for spans in self.spans])[:-1])

    @cached_property
    def _passages_wording(self) -> list[Wording]:
        return [wording(passage.text) for passage in self._passages]

    @cached_property
    def _question_wording(self) -> Wording:
        return wording(self._question)

    @cached_property
    def _sentences_wording(self) -> list[list[Wording]]:
        return [[wording(p.text[s:e]) for s, e in spans] for p, spans in zip(self._passages, self.spans, strict=True)]

    @cached_property
    def _orders(self) -> list[list[bool]]:
        pairs = zip(self._passages, self.spans, strict=True)
        return [[_ORDER.search(p.text, *span) is not None for span in spans] for p, spans in pairs]

    @cached_property
    def _asked(self) -> list[Floats]:
        """Per passage, the column `question`."""
        near = _scaled([v @ np.array(self._embedding.embed_query(self._question)) for v in self._vectors])
        mean = np.mean(np.concatenate(near))
        return [(n - mean)[:, None] for n in near]

    @cached_property
    def _spans_read(self) -> dict[int, Floats]:
        """The vectors of what the reader saw, by the passage's number."""
        read = [(i, p.text[p.reading.start : p.reading.end]) for i, p in enumerate(self._passages) if p.reading]
        vectors = self._embedding.embed_documents([text for _, text in read]) if read else []
        return {i: np.array(vector) for (i, _), vector in zip(read, vectors, strict=True)}

    def _answers(self, claim: str, compared: Wording) -> list[Floats]:
        """Per passage, the columns `read`, `answer`, `answer_margin` and `answer_margin_across`."""
        known = self._question_wording.words
        added = " ".join(word for word in _WORD.findall(claim) if known.isdisjoint(search_words(word)))
        vector = np.array(self._embedding.embed_documents([added or claim])[0])
        near = {i: float(vector @ span) for i, span in self._spans_read.items()}
        columns: list[Floats] = []
        for i, passage in enumerate(self._passages):
            others = [cosine for j, cosine in near.items() if j != i]
            margin = near[i] - float(np.mean(others)) if i in near and others else 0.0
            across = margin * (compared.script != self._passages_wording[i].script)
            row = [1.0, near.get(i, 0.0), margin, across]
            columns.append(np.array([row if _is_read(passage, span) else [0.0] * 4 for span in self.spans[i]]))
        return columns

    def _margins(self, cosines: Sequence[Floats]) -> list[Floats]:
        """Per passage, the columns `elsewhere`, `beside` and `margin`."""
        near = _scaled(cosines)
        best = [float(n.max()) for n in near]
        return [_margin(n, [b for j, b in enumerate(best) if j != i]) for i, n in enumerate(near)]

    def _wording(self, claim: Wording, i: int) -> Floats:
        """The columns from `same_script` on."""
        passage, question = self._passages_wording[i], self._question_wording
        around = _share_of_words(claim, passage)
        strange = _share_of_strange_words(claim, passage, question)
        added = [stem for stem in claim.content if stem not in question.stems]
        known = share_of_names(claim.named, passage.named, question.named) if claim.script == passage.script else None
        return np.array(
            [
                (
                    claim.script == sentence.script,
                    _share_of_words(claim, sentence),
                    around,
                    float("nan") if order else _numbers(claim, sentence, question),
                    _share_of_names(claim, sentence),
                    0.0 if known is None else 1 - known,
                    _says_in_order(sentence, claim),
                    strange,
                    _holds(sentence, claim, added),
                )
                for sentence, order in zip(self._sentences_wording[i], self._orders[i], strict=True)
            ],
            dtype=np.float64,
        )


def _scaled(near: Sequence[Floats]) -> list[Floats]:
    deviation = max(float(np.std(np.concatenate(near))), _LEAST_DEVIATION)
    return [n / deviation for n in near]


def _margin(near: Floats, best_elsewhere: Sequence[float]) -> Floats:
    elsewhere = near - max(best_elsewhere, default=-np.inf)
    beside = np.array([n - max(np.delete(near, s), default=-np.inf) for s, n in enumerate(near)])
    typical = np.median(best_elsewhere) if best_elsewhere else np.median(near)
    return np.column_stack([np.minimum(elsewhere, 0), np.minimum(beside, 0), near - typical])


def _is_read(passage: Passage, span: Span) -> bool:
    return passage.reading is not None and span[0] <= passage.reading.start < span[1]


def _share_of_words(claim: Wording, text: Wording) -> float:
    if claim.script != text.script or not claim.words:
        return 0.0
    return len(claim.words & text.words) / len(claim.words)


def _share_of_strange_words(claim: Wording, passage: Wording, question: Wording) -> float:
    if claim.script != passage.script or not claim.words:
        return 0.0
    return len(claim.words - passage.words - question.words) / len(claim.words)


def _says_in_order(sentence: Wording, claim: Wording) -> bool:
    """The words of "it was built by engineers" in "it was built in 1921 by French engineers"."""
    said = iter(sentence.stems)
    long = len(claim.stems) >= _LEAST_IN_ORDER
    return long and sentence.denies == claim.denies and all(stem in said for stem in claim.stems)


def _holds(sentence: Wording, claim: Wording, added: list[str]) -> bool:
    """Whether the sentence holds what the claim adds, which is something, unbroken, and denies as much."""
    if not added or (claim.script, claim.denies) != (sentence.script, sentence.denies):
        return False
    said = sentence.content
    return any(said[at : at + len(added)] == added for at in range(len(said) - len(added) + 1))


def _numbers(claim: Wording, sentence: Wording, question: Wording) -> float:
    if lacks_numbers(claim.numbers, sentence.numbers, sentence.said_in_words, question.numbers):
        return float("nan")
    return share_of_numbers(claim.numbers, sentence.numbers)


def _share_of_names(claim: Wording, sentence: Wording) -> float:
    """Arabic marks no names, so across scripts the Latin text's are looked for in the Arabic one, whichever it is."""
    marked, other = (claim, sentence) if claim.script == "other" else (sentence, claim)
    return share_of_names(marked.named, other.named) or 0.0
