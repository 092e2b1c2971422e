"""The reader without trained weights: the sentence nearest to the question by the embedding's cosine."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from ingest.sentences import sentences
from qa.answer import Passage, Reading

# A logistic of the best cosine, for the bundled embedding
_MIDDLE, _SLOPE = 0.82, 30.0


@dataclass(frozen=True)
class SentenceReader:
    """Answers with a whole sentence; relevance is its cosine."""

    embedding: Embeddings
    name: str = "sentences"
    threshold: float = 0.2

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        spans = [sentences(passage.text) for passage in passages]
        texts = [p.text[s:e] for p, its in zip(passages, spans, strict=True) for s, e in its]
        vectors = iter(self.embedding.embed_documents(texts) if texts else [])
        query = self.embedding.embed_query(question)
        return [
            self._reading([(_dot(query, next(vectors)), s, e) for s, e in its] or [(0.0, 0, len(p.text))])
            for p, its in zip(passages, spans, strict=True)
        ]

    def _reading(self, scored: list[tuple[float, int, int]]) -> Reading:
        cosine, start, end = max(scored)
        return Reading(start, end, cosine, 1 / (1 + math.exp(-_SLOPE * (cosine - _MIDDLE))))


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
