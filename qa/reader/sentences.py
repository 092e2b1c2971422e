"""The reader without trained weights: the sentence nearest to the question by the embedding's cosine."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.sentences import Span, sentences
from qa.answer import Passage, Reading

# A logistic of the best sentence's cosine and the threshold on it, for the bundled embedding; refitted by
# `python -m qa.reader.calibrate --reader sentences`
_BIAS, _SLOPE, _THRESHOLD = -17.36, 20.28, 0.3


@dataclass(frozen=True)
class SentenceReader:
    """Answers with a whole sentence; relevance is 100 × its cosine."""

    embedding: Embeddings
    name: str = "sentences"
    threshold: float = _THRESHOLD

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in their order. Raises ModelError."""
        found = self.find(question, [passage.text for passage in passages])
        return [Reading(start, end, 100 * cosine, _confidence(cosine)) for start, end, cosine, _ in found]

    def find(self, question: str, texts: Sequence[str]) -> list[tuple[int, int, float, float]]:
        """The nearest sentence's start, end and cosine in each text, and 0: there is no relevance beside it."""
        spans = [sentences(text) or [(0, len(text))] for text in texts]
        pieces = [text[start:end] for text, its in zip(texts, spans, strict=True) for start, end in its]
        if not pieces:
            return []
        cosines = iter(
            np.array(self.embedding.embed_documents(pieces)) @ np.array(self.embedding.embed_query(question))
        )
        return [_nearest(its, [float(next(cosines)) for _ in its]) for its in spans]


def _nearest(spans: Sequence[Span], cosines: Sequence[float]) -> tuple[int, int, float, float]:
    cosine, (start, end) = max(zip(cosines, spans, strict=True))
    return start, end, cosine, 0.0


def _confidence(cosine: float) -> float:
    return 1 / (1 + math.exp(-(_BIAS + _SLOPE * cosine)))
