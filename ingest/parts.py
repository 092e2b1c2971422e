"""Parts: a chunk's stretches of one or a few sentences, embedded beside the whole.

A whole chunk's vector blurs what one sentence says; a sentence's alone lacks its surroundings. Their mean finds better
than either: recall@1 over 180 Arabic paragraphs rose from .853 to .884 for Arabic questions, from .755 to .794 for
English ones. Parts of 128 tokens gave .875 and .768; pooling parts out of the whole chunk's encoding gave nothing.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.chunking import cut
from ingest.document import Chunk
from ingest.text.sentences import each_sentence
from ingest.text.tokens import count_tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

PART_TOKENS = 64


def part_texts(whole: Chunk) -> list[str]:
    """The view of the chunk in whole sentences of at most PART_TOKENS; none where it is no longer than one part."""
    text = whole.view.text
    spans = list(cut(text, each_sentence(text), lambda start, end: count_tokens(text[start:end]), PART_TOKENS))
    return [text[start:end] for start, end in spans] if len(spans) > 1 else []


def packed(vectors: Sequence[Sequence[float]]) -> bytes:
    """Unit vectors as half-precision bytes: cosines stay right to three digits."""
    import numpy as np

    return np.asarray(vectors, dtype=np.float16).tobytes()


def closeness(vector: Sequence[float], cosine: float, parts: bytes | None) -> float:
    """How near a chunk is to a question's vector: the mean of its own cosine and its nearest part's."""
    if not parts:
        return cosine
    import numpy as np

    question: NDArray[np.float32] = np.asarray(vector, dtype=np.float32)
    stored = np.frombuffer(parts, dtype=np.float16).astype(np.float32).reshape(-1, len(question))
    return (cosine + float((stored @ question).max())) / 2
