"""The index: the catalogue and the vectors as one thing that is added to, removed from and searched.

Invariants: what is searchable is in both stores; a document replaces its former version only once it is searchable
itself; a crash leaves an index that answers, and the next `add` clears what the crash left behind. Texts are embedded
outside the write lock, which is held for the stores only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from langchain_core.embeddings import Embeddings

from ingest.batch import STEP_CHUNKS, Batch, batches
from ingest.chunking import chunk
from ingest.document import Chunk, Document
from ingest.parts import closeness
from ingest.recipe import Recipe, made_with
from ingest.stores.catalogue import Catalogue, DocumentRecord
from ingest.stores.diagnosis import Diagnosis, diagnose, require_vectors
from ingest.stores.vectors import Vector, VectorStore
from ingest.stores.write_lock import WriteLock
from ingest.text.words import search_words

LOCK_WAIT_SECONDS = 120.0  # the stores take a second for each batch; many writers may come before

Kind = Literal["added", "replaced", "unchanged"]
ChunksDone = Callable[[int, int], None]
Waiting = Callable[[], None]


@dataclass(frozen=True)
class Hit:
    """A chunk that a search found; the score's scale is the search's."""

    chunk: Chunk
    score: float


@dataclass(frozen=True)
class Change:
    """What an addition did to one document of it."""

    kind: Kind
    record: DocumentRecord


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
        self._lock = WriteLock(folder, lock_wait_seconds)
        self._changes_seen = -1
        self._holds_lock = False  # while it does, nobody else writes and the vectors' client is up to date

    # reading

    def documents(self) -> list[DocumentRecord]:
        """All documents, the oldest first."""
        return self._catalogue.records()

    def record(self, document_id: str) -> DocumentRecord:
        """Raises NotFound."""
        return self._catalogue.record(document_id)

    def records_of(self, document_ids: Sequence[str]) -> list[DocumentRecord]:
        """The records of those ids, in their order; ids that are not in the index are ignored."""
        return self._catalogue.records_of(document_ids)

    def document(self, document_id: str) -> Document:
        """Raises NotFound."""
        return self._catalogue.document(document_id)

    def embed(self, question: str) -> Vector:
        """The question's unit vector."""
        return self.embedding.embed_query(question)

    def near(self, vector: Vector, k: int, documents: Sequence[str] | None = None) -> list[Hit]:
        """The k chunks nearest by cosine, nearest first; only of those documents, where they are given.

        Raises IndexMismatch where the index has another recipe, StorageError where chunks lack their vectors.
        """
        if not self._check_recipe():
            return []
        with self._up_to_date():
            score = dict(self._vectors.search(vector, k, documents))
        return [Hit(c, score[c.id]) for c in self._catalogue.chunks(list(score))]

    def words(self, question: str, k: int, documents: Sequence[str] | None = None) -> list[Hit]:
        """The k chunks that share the rarest words with the question (BM25), best first; `documents` as of `near`."""
        return [Hit(c, score) for c, score in self._catalogue.search_words(search_words(question), k, documents)]

    def similarities(self, vector: Vector, chunks: Sequence[Chunk], near: Sequence[Hit] = ()) -> list[float]:
        """How near each chunk is to the vector, by itself and by its nearest part; 0 for one with no vector any more.

        `near` are hits whose cosine is known already.
        """
        cosine = {hit.chunk.id: hit.score for hit in near}
        stored = self._vectors.of([c.id for c in chunks if c.id not in cosine])
        cosine |= {chunk_id: _dot(vector, stored[chunk_id]) for chunk_id in stored}
        parts = self._catalogue.parts([c.id for c in chunks])
        return [closeness(vector, cosine.get(c.id, 0.0), parts.get(c.id)) for c in chunks]

    @contextmanager
    def _up_to_date(self) -> Iterator[None]:
        """Searches see what another writer has written. Under its lock: files that it writes meanwhile are torn."""
        if self._holds_lock or self._catalogue.changes() == self._changes_seen:
            yield
            return
        with self._lock.held_for_reading():
            changes = self._follow_other_writers()
            if self._vectors.count() < self._catalogue.counts()[1]:  # more there may be, while another writer embeds
                require_vectors(diagnose(self._catalogue, self._vectors), self.folder)
            yield
            self._changes_seen = changes

    def _follow_other_writers(self) -> int:
        """Returns the number of changes that the vectors' client sees now."""
        changes = self._catalogue.changes()
        if changes != self._changes_seen:
            self._vectors.reopen()
        return changes

    def _check_recipe(self) -> bool:
        """False for an index that is still empty. Raises IndexMismatch for another recipe."""
        return made_with(self._catalogue, self.recipe, self.folder)

    # writing

    def add(
        self, documents: Sequence[Document], done: ChunksDone | None = None, waiting: Waiting | None = None
    ) -> list[Change]:
        """Make the documents searchable, each in place of a former one from its source, and repair lost vectors.

        `done(chunks_done, chunks_total)` is called as the embedding goes on, `waiting()` where another writer has the
        lock. Raises IndexMismatch, IndexBusy, StorageError, ModelError; documents already added stay.
        """
        self._check_recipe()
        held = {record.id: record for record in self._catalogue.records_of([d.id for d in documents])}
        changes = {i: Change("unchanged", record) for i, record in held.items()}
        sizes = self.recipe.chunk_tokens, self.recipe.chunk_overlap
        work = [(d, chunk(d, *sizes)) for d in documents if d.id not in held]
        missing = self._missing(waiting)
        total, before = len(missing) + sum(len(chunks) for _, chunks in work), 0
        if done and total:
            done(before, total)
        for embedded in self._repair(missing, waiting):
            before += embedded
            if done:
                done(before, total)
        for batch in batches(work):
            for embedded in self._add_batch(batch, changes, waiting):
                before += embedded
                if done:
                    done(min(before, total), total)
        if self._catalogue.unsettled():  # last, so that what a cut-off run had embedded is used, not cleared
            with self._writing(waiting):
                self._clear_leftovers()
        return [changes[document.id] for document in documents]

    def remove(self, document_id: str) -> DocumentRecord:
        """Forget a document and everything made of it. Raises NotFound, IndexBusy, StorageError."""
        self.record(document_id)  # a wrong id is reported at once, also while another process writes
        with self._writing():
            record = self._catalogue.remove(document_id)
            self._clear_leftovers()
        return record

    def diagnose(self) -> Diagnosis:
        """Where the stores disagree. Raises IndexBusy, StorageError."""
        if not self._catalogue.exists():
            return Diagnosis(0, 0)
        with self._lock.held_for_reading():
            return diagnose(self._catalogue, self._vectors)

    def repair(self, found: Diagnosis, done: ChunksDone | None = None) -> None:
        """Embed what has no vector, and forget the vectors that have no chunk.

        Raises IndexMismatch, IndexBusy, StorageError, ModelError.
        """
        self._check_recipe()
        repaired = 0
        for embedded in self._repair(self._catalogue.chunks(found.missing)):
            repaired += embedded
            if done:
                done(repaired, len(found.missing))
        with self._writing():
            self._vectors.remove(diagnose(self._catalogue, self._vectors).orphaned)
            self._clear_leftovers()

    def close(self) -> None:
        self._vectors.close()
        self._changes_seen = -1

    def _missing(self, waiting: Waiting | None) -> list[Chunk]:
        if self._catalogue.is_empty():
            return []
        with self._writing(waiting):
            found = diagnose(self._catalogue, self._vectors, thorough=False)
        return self._catalogue.chunks(found.missing)

    def _repair(self, missing: Sequence[Chunk], waiting: Waiting | None = None) -> Iterator[int]:
        for start in range(0, len(missing), STEP_CHUNKS):
            step = missing[start : start + STEP_CHUNKS]
            vectors = dict(
                zip((c.id for c in step), self.embedding.embed_documents([c.view.text for c in step]), strict=True)
            )
            with self._writing(waiting):
                self._check_recipe()
                self._store(self._catalogue.chunks([c.id for c in step]), vectors)  # those not removed meanwhile
            yield len(step)

    def _add_batch(self, batch: Batch, changes: dict[str, Change], waiting: Waiting | None) -> Iterator[int]:
        """Embed and store in turns until all vectors are there; then the catalogue makes them findable.

        Yields how many chunks were embedded. Another writer may take vectors for leftovers: those are stored again.
        """
        stored = self._of_a_cut_off_run(batch, waiting)
        while True:
            try:
                yield from batch.embed(self.embedding, stored)
            except (
                BaseException
            ):  # a failure or Ctrl-C: what was embedded is kept; opening Chroma for nothing takes seconds
                if batch.vectors:
                    self._keep(batch, changes, waiting)
                raise
            stored = self._keep(batch, changes, waiting)
            if batch.is_complete(stored):
                return

    def _keep(self, batch: Batch, changes: dict[str, Change], waiting: Waiting | None) -> set[str]:
        """Store what the batch has embedded, and commit it where that is all; the ids of its chunks in the store."""
        with self._writing(waiting):
            self._prepare()
            stored = self._store_of(batch)
            if batch.is_complete(stored):
                self._commit(batch, changes)
        return stored

    def _of_a_cut_off_run(self, batch: Batch, waiting: Waiting | None) -> set[str]:
        """The ids of the batch's chunks that have a vector already."""
        if not {document.id for document, _ in batch.documents}.intersection(self._catalogue.unsettled()):
            return set()
        with self._writing(waiting):
            self._prepare()
            return self._vectors.present([c.id for c in batch.chunks])

    def _store_of(self, batch: Batch) -> set[str]:
        """Store what the batch has embedded; returns the ids of its chunks that have a vector now."""
        stored = self._vectors.present([c.id for c in batch.chunks])
        new = batch.to_store(stored)
        self._catalogue.unsettle([document.id for document, _ in batch.documents])
        self._store(new, batch.vectors)
        return stored.union(c.id for c in new)

    def _store(self, chunks: Sequence[Chunk], vectors: Mapping[str, Vector]) -> None:
        for start in range(0, len(chunks), STEP_CHUNKS):
            step = chunks[start : start + STEP_CHUNKS]
            self._vectors.upsert(step, [vectors[c.id] for c in step])

    def _commit(self, batch: Batch, changes: dict[str, Change]) -> None:
        for document, chunks in batch.documents:
            there = self._catalogue.id_of_source(document.source)
            if there != document.id:  # or else another writer has added it meanwhile
                self._catalogue.add(document, chunks, [batch.words[c.id] for c in chunks], batch.parts)
            kind: Kind = "unchanged" if there == document.id else "replaced" if there else "added"
            changes[document.id] = Change(kind, self._catalogue.record(document.id))

    def _prepare(self) -> None:
        """Before an addition: start an empty index on this recipe."""
        if self._catalogue.is_empty() and self._catalogue.fact("recipe") != str(self.recipe):
            self._vectors.clear()
            self._catalogue.set_fact("recipe", str(self.recipe))
        self._check_recipe()

    def _clear_leftovers(self) -> None:
        for document_id in self._catalogue.unsettled():
            self._vectors.remove_document(document_id)
            self._catalogue.settle(document_id)

    @contextmanager
    def _writing(self, waiting: Waiting | None = None) -> Iterator[None]:
        """One writer at a time, across processes, which follows the former one.

        Two at once lose rows without an error, and so does one that writes through a client from before.
        """
        with self._lock.held(waiting):
            self._follow_other_writers()
            self._holds_lock = True
            try:
                yield
                self._changes_seen = self._catalogue.changes()
            finally:
                self._holds_lock = False


def _dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
