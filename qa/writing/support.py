"""Support: whether a passage says what a sentence claims, and by which of its sentences.

Each sentence of a passage gets the probability that the claim rests on it, a logistic of
`qa.writing.likeness.FEATURES`. A number that neither passage nor question holds rules the passage out. Weights and
threshold come from `benchmarks/citations.py`, which says what they achieve.
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

_WEIGHTS = {
    "elsewhere": 1.663,
    "beside": 1.585,
    "margin": 0.547,
    "question": 0.172,
    "read": 1.589,
    "same_script": -5.579,
    "words": 2.094,
    "words_around": 4.584,
    "numbers": 0.221,
    "names": 0.470,
    "strange_names": -11.655,
}
WEIGHTS = np.array([_WEIGHTS[feature] for feature in FEATURES])
BIAS = -2.474
THRESHOLD = 0.326

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

    def support(self, claim: str, numbers: Sequence[int]) -> list[Support]:
        """For each passage of these numbers that supports the claim, the sentence that does.

        Numbers that point nowhere are left out.
        """
        cited = [n - 1 for n in numbers if 1 <= n <= len(self._passages)]
        if not cited:
            return []
        with self._lock:
            measured = self._sentences.measure(_BULLET.sub("", claim))
        found = (self._best(i, measured[i]) for i in cited)
        return [support for support in found if support and support.probability >= self._threshold]

    def _best(self, i: int, measured: Floats | None) -> Support | None:
        if measured is None:
            return None
        rated = probabilities(measured)
        best = int(np.argmax(rated))
        return Support(self._passages[i], self._sentences.spans[i][best], float(rated[best]))


def probabilities(measured: Floats) -> Floats:
    """The probability that each sentence supports the claim, from rows of `FEATURES`."""
    rated: Floats = 1 / (1 + np.exp(-(measured @ WEIGHTS + BIAS)))
    return rated
