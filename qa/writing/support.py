"""Support: which sentence of the passages found says what a claim says, if one does.

Each sentence gets the probability that the claim rests on it, a logistic of `qa.writing.likeness.FEATURES`: by one set
of weights where the reader saw its span in the sentence, by another elsewhere. A sentence that lacks a number of the
claim, or orders somebody to say it, supports nothing. The weights come from claims of 151 questions of XQuAD (what they
achieve: docs/llm.md). `benchmarks/citations.py` measures them on more, and fits others.
"""

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.text.sentences import Span
from qa.answer import Passage
from qa.writing.bullets import BULLET
from qa.writing.likeness import FEATURES, Floats, PassageSentences

_UNREAD = {
    "elsewhere": 0.908,
    "beside": 1.082,
    "margin": 0.510,
    "question": 0.733,
    "nearness": 6.033,
    "same_script": -1.839,
    "words": 1.558,
    "words_around": -2.598,
    "numbers": 0.312,
    "names": 1.273,
    "strange_names": -0.356,
    "in_order": 4.792,
    "strange_words": -1.452,
    "added": 3.224,
}
_READ = {
    "elsewhere": 0.800,
    "beside": 0.549,
    "margin": 0.387,
    "question": 0.483,
    "nearness": 2.566,
    "answer": 16.240,
    "answer_margin": 3.180,
    "answer_margin_across": 30.325,
    "same_script": -2.250,
    "words": 1.788,
    "words_around": -2.225,
    "numbers": -0.145,
    "names": 0.546,
    "strange_names": -0.759,
    "in_order": 7.353,
    "strange_words": -0.378,
    "added": 4.244,
}
UNREAD, READ = (np.array([weights.get(feature, 0.0) for feature in FEATURES]) for weights in (_UNREAD, _READ))
UNREAD_BIAS, READ_BIAS = -9.509, -19.500
THRESHOLD = 0.3

_BULLET = re.compile(rf"^{BULLET}\s+")


@dataclass(frozen=True)
class Support:
    """Words of a passage (a span of its text) and the probability that they support a claim."""

    passage: Passage
    span: Span
    probability: float


class ClaimChecker:
    """The passages found for a question, numbered from 1, against which an LLM's claims are checked."""

    def __init__(
        self, question: str, passages: Sequence[Passage], embedding: Embeddings, threshold: float = THRESHOLD
    ) -> None:
        self._passages = passages
        self._sentences = PassageSentences(question, passages, embedding)
        self._threshold = threshold
        self._lock = threading.Lock()

    def nearest(self) -> Passage | None:
        """The sentence nearest to the question by meaning, as a passage of its own."""
        with self._lock:
            return self._sentences.nearest()

    def support(self, claim: str, hints: Sequence[Passage] = ()) -> list[Support]:
        """The sentences that support the claim: of the passages that the hints lie in where some do, else the best.

        A hint is what the claim's writer pointed at, a passage or a stretch of one.
        """
        with self._lock:
            measured = self._sentences.measure(_BULLET.sub("", claim))
        best = [self._best(i, rows) for i, rows in enumerate(measured)]
        found = [one for one in best if one.probability >= self._threshold]
        hinted = [one for one in found if any(_meets(one, hint) for hint in hints)]
        return hinted or sorted(found, key=lambda one: -one.probability)[:1]

    def _best(self, i: int, measured: Floats) -> Support:
        rated = probabilities(measured)
        best = int(np.argmax(rated))
        return Support(self._passages[i], self._sentences.spans[i][best], float(rated[best]))


def _meets(support: Support, hint: Passage) -> bool:
    start, end = (support.passage.start + at for at in support.span)
    return support.passage.document_id == hint.document_id and start < hint.end and hint.start < end


def probabilities(measured: Floats) -> Floats:
    """The probability that each sentence supports the claim, from rows of `FEATURES`; 0 where there is NaN."""
    read = measured[:, FEATURES.index("read")] > 0
    logits = np.where(read, measured @ READ + READ_BIAS, measured @ UNREAD + UNREAD_BIAS)
    rated: Floats = np.nan_to_num(1 / (1 + np.exp(-logits)))
    return rated
