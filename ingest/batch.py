"""A batch: documents that become searchable together, and what is embedded of them so far. Knows nothing of stores."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from langchain_core.embeddings import Embeddings

from ingest.document import Chunk, Document
from ingest.parts import packed, part_texts
from ingest.stores.vectors import Vector
from ingest.text.words import search_words

STEP_CHUNKS = 256
"""Embedded between two holds of the write lock: what a kill loses, and how often vectors are written."""

_GROUP_CHUNKS = 64  # embedded at once: how often progress is reported


class Batch:
    """Everything that takes the processor's time is done here, outside the write lock."""

    def __init__(self, documents: Sequence[tuple[Document, list[Chunk]]]) -> None:
        self.documents = documents
        self.chunks = [c for _, chunks in documents for c in chunks]
        self.parts: dict[str, bytes] = {}
        self.words: dict[str, list[str]] = {}
        self.vectors: dict[str, Vector] = {}
        self._latest: set[str] = set()
        self._taken: set[str] = set()

    def take(self, others: Mapping[str, str], vectors: Mapping[str, Vector], parts: Mapping[str, bytes]) -> None:
        """Do not embed the chunks that are the keys of `others`, but take what the chunks of its values have."""
        for own, other in others.items():
            if other in vectors:
                self._taken.add(own)
                self.vectors[own] = vectors[other]
                self.parts |= {own: parts[other]} if other in parts else {}

    def is_complete(self, stored: Collection[str]) -> bool:
        """Whether nothing is left to embed, `stored` being the ids of chunks whose vectors are in the store."""
        return not self._unread() and not self._lacking(stored)

    def to_store(self, stored: Collection[str]) -> list[Chunk]:
        """The latest step's chunks; at the end all whose vectors are not there, also those another writer removed."""
        wanted = self.vectors if self.is_complete(stored) else self._latest
        return [c for c in self.chunks if c.id in wanted and c.id in self.vectors and c.id not in stored]

    def embed(self, embedding: Embeddings, stored: Collection[str]) -> Iterator[int]:
        """Embed the next STEP_CHUNKS chunks; yields how many are done after each group."""
        step = (self._unread() or self._lacking(stored))[:STEP_CHUNKS]
        self._latest = set()
        for start in range(0, len(step), _GROUP_CHUNKS):
            group = step[start : start + _GROUP_CHUNKS]
            lacking = [c for c in group if c.id not in stored and c.id not in self.vectors]
            if lacking:
                vectors = embedding.embed_documents([c.view.text for c in lacking])
                self.vectors |= zip((c.id for c in lacking), vectors, strict=True)
                self._latest |= {c.id for c in lacking}
            self.parts |= _embedded_parts([c for c in group if c.id not in self._taken], embedding)
            self.words |= {c.id: search_words(c.view.text) for c in group}
            yield len(group)

    def _unread(self) -> list[Chunk]:
        return [c for c in self.chunks if c.id not in self.words]

    def _lacking(self, stored: Collection[str]) -> list[Chunk]:
        return [c for c in self.chunks if c.id not in stored and c.id not in self.vectors]


def batches(work: Sequence[tuple[Document, list[Chunk]]]) -> Iterator[Batch]:
    """Documents in groups of some hundred chunks: a group locks the index once."""
    documents: list[tuple[Document, list[Chunk]]] = []
    for item in work:
        documents.append(item)
        if sum(len(chunks) for _, chunks in documents) >= STEP_CHUNKS:
            yield Batch(documents)
            documents = []
    if documents:
        yield Batch(documents)


def _embedded_parts(chunks: Sequence[Chunk], embedding: Embeddings) -> dict[str, bytes]:
    """The packed vectors of the chunks' parts by chunk id, for those that have parts."""
    texts = {c.id: part_texts(c) for c in chunks}
    flat = [text for of_chunk in texts.values() for text in of_chunk]
    vectors = iter(embedding.embed_documents(flat) if flat else [])
    return {i: packed([next(vectors) for _ in of_chunk]) for i, of_chunk in texts.items() if of_chunk}
