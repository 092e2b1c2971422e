"""Overview: the main sentences of a text, as spans of it, in its order.

LexRank (Erkan, Radev 2004, the continuous form) over sentence vectors: a sentence is central that many central ones
are near to. To its centrality comes its position (a text says first what it is about), and sentences are chosen by
maximal marginal relevance (Carbonell, Goldstein 1998), so that none says again what another has said.
"""

import re
from collections.abc import Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.overview import MAX_WORDS, MIN_WORDS
from ingest.text.sentences import Span, sentences

MAX_EMBEDDED = 120
"""Sentences embedded of one text, about a second on one core; of a longer text the first of each of as many equal
stretches, and the first twenty."""
LEADING = 20
SAME = 0.75
"""How near, between the two least like sentences, 0, and one and the same, 1, a sentence says what another has said."""
DAMPING = 0.85
POSITION = 0.5
"""What the first sentence's place is worth, beside a centrality between 0 and 1; falls off as one over
the root of the sentence's number, to half of it at the fourth."""
LEANING = 0.3
"""What a sentence loses that begins with what points back: it would stand alone."""
DIFFERENCE = 0.6
"""What of a sentence's worth it loses where it says just what a chosen one does."""


_ENDED = re.compile(r"[.!…。۔][\"'”’»)\]]*$")
_POINTS_BACK = re.compile(
    r"(?:then|however|but|and|also|thus|so|yet|he|she|they|it|this|these|that|those|his|her|their|its|such)\b"
    r"|(?:كما|لكن|ولكن|ومع|مع ذلك|لذلك|وهو|وهي|وهم|هو|هي|هذا|هذه|ذلك|وقال|وأضاف\w*|وتابع|وأكد|وشدد|ثم)[\s:]",
    re.IGNORECASE,
)


def main_sentences(
    text: str, embedding: Embeddings, most: int | None = None, within: Sequence[Span] = ()
) -> list[Span]:
    """Three to six sentences that say what the text is about, in its order; fewer where it has no more.

    `within`: the stretches of running text, where they are known; the others are no part of an overview. Raises what
    the embedding raises.
    """
    whole = _sentences(text, within)
    spans = _candidates(text, whole)
    if not spans:
        return whole[: most or 3]
    vectors = _unit(np.asarray(embedding.embed_documents([text[start:end] for start, end in spans])))
    wanted = most or _wanted(len(spans))
    leaning = np.array([leans_back(text[start:end]) for start, end in spans])
    return sorted(spans[n] for n in _different(_worth(vectors) - LEANING * leaning, vectors, wanted))


def leans_back(sentence: str) -> bool:
    """Whether a sentence begins with what points back to the one before it."""
    return _POINTS_BACK.match(sentence) is not None


def _wanted(count: int) -> int:
    """Three, and one more for every eight sentences, at most six."""
    return min(3 + count // 8, 6)


def _sentences(text: str, within: Sequence[Span]) -> list[Span]:
    stretches = within or [(0, len(text))]
    return [(start + a, start + b) for start, end in stretches for a, b in sentences(text[start:end])]


def _candidates(text: str, whole: Sequence[Span]) -> list[Span]:
    """Sentences of a fitting length that end as sentences do, each only once, without the headings.

    Of many, those at the beginning and ones spread evenly.
    """
    said = {text[start:end]: (start, end) for start, end in reversed(whole)}
    fitting = sorted(
        span for words, span in said.items() if _ENDED.search(words) and MIN_WORDS <= len(words.split()) <= MAX_WORDS
    )
    if len(fitting) <= MAX_EMBEDDED:
        return fitting
    spread = np.linspace(LEADING, len(fitting) - 1, MAX_EMBEDDED - LEADING).astype(int)
    return fitting[:LEADING] + [fitting[n] for n in dict.fromkeys(spread.tolist())]


def _worth(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Centrality from 0 to 1, and what the sentence's place adds."""
    near = vectors @ vectors.T
    np.fill_diagonal(near, near.min())  # nothing is central for being near to itself
    near -= near.min()  # cosines of one text lie close together
    near /= np.maximum(near.sum(1, keepdims=True), 1e-9)
    rank = np.full(len(vectors), 1 / len(vectors))
    for _ in range(50):
        rank = (1 - DAMPING) / len(vectors) + DAMPING * rank @ near
    spread = float(rank.max() - rank.min()) or 1.0
    worth: NDArray[np.float64] = (rank - rank.min()) / spread + POSITION / np.sqrt(1 + np.arange(len(vectors)))
    return worth


def _different(worth: NDArray[np.float64], vectors: NDArray[np.float64], most: int) -> list[int]:
    """The worthiest, one after the other, each less worthy the nearer it is to those chosen before."""
    near = vectors @ vectors.T
    near = (near - near.min()) / (float(1 - near.min()) or 1.0)
    chosen: list[int] = []
    while len(chosen) < min(most, len(worth)):
        said = near[:, chosen].max(1) if chosen else np.zeros(len(worth))
        left = np.where(said < SAME, worth - DIFFERENCE * said, -np.inf)
        if np.isneginf(left).all():
            break
        chosen.append(int(left.argmax()))
    return chosen


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths: NDArray[np.float64] = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(lengths, 1e-9)
