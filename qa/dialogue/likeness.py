"""Likeness: how much a vector looks like each of several kinds, from labelled vectors of any embedding."""

from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

RIDGE = 0.3
"""On turns typed as in benchmarks/dialogue, .1 to 1 do alike."""


class Likeness:
    """One linear map from vectors to kinds, fitted by ridge regression to labels of 1 and -1.

    Vectors are centred and scaled by the labelled ones, so that RIDGE means the same for any embedding.
    """

    def __init__(self, vectors: Sequence[Sequence[float]], kinds: Sequence[str]) -> None:
        rows = np.asarray(vectors, dtype=np.float64)
        self._kinds = list(dict.fromkeys(kinds))
        self._mean = rows.mean(0)
        self._scale = float(np.sqrt(((rows - self._mean) ** 2).sum(1).mean())) or 1.0
        self._rows = self._placed(rows)
        labels = np.array([[1.0 if kind == other else -1.0 for other in self._kinds] for kind in kinds])
        gram = self._rows @ self._rows.T + RIDGE * np.eye(len(rows))
        self._map = self._rows.T @ np.linalg.solve(gram, labels)

    def looks(self, vector: Sequence[float]) -> dict[str, float]:
        """For each kind how much the vector looks like it, about from -1 to 1."""
        return dict(zip(self._kinds, (self._placed(np.asarray([vector])) @ self._map)[0].tolist(), strict=True))

    def nearness(self, vector: Sequence[float]) -> list[float]:
        """How near the vector is to each labelled one."""
        nearness: list[float] = (self._rows @ self._placed(np.asarray([vector]))[0]).tolist()
        return nearness

    def _placed(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Centred, of length one on average, and with a constant for the map's offset."""
        return np.column_stack([(rows - self._mean) / self._scale, np.ones(len(rows))])


def nearest(embedding: Embeddings, text: str, others: Sequence[str]) -> int:
    """Which of the others is nearest to the text in meaning. Raises what the embedding raises."""
    vectors = np.asarray(embedding.embed_documents([text, *others]))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return int((vectors[1:] @ vectors[0]).argmax())
