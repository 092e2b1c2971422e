"""Likeness: how a claim compares with each sentence of the passages at hand, in numbers. Judges nothing.

Nearness by meaning is a margin over other sentences, in standard deviations of all the cosines at hand: so neither the
scale of an embedding model matters, nor how much all passages are about the same thing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from ingest.text.names import Named, named, share_of_names
from ingest.text.numbers import lacks_numbers, numbers_in, share_of_numbers
from ingest.text.sentences import Span, sentences
from ingest.text.words import Script, script, search_words
from qa.answer import Passage

Floats = npt.NDArray[np.float64]

FEATURES = (
    "elsewhere",  # how much nearer the nearest sentence of another passage is, as a negative margin; else 0
    "beside",  # the same for the nearest other sentence of this passage
    "margin",  # over the best of a typical other passage
    "question",  # the sentence's nearness to the question, over the mean of all
    "read",  # the reader's confidence, where its span begins in this sentence
    "same_script",
    "words",  # share of the claim's words that are in the sentence; 0 across scripts, as the next
    "words_around",  # … in the passage
    "numbers",  # share of the claim's numbers that are in the sentence
    "names",  # share of the names, in the text of the two that marks any, that the other holds
    "strange_names",  # share of the claim's names that neither passage nor question holds; 0 across scripts
)

_LEAST_DEVIATION = 0.01  # a few sentences may all be equally near


@dataclass(frozen=True)
class Wording:
    """A text as it is compared by words."""

    script: Script
    words: frozenset[str]
    named: Named
    numbers: frozenset[str]


def wording(text: str) -> Wording:
    return Wording(script(text), frozenset(search_words(text)), named(text), numbers_in(text))


class PassageSentences:
    """The sentences of the passages found for a question; embedded once, when the first claim comes."""

    def __init__(self, question: str, passages: Sequence[Passage], embedding: Embeddings) -> None:
        self._question = question
        self._passages = passages
        self._embedding = embedding
        self.spans: list[list[Span]] = [sentences(p.text) or [(0, len(p.text))] for p in passages]

    def measure(self, claim: str) -> list[Floats | None]:
        """Per passage, a row of `FEATURES` for each of its sentences; None where a number of the claim is not in it."""
        compared = wording(claim)
        margins = self._margins(np.array(self._embedding.embed_query(claim)))
        return [
            None
            if lacks_numbers(compared.numbers, self._passages_wording[i].numbers, self._question_wording.numbers)
            else np.hstack([margins[i], self._asked[i], self._wording(compared, i)])
            for i in range(len(self._passages))
        ]

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
    def _asked(self) -> list[Floats]:
        """Per passage, the columns `question` and `read`."""
        near = _scaled([v @ np.array(self._embedding.embed_query(self._question)) for v in self._vectors])
        mean = np.mean(np.concatenate(near))
        read = [[_read(p, span) for span in spans] for p, spans in zip(self._passages, self.spans, strict=True)]
        return [np.column_stack([n - mean, r]) for n, r in zip(near, read, strict=True)]

    def _margins(self, claim: Floats) -> list[Floats]:
        """Per passage, the columns `elsewhere`, `beside` and `margin`."""
        near = _scaled([v @ claim for v in self._vectors])
        best = [float(n.max()) for n in near]
        return [_margin(n, [b for j, b in enumerate(best) if j != i]) for i, n in enumerate(near)]

    def _wording(self, claim: Wording, i: int) -> Floats:
        """The columns from `same_script` on."""
        passage, question = self._passages_wording[i], self._question_wording
        around = _share_of_words(claim, passage)
        known = share_of_names(claim.named, passage.named, question.named) if claim.script == passage.script else None
        return np.array(
            [
                (
                    claim.script == sentence.script,
                    _share_of_words(claim, sentence),
                    around,
                    share_of_numbers(claim.numbers, sentence.numbers),
                    _share_of_names(claim, sentence),
                    0.0 if known is None else 1 - known,
                )
                for sentence in self._sentences_wording[i]
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


def _read(passage: Passage, span: Span) -> float:
    reading = passage.reading
    return reading.confidence if reading and span[0] <= reading.start < span[1] else 0.0


def _share_of_words(claim: Wording, text: Wording) -> float:
    if claim.script != text.script or not claim.words:
        return 0.0
    return len(claim.words & text.words) / len(claim.words)


def _share_of_names(claim: Wording, sentence: Wording) -> float:
    """Arabic marks no names, so across scripts the Latin text's are looked for in the Arabic one, whichever it is."""
    marked, other = (claim, sentence) if claim.script == "other" else (sentence, claim)
    return share_of_names(marked.named, other.named) or 0.0
