"""Adding documents: chunks, vectors first, the catalogue last, so that a crash leaves an index that answers.

Texts are embedded outside the write lock, which is held for the stores only. What a document of the same content has
been embedded for already, under whatever name or in whatever collection, is not embedded again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Literal

from langchain_core.embeddings import Embeddings

from ingest.batch import STEP_CHUNKS, Batch, batches
from ingest.chunking import chunk
from ingest.document import Chunk, Document
from ingest.overview import main_sentence
from ingest.recipe import Recipe
from ingest.store_pair import StorePair
from ingest.stores.catalogue import DocumentRecord
from ingest.stores.diagnosis import diagnose
from ingest.stores.write_lock import Waiting

Kind = Literal["added", "replaced", "unchanged"]
ChunksDone = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """What an addition did to one document of it."""

    kind: Kind
    record: DocumentRecord


class Addition:
    """Writes into the pair; `waiting()` is called where another writer has the lock."""

    def __init__(self, stores: StorePair, embedding: Embeddings, recipe: Recipe, waiting: Waiting | None) -> None:
        self._stores = stores
        self._catalogue = stores.catalogue
        self._embedding = embedding
        self._recipe = recipe
        self._waiting = waiting
        self._changes: dict[str, Change] = {}

    def add(self, documents: Sequence[Document], done: ChunksDone | None) -> list[Change]:
        """As `Index.add`."""
        held = {record.id: record for record in self._catalogue.records_of([d.id for d in documents])}
        self._changes |= {i: Change("unchanged", record) for i, record in held.items()}
        self._describe([(d, held[d.id]) for d in documents if d.id in held])
        sizes = self._recipe.chunk_tokens, self._recipe.chunk_overlap
        work = [(d, chunk(d, *sizes)) for d in documents if d.id not in held]
        missing = self._missing()
        total, before = len(missing) + sum(len(chunks) for _, chunks in work), 0
        if done and total:
            done(before, total)
        for embedded in self._each_step(missing, batches(work)):
            before += embedded
            if done:
                done(min(before, total), total)
        if self._catalogue.unsettled():  # last, so that what a cut-off run had embedded is used, not cleared
            with self._writing():
                self._stores.clear_leftovers()
        return [self._changes[document.id] for document in documents]

    def repair(self, missing: Sequence[Chunk]) -> Iterator[int]:
        """Embed and store the vectors of chunks that lack them; yields how many are done after each step."""
        for start in range(0, len(missing), STEP_CHUNKS):
            step = missing[start : start + STEP_CHUNKS]
            vectors = dict(
                zip((c.id for c in step), self._embedding.embed_documents([c.view.text for c in step]), strict=True)
            )
            with self._writing():
                self._stores.check_recipe()
                self._stores.store(self._catalogue.chunks([c.id for c in step]), vectors)  # those not removed meanwhile
            yield len(step)

    def _describe(self, unchanged: Sequence[tuple[Document, DocumentRecord]]) -> None:
        self._catalogue.describe([document for document, _ in unchanged])
        for former in {held.original for document, held in unchanged if held.original != document.original}:
            self._stores.release(former)

    def _missing(self) -> list[Chunk]:
        if self._catalogue.is_empty():
            return []
        with self._writing():
            found = diagnose(self._catalogue, self._stores.vectors, thorough=False)
        return self._catalogue.chunks(found.missing)

    def _each_step(self, missing: Sequence[Chunk], work: Iterator[Batch]) -> Iterator[int]:
        yield from self.repair(missing)
        for batch in work:
            yield from self._add_batch(batch)

    def _add_batch(self, batch: Batch) -> Iterator[int]:
        """Embed and store in turns until all vectors are there; then the catalogue makes them findable.

        Yields how many chunks were embedded. Another writer may take vectors for leftovers: those are stored again.
        """
        self._take_from_same_content(batch)
        stored = self._of_a_cut_off_run(batch)
        while True:
            try:
                yield from batch.embed(self._embedding, stored)
            except (
                BaseException
            ):  # a failure or Ctrl-C: what was embedded is kept; opening Chroma for nothing takes seconds
                if batch.vectors:
                    self._keep(batch)
                raise
            stored = self._keep(batch)
            if batch.is_complete(stored):
                return

    def _take_from_same_content(self, batch: Batch) -> None:
        """The batch's documents take over what a document of the same content, which has the same chunks, has."""
        same = self._catalogue.ids_of_content([document.content for document, _ in batch.documents])
        others = {
            c.id: replace(c, document_id=same[document.content]).id
            for document, chunks in batch.documents
            if document.content in same
            for c in chunks
        }
        if not others:
            return
        with self._stores.up_to_date():
            vectors = self._stores.vectors.of(list(others.values()))
        batch.take(others, vectors, self._catalogue.parts(list(others.values())))

    def _of_a_cut_off_run(self, batch: Batch) -> set[str]:
        """The ids of the batch's chunks that have a vector already."""
        if not {document.id for document, _ in batch.documents}.intersection(self._catalogue.unsettled()):
            return set()
        with self._writing():
            self._stores.prepare()
            return self._stores.vectors.present([c.id for c in batch.chunks])

    def _keep(self, batch: Batch) -> set[str]:
        """Store what the batch has embedded, and commit it where that is all; the ids of its chunks in the store."""
        with self._writing():
            self._stores.prepare()
            stored = self._store(batch)
            if batch.is_complete(stored):
                self._commit(batch)
        return stored

    def _store(self, batch: Batch) -> set[str]:
        """Store what the batch has embedded; returns the ids of its chunks that have a vector now."""
        stored = self._stores.vectors.present([c.id for c in batch.chunks])
        new = batch.to_store(stored)
        self._catalogue.unsettle([document.id for document, _ in batch.documents])
        self._stores.store(new, batch.vectors)
        return stored.union(c.id for c in new)

    def _commit(self, batch: Batch) -> None:
        for document, chunks in batch.documents:
            there = self._catalogue.id_of_source(document.source)
            if there != document.id:  # or else another writer has added it meanwhile
                former = self._catalogue.record(there).original if there else None
                words, overview = [batch.words[c.id] for c in chunks], main_sentence(chunks, batch.vectors)
                self._catalogue.add(document, chunks, words, batch.parts, overview)
                self._stores.release(former)
            kind: Kind = "unchanged" if there == document.id else "replaced" if there else "added"
            self._changes[document.id] = Change(kind, self._catalogue.record(document.id))

    def _writing(self) -> AbstractContextManager[None]:
        return self._stores.writing(self._waiting)
