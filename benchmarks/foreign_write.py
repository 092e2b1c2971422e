"""What the first question after a foreign write costs: `python benchmarks/foreign_write.py [--vectors 20480]`.

Fills a vector store as an ingest does, with clustered vectors of 384 dimensions, leaves as many of them outside the
graph on disk as there can be, and reopens it as a reader does. CPU seconds of all threads; recall@10 against exact
search. `--former` has the configuration before 2026-11-29: a graph written after a thousand vectors.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.document import Chunk
from ingest.stores import chroma
from ingest.text.facts import facts_of
from ingest.text.views import view

FORMER = {"space": "cosine", "ef_construction": 400, "ef_search": 400, "max_neighbors": 48}
DIMENSIONS, CENTRES, QUESTIONS, LOT = 384, 400, 50, 256


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", type=int, default=20_480)
    parser.add_argument("--former", action="store_true", help="the configuration before 2026-11-29")
    args = parser.parse_args()
    if args.former:
        chroma._CONFIGURATION = {"hnsw": FORMER}
    with tempfile.TemporaryDirectory() as folder:
        for name, value in measure(Path(folder), args.vectors, 999 if args.former else 199).items():
            print(f"{name:<44} {value:>8.3f}")


def measure(folder: Path, count: int, outside: int) -> dict[str, float]:
    """`count`, a multiple of 1,024, are in the graph on disk, as both configurations write it then."""
    stored, asked = clustered(count + outside, seed=1), clustered(QUESTIONS, seed=2)
    chunks = [Chunk(f"{n // 20:016x}", n, n + 1, "", view(""), facts_of("")) for n in range(count + outside)]
    store = chroma.embedded(folder)
    begun = time.process_time()
    for start in range(0, count, LOT):
        store.upsert(chunks[start : start + LOT], stored[start : start + LOT].tolist())
    store.upsert(chunks[count:], stored[count:].tolist())
    filling = time.process_time() - begun
    first = [first_question(store, asked[n]) for n in range(5)]
    exact = np.argsort(-(asked @ stored.T), axis=1)[:, :10]
    found = [{int(i.rpartition(":")[2].split("-")[0]) for i, _ in store.search(q, 100)[:10]} for q in asked]
    store.close()
    return {
        "insertion, ms of CPU a vector": 1000 * filling / count,
        "first question after a foreign write, s of CPU": statistics.median(first),
        "recall@10": sum(len(f.intersection(e.tolist())) for f, e in zip(found, exact, strict=True)) / exact.size,
    }


def first_question(store: chroma.ChromaVectors, question: NDArray[np.float32]) -> float:
    begun = time.process_time()
    store.reopen()
    store.search(question.tolist(), 100)
    return time.process_time() - begun


def clustered(count: int, seed: int) -> NDArray[np.float32]:
    """Unit vectors around common centres, with a common direction, as texts' embeddings have."""
    common = np.random.default_rng(0)
    centres, direction = common.normal(size=(CENTRES, DIMENSIONS)), 2 * common.normal(size=DIMENSIONS)
    own = np.random.default_rng(seed)
    made = centres[own.integers(0, CENTRES, count)] + 0.8 * own.normal(size=(count, DIMENSIONS)) + direction
    unit: NDArray[np.float32] = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    return unit


if __name__ == "__main__":
    main()
