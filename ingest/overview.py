"""Overview: the one sentence that says in a list of documents what a document is about."""

from collections.abc import Mapping, Sequence

import numpy as np

from ingest.document import Chunk
from ingest.stores.vectors import Vector
from ingest.text.sentences import sentences

MIN_WORDS, MAX_WORDS = 5, 60
"""Of a sentence that can stand in an overview; shorter ones are headings and labels, longer ones lists and tables."""
_ENDS = (".", "!", "؟", "?", "…", "۔", "。")


def main_sentence(chunks: Sequence[Chunk], vectors: Mapping[str, Vector]) -> str:
    """The first whole sentence of the chunk that is nearest to the mean of all, of the next nearest where it has none.

    The centroid method (Radev et al. 2004, MEAD), over the vectors that are there anyway. "" where there is none.
    """
    known = [chunk for chunk in chunks if chunk.id in vectors]
    if not known:
        return ""
    rows = np.asarray([vectors[chunk.id] for chunk in known])
    nearest_first = np.argsort(-(rows @ rows.mean(axis=0)), kind="stable")
    return next((said for n in nearest_first if (said := _first_sentence(known[n].text))), "")


def _first_sentence(text: str) -> str:
    said = (" ".join(text[start:end].split()) for start, end in sentences(text))
    return next((s for s in said if s.endswith(_ENDS) and MIN_WORDS <= len(s.split()) <= MAX_WORDS), "")
