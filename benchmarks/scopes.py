"""What a scope costs among 10,000 documents: milliseconds of CPU for a search of all, of a collection, of one document.

    python benchmarks/scopes.py [DOCUMENTS]

Each document is one short text with a random vector of 384 numbers, so no model is loaded. Also printed is the share of
the exact nearest ten that a filtered search finds.
"""

import sys
import time
import zlib
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.document import Document
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.scope import EVERYTHING, Scope
from ingest.stores.chroma import embedded
from ingest.stores.sqlite import SqliteCatalogue

_QUESTIONS = 20
_WORDS = ("harbour", "garden", "tower", "bridge", "market", "letter", "winter", "river", "teacher", "engine")


class RandomVectors(Embeddings):
    """A random unit vector for each text, always the same."""

    def embed_query(self, text: str) -> list[float]:
        vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=384)
        return [float(x) for x in vector / np.linalg.norm(vector)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def main(count: int) -> None:
    with TemporaryDirectory() as folder:
        index = _filled(Path(folder), count)
        print(f"{count:,} documents    near ms   words ms   list ms   recall@10")
        for name, scope in _scopes(index).items():
            near, words, listed = _milliseconds(index, scope)
            print(f"{name:<18}{near:>12.1f}{words:>11.1f}{listed:>10.1f}{_recall(index, scope):>12.2f}")
        index.close()


def _filled(folder: Path, count: int) -> Index:
    catalogue, vectors = SqliteCatalogue(folder / "catalogue.sqlite"), embedded(folder / "chroma")
    index = Index(folder, catalogue, vectors, RandomVectors(), Recipe("random", 256, 0))
    index.add([_document(n) for n in range(count)])
    return index


def _document(n: int) -> Document:
    """Of a hundred documents 1 is in the collection `hundredth`, 10 in `tenth`, 50 in `half`, the others in none."""
    place = n % 100
    collection = "hundredth" if place == 0 else "tenth" if place <= 10 else "half" if place <= 60 else None
    text = f"Report {n} speaks of the {_WORDS[n % 10]} and the {_WORDS[n // 10 % 10]}."
    return Document(f"{n}.txt", f"Report {n}", text, collection=collection)


def _scopes(index: Index) -> dict[str, Scope]:
    collections = {collection.name: Scope(collections=(collection.name,)) for collection in index.collections()}
    one = index.documents(collections["hundredth"])[0]
    return {"everything": EVERYTHING, **collections, "one document": Scope((one.id,))}


def _milliseconds(index: Index, scope: Scope) -> tuple[float, float, float]:
    """Of a search by meaning, of one by words, and of listing the documents."""
    vectors = [index.embed(f"question {n}") for n in range(_QUESTIONS)]
    index.near(vectors[0], 100, scope)  # opens the store
    times = [time.process_time()]
    for vector in vectors:
        index.near(vector, 100, scope)
    times.append(time.process_time())
    for n in range(_QUESTIONS):
        index.words(f"Which report speaks of the {_WORDS[n % 10]}?", 50, scope)
    times.append(time.process_time())
    index.documents(scope)
    times.append(time.process_time())
    near, words, listed = (1000 * (end - start) for start, end in pairwise(times))
    return near / _QUESTIONS, words / _QUESTIONS, listed


def _recall(index: Index, scope: Scope) -> float:
    """The mean share of the exact nearest ten that are among the first ten found."""
    texts = [index.document(record.id).text for record in index.documents(scope)]
    stored = np.array([index.embed(text) for text in texts])
    shares = []
    for n in range(_QUESTIONS):
        vector = index.embed(f"question {n}")
        exact = {texts[i] for i in np.argsort(-(stored @ np.array(vector)))[:10]}
        shares.append(len(exact & {hit.chunk.text for hit in index.near(vector, 10, scope)}) / len(exact))
    return sum(shares) / len(shares)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
