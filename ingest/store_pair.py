"""The catalogue and the vectors as a pair: one writer at a time, fresh readers, no search where vectors are missing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from ingest.batch import STEP_CHUNKS
from ingest.document import Chunk
from ingest.recipe import Recipe, made_with
from ingest.stores.catalogue import Catalogue
from ingest.stores.diagnosis import Diagnosis, diagnose, require_vectors
from ingest.stores.originals import Originals
from ingest.stores.vectors import Vector, VectorStore
from ingest.stores.write_lock import Waiting, WriteLock


class StorePair:
    """Nothing is opened until it is needed. Used by several threads."""

    def __init__(
        self, folder: Path, catalogue: Catalogue, vectors: VectorStore, recipe: Recipe, lock_wait_seconds: float
    ) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.vectors = vectors
        self.originals = Originals(folder / "originals")
        self._recipe = recipe
        self._lock = WriteLock(folder, lock_wait_seconds)
        self._changes_seen = -1
        self._holds_lock = False  # while it does, nobody else writes and the vectors' client is up to date

    @contextmanager
    def up_to_date(self) -> Iterator[None]:
        """Searches see what another writer has written. Under its lock: files that it writes meanwhile are torn.

        Raises StorageError where chunks lack their vectors.
        """
        if self._holds_lock or self.catalogue.changes() == self._changes_seen:
            yield
            return
        with self._lock.held_for_reading():
            changes = self._follow_other_writers()
            if self.vectors.count() < self.catalogue.counts()[1]:  # more there may be, while another writer embeds
                require_vectors(diagnose(self.catalogue, self.vectors), self.folder)
            yield
            self._changes_seen = changes

    @contextmanager
    def writing(self, waiting: Waiting | None = None) -> Iterator[None]:
        """One writer at a time, across processes, which follows the former one.

        Two at once lose rows without an error, and so does one that writes through a client from before.
        """
        with self._lock.held(waiting):
            self._follow_other_writers()
            self._holds_lock = True
            try:
                yield
                self._changes_seen = self.catalogue.changes()
            finally:
                self._holds_lock = False

    def _follow_other_writers(self) -> int:
        """Returns the number of changes that the vectors' client sees now."""
        changes = self.catalogue.changes()
        if changes != self._changes_seen:
            self.vectors.reopen()
        return changes

    def check_recipe(self) -> bool:
        """False for an index that is still empty. Raises IndexMismatch for another recipe."""
        return made_with(self.catalogue, self._recipe, self.folder)

    # what a writer does

    def release(self, original: str | None) -> None:
        """Remove the original of a document that is gone, unless another document came from the same bytes."""
        if original and original not in self.catalogue.originals():
            self.originals.remove(original)

    def prepare(self) -> None:
        """Before an addition: start an empty index on this recipe."""
        if self.catalogue.is_empty() and self.catalogue.fact("recipe") != str(self._recipe):
            self.vectors.clear()
            self.catalogue.set_fact("recipe", str(self._recipe))
        self.check_recipe()

    def store(self, chunks: Sequence[Chunk], vectors: Mapping[str, Vector]) -> None:
        for start in range(0, len(chunks), STEP_CHUNKS):
            step = chunks[start : start + STEP_CHUNKS]
            self.vectors.upsert(step, [vectors[c.id] for c in step])

    def clear_leftovers(self) -> None:
        """Forget the vectors of documents that are not in the catalogue."""
        for document_id in self.catalogue.unsettled():
            self.vectors.remove_document(document_id)
            self.catalogue.settle(document_id)

    def diagnose(self) -> Diagnosis:
        """Where the stores disagree. Raises IndexBusy, StorageError."""
        if not self.catalogue.exists():
            return Diagnosis(0, 0)
        with self._lock.held_for_reading():
            unused = self.originals.unused(self.catalogue.originals())
            return replace(diagnose(self.catalogue, self.vectors), unused_originals=tuple(unused))

    def close(self) -> None:
        self.vectors.close()
        self._changes_seen = -1
