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
    "elsewhere": 0.922,
    "beside": 1.075,
    "margin": 0.806,
    "question": 0.499,
    "nearness": 1.661,
    "same_script": -0.914,
    "words": 0.607,
    "words_around": -1.501,
    "numbers": 0.172,
    "names": 1.020,
    "strange_names": -1.229,
    "in_order": 5.040,
    "strange_words": -1.552,
}
_READ = {
    "elsewhere": 0.889,
    "beside": 0.746,
    "margin": 0.501,
    "question": 0.290,
    "nearness": -0.318,
    "answer": 24.015,
    "answer_margin": 4.663,
    "answer_margin_across": 25.816,
    "same_script": -1.053,
    "words": 1.224,
    "words_around": -1.325,
    "numbers": 0.312,
    "names": 0.518,
    "strange_names": -1.972,
    "in_order": 5.784,
    "strange_words": -2.998,
}
UNREAD, READ = (np.array([weights.get(feature, 0.0) for feature in FEATURES]) for weights in (_UNREAD, _READ))
UNREAD_BIAS, READ_BIAS = -5.854, -23.388
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
