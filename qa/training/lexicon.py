"""A lexicon induced from the embedding model alone: words of one language → their nearest of the other.

Words embedded one by one; the nearest by cross-domain similarity local scaling (Conneau et al. 2018, "Word translation
without parallel data"), kept where it stands out from its neighbourhood. Noisy, and good enough to mix languages in
training text.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

ENGLISH, ARABIC = re.compile(r"[a-z]{3,}"), re.compile(r"[\u0621-\u064a]{3,}")  # shorter ones are often wrong
MIN_COUNT = 3  # of an English word; Arabic words vary too much in form to ask for more than one
NEIGHBOURS = 10
MIN_SCORE = 0.02


@dataclass(frozen=True)
class Lexicon:
    """English in lower case → Arabic, and Arabic → English."""

    arabic: dict[str, str]
    english: dict[str, str]

    @classmethod
    def read(cls, path: Path) -> "Lexicon":
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=0), encoding="utf-8")


def induce(embedder: "SentenceTransformer", english: Iterable[str], arabic: Iterable[str]) -> Lexicon:
    """The lexicon of the words in these texts."""
    left = _words(ENGLISH, (text.lower() for text in english), MIN_COUNT)
    right = _words(ARABIC, arabic, 1)
    similarity = _vectors(embedder, left) @ _vectors(embedder, right).T
    scores = 2 * similarity - _neighbourhood(similarity, 1) - _neighbourhood(similarity, 0)
    return Lexicon(_nearest(scores, left, right), _nearest(scores.T, right, left))


def _words(form: re.Pattern[str], texts: Iterable[str], least: int) -> list[str]:
    counts = Counter(word for text in texts for word in re.findall(r"[^\W\d_]+", text) if form.fullmatch(word))
    return [word for word, count in counts.items() if count >= least]


def _vectors(embedder: "SentenceTransformer", words: list[str]) -> NDArray[np.float32]:
    vectors = embedder.encode_query(words, batch_size=256, normalize_embeddings=True)
    return np.asarray(vectors, np.float32)


def _neighbourhood(similarity: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """The mean similarity of each word to its nearest, shaped to broadcast."""
    count = min(NEIGHBOURS, similarity.shape[axis])
    nearest = np.take(np.partition(similarity, -count, axis=axis), range(-count, 0), axis=axis)
    mean: NDArray[np.float32] = nearest.mean(axis=axis, keepdims=True)
    return mean


def _nearest(scores: NDArray[np.float32], words: list[str], others: list[str]) -> dict[str, str]:
    best = scores.argmax(axis=1)
    return {word: others[n] for word, n, row in zip(words, best, scores, strict=True) if row[n] >= MIN_SCORE}
