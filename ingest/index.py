"""The index: the catalogue and the vectors as one thing that is added to, removed from and searched.

Invariants: what is searchable is in both stores; a document replaces its former version only once it is searchable
itself; a crash leaves an index that answers, and the next `add` clears what the crash left behind.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from ingest.addition import Addition, Change, ChunksDone
from ingest.document import Chunk, Document
from ingest.errors import NotFound
from ingest.parts import closeness
from ingest.recipe import Recipe
from ingest.scope import EVERYTHING, Scope
from ingest.store_pair import StorePair
from ingest.stores.catalogue import Catalogue, Collection, DocumentRecord
from ingest.stores.diagnosis import Diagnosis, diagnose
from ingest.stores.vectors import Vector, VectorStore
from ingest.stores.write_lock import Waiting
from ingest.text.words import search_words

LOCK_WAIT_SECONDS = 120.0  # the stores take a second for each batch; many writers may come before


@dataclass(frozen=True)
class Hit:
    """A chunk that a search found; the score's scale is the search's."""

    chunk: Chunk
    score: float


class Index:
    """Ready stores and a model; nothing is opened or loaded until it is needed."""

    def __init__(
        self,
        folder: Path,
        catalogue: Catalogue,
        vectors: VectorStore,
        embedding: Embeddings,
        recipe: Recipe,
        lock_wait_seconds: float = LOCK_WAIT_SECONDS,
    ) -> None:
        self.folder = folder
        self.embedding = embedding
        self.recipe = recipe
        self._catalogue = catalogue
        self._vectors = vectors
        self._stores = StorePair(folder, catalogue, vectors, recipe, lock_wait_seconds)

    # reading

    def documents(self, scope: Scope = EVERYTHING) -> list[DocumentRecord]:
        """The documents of the scope, the oldest first."""
        return self._catalogue.records(scope)

    def collections(self) -> list[Collection]:
        """The collections that hold documents, by name."""
        return self._catalogue.collections()

    def record(self, document_id: str) -> DocumentRecord:
        """Raises NotFound."""
        return self._catalogue.record(document_id)

    def records_of(self, document_ids: Sequence[str]) -> list[DocumentRecord]:
        """The records of those ids, in their order; ids that are not in the index are ignored."""
        return self._catalogue.records_of(document_ids)

    def record_of_source(self, source: str) -> DocumentRecord | None:
        """The document that came from there."""
        found = self._catalogue.id_of_source(source)
        return next(iter(self._catalogue.records_of([found])), None) if found else None

    def record_before(self, document: Document) -> DocumentRecord | None:
        """The document that came from the same source, or, of a file that was renamed, from where it was."""
        if there := self.record_of_source(document.source):
            return there
        same = self._catalogue.ids_of_content([document.content])
        records = self._catalogue.records_of(list(same.values()))
        return next((r for r in records if os.path.isabs(r.source) and not os.path.lexists(r.source)), None)

    def document(self, document_id: str) -> Document:
        """Raises NotFound."""
        return self._catalogue.document(document_id)

    def within(self, names: Sequence[str]) -> Scope:
        """The scope of those ids of documents and names of collections. Raises NotFound for one that is neither."""
        collections = {collection.name for collection in self.collections()}
        documents = [name for name in names if name not in collections]
        for name in documents:
            if not self._catalogue.records_of([name]):
                raise NotFound(f"{name!r} is neither a collection nor a document; {_those(collections)}")
        chosen = [name for name in names if name in collections]
        return Scope(tuple(dict.fromkeys(documents)), tuple(dict.fromkeys(chosen)))

    def scope(self, documents: Sequence[str] = (), collection: str | None = None) -> Scope:
        """The scope of those documents, or of that collection; of the former, where both are given.

        Raises NotFound for an unknown one, and for a document that is not in the collection.
        """
        found = [self.record(document_id) for document_id in dict.fromkeys(documents)]
        if not collection:
            return Scope(tuple(record.id for record in found))
        collections = {one.name for one in self.collections()}
        if collection not in collections:
            raise NotFound(f"there is no collection {collection!r}; {_those(collections)}")
        for record in found:
            if record.collection != collection:
                raise NotFound(f"the document {record.id!r} is not in the collection {collection!r}; ask without one")
        return Scope(tuple(record.id for record in found)) if found else Scope(collections=(collection,))

    def original(self, document_id: str) -> Path:
        """The file that the document was read from. Raises NotFound where there is none."""
        name = self.record(document_id).original
        path = self._stores.originals.path(name) if name else None
        if path is None or not path.is_file():
            raise NotFound(
                f"the original of {document_id!r} is not kept; ingest it again with "
                "DALIL_KEEP_ORIGINALS=true, the default"
            )
        return path

    def embed(self, question: str) -> Vector:
        """The question's unit vector."""
        return self.embedding.embed_query(question)

    def near(self, vector: Vector, k: int, scope: Scope = EVERYTHING) -> list[Hit]:
        """The k chunks of the scope that are nearest by cosine, nearest first.

        Raises IndexMismatch where the index has another recipe, StorageError where chunks lack their vectors.
        """
        if not self._stores.check_recipe():
            return []
        with self._stores.up_to_date():
            score = dict(self._vectors.search(vector, k, scope))
        return [Hit(c, score[c.id]) for c in self._catalogue.chunks(list(score))]

    def words(self, question: str, k: int, scope: Scope = EVERYTHING) -> list[Hit]:
        """The k chunks of the scope that share the rarest words with the question (BM25), best first."""
        return [Hit(c, score) for c, score in self._catalogue.search_words(search_words(question), k, scope)]

    def similarities(self, vector: Vector, chunks: Sequence[Chunk], near: Sequence[Hit] = ()) -> list[float]:
        """How near each chunk is to the vector, by itself and by its nearest part; 0 for one with no vector any more.

        `near` are hits whose cosine is known already.
        """
        cosine = {hit.chunk.id: hit.score for hit in near}
        stored = self._vectors.of([c.id for c in chunks if c.id not in cosine])
        cosine |= {chunk_id: _dot(vector, stored[chunk_id]) for chunk_id in stored}
        parts = self._catalogue.parts([c.id for c in chunks])
        return [closeness(vector, cosine.get(c.id, 0.0), parts.get(c.id)) for c in chunks]

    # writing

    def add(
        self, documents: Sequence[Document], done: ChunksDone | None = None, waiting: Waiting | None = None
    ) -> list[Change]:
        """Make the documents searchable, each in place of a former one from its source, and repair lost vectors.

        `done(chunks_done, chunks_total)` is called as the embedding goes on, `waiting()` where another writer has the
        lock. Raises IndexMismatch, IndexBusy, StorageError, ModelError; documents already added stay.
        """
        self._stores.check_recipe()
        return self._addition(waiting).add(documents, done)

    def remove(self, document_id: str) -> DocumentRecord:
        """Forget a document and everything made of it. Raises NotFound, IndexBusy, StorageError."""
        self.record(document_id)  # a wrong id is reported at once, also while another process writes
        with self._stores.writing():
            record = self._catalogue.remove(document_id)
            self._stores.clear_leftovers()
            self._stores.release(record.original)
        return record

    def diagnose(self) -> Diagnosis:
        """Where the stores disagree. Raises IndexBusy, StorageError."""
        return self._stores.diagnose()

    def repair(self, found: Diagnosis, done: ChunksDone | None = None) -> None:
        """Embed what has no vector, and forget the vectors that have no chunk and the originals of no document.

        Raises IndexMismatch, IndexBusy, StorageError, ModelError.
        """
        self._stores.check_recipe()
        repaired = 0
        for embedded in self._addition(None).repair(self._catalogue.chunks(found.missing)):
            repaired += embedded
            if done:
                done(repaired, len(found.missing))
        with self._stores.writing():
            self._vectors.remove(diagnose(self._catalogue, self._vectors).orphaned)
            self._stores.clear_leftovers()
            for name in self._stores.originals.unused(self._catalogue.originals()):
                self._stores.originals.remove(name)

    def close(self) -> None:
        self._stores.close()

    def _addition(self, waiting: Waiting | None) -> Addition:
        return Addition(self._stores, self.embedding, self.recipe, waiting)


def _those(collections: set[str]) -> str:
    there = f"the collections are {', '.join(sorted(collections))}" if collections else "there are no collections yet"
    return f"{there}, `dalil documents list` shows the documents"


def _dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
