"""The index: the catalogue and the vectors as one thing that is added to, removed from and searched.

Invariants: what is searchable is in both stores; a document replaces its former version only once it is searchable
itself; a crash leaves an index that answers, and the next `add` clears what the crash left behind.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings

from ingest.catalogue import Catalogue, DocumentRecord
from ingest.chunking import chunk
from ingest.document import Chunk, Document
from ingest.errors import IndexBusy, IndexMismatch, StorageError
from ingest.parts import PART_TOKENS, closeness, packed, part_texts
from ingest.vectors import Vector, Vectors
from ingest.words import search_words

LOCK_WAIT_SECONDS = 30.0
_LOT_CHUNKS = 256  # at least, in one hold of the lock: other writers and readers of the catalogue come between lots
_BATCH_CHUNKS = 64  # embedded and stored at once: what a crash loses, and how often progress is told

ChunksDone = Callable[[int, int], None]


@dataclass(frozen=True)
class Recipe:
    """What makes an index: a model's name and the sizes of chunks in tokens. One index has one recipe."""

    embedding: str
    chunk_tokens: int
    chunk_overlap: int

    def __str__(self) -> str:
        return (
            f"embedding={self.embedding} chunk_tokens={self.chunk_tokens} chunk_overlap={self.chunk_overlap} "
            f"part_tokens={PART_TOKENS}"
        )


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
        vectors: Vectors,
        embedding: Embeddings,
        recipe: Recipe,
        lock_wait_seconds: float = LOCK_WAIT_SECONDS,
    ) -> None:
        self.folder = folder
        self.embedding = embedding
        self.recipe = recipe
        self._catalogue = Catalogue(folder / "catalogue.sqlite")
        self._vectors = vectors
        self._lock_wait_seconds = lock_wait_seconds
        self._changes_seen = -1

    # reading

    def documents(self) -> list[DocumentRecord]:
        """All documents, the oldest first."""
        return self._catalogue.records()

    def record(self, document_id: str) -> DocumentRecord:
        """Raises NotFound."""
        return self._catalogue.record(document_id)

    def records_of(self, document_ids: Sequence[str]) -> list[DocumentRecord]:
        """The records of those ids, in their order; ids that are not in the index are passed over."""
        return self._catalogue.records_of(document_ids)

    def document(self, document_id: str) -> Document:
        """Raises NotFound."""
        return self._catalogue.document(document_id)

    def holds(self, document: Document) -> bool:
        """Whether just this document, same source and same text, is in the index."""
        return self._catalogue.id_of_source(document.source) == document.id

    def replaces(self, document: Document) -> bool:
        """Whether the index holds a former version from the same source."""
        return self._catalogue.id_of_source(document.source) not in (None, document.id)

    def embed(self, question: str) -> Vector:
        """The question's unit vector."""
        return self.embedding.embed_query(question)

    def near(self, vector: Vector, k: int) -> list[Hit]:
        """The k chunks nearest by cosine, nearest first.

        Raises IndexMismatch where the index has another recipe, StorageError where its vectors are not there.
        """
        if not self._check_recipe():
            return []
        self._follow_other_writers()
        found = self._vectors.search(vector, k)
        if not found and not self._catalogue.is_empty():
            raise StorageError(
                f"the vectors of the index in {self.folder} are not in the vector store; set DALIL_CHROMA_URL as it "
                "was when they were made, or make another index: `dalil --data OTHER_DIRECTORY ingest …`"
            )
        score = dict(found)
        return [Hit(c, score[c.id]) for c in self._catalogue.chunks([chunk_id for chunk_id, _ in found])]

    def words(self, question: str, k: int) -> list[Hit]:
        """The k chunks that share the rarest words with the question (BM25), best first."""
        return [Hit(c, score) for c, score in self._catalogue.search_words(search_words(question), k)]

    def similarities(self, vector: Vector, chunks: Sequence[Chunk], near: Sequence[Hit] = ()) -> list[float]:
        """How near each chunk is to the vector, by itself and by its nearest part; 0 for one with no vector any more.

        `near` are hits whose cosine is known already.
        """
        cosine = {hit.chunk.id: hit.score for hit in near}
        stored = self._vectors.of([c.id for c in chunks if c.id not in cosine])
        cosine |= {chunk_id: _dot(vector, stored[chunk_id]) for chunk_id in stored}
        parts = self._catalogue.parts([c.id for c in chunks])
        return [closeness(vector, cosine.get(c.id, 0.0), parts.get(c.id)) for c in chunks]

    def _follow_other_writers(self) -> None:
        changes = self._catalogue.changes()
        if changes != self._changes_seen:
            self._vectors.reopen()
            self._changes_seen = changes

    def _check_recipe(self) -> bool:
        """False for an index that is still empty. Raises IndexMismatch for another recipe."""
        if self._catalogue.is_empty():
            return False
        made_with = self._catalogue.fact("recipe")
        if made_with != str(self.recipe):
            raise IndexMismatch(
                f"the index in {self.folder} was made with {made_with}, but the settings now say {self.recipe}. "
                "Set DALIL_EMBEDDING, DALIL_CHUNK_TOKENS and DALIL_CHUNK_OVERLAP as they were, or make another index: "
                "`dalil --data OTHER_DIRECTORY ingest …`"
            )
        return True

    # writing

    def add(self, documents: Sequence[Document], done: ChunksDone | None = None) -> None:
        """Make the documents searchable, each in place of a former one from its source.

        `done(chunks_done, chunks_total)` is called as the embedding goes on. Raises IndexMismatch, IndexBusy,
        StorageError, ModelError; documents already added stay.
        """
        recipe = self.recipe
        work = [(d, chunk(d, recipe.chunk_tokens, recipe.chunk_overlap)) for d in documents]
        total, before = sum(len(chunks) for _, chunks in work), 0
        if done and work:
            done(before, total)
        for lot in _lots(work):
            with self._writing():
                self._prepare()
                for embedded in self._add_lot(lot):
                    before += embedded
                    if done:
                        done(before, total)
        if self._catalogue.unsettled():  # last, so that what a cut-off run had embedded is used, not cleared
            with self._writing():
                self._clear_leftovers()

    def remove(self, document_id: str) -> DocumentRecord:
        """Forget a document and everything made of it. Raises NotFound, IndexBusy, StorageError."""
        self.record(document_id)  # a wrong id is told at once, also while another process writes
        with self._writing():
            record = self._catalogue.remove(document_id)
            self._clear_leftovers()
        return record

    def close(self) -> None:
        self._vectors.close()

    def _add_lot(self, lot: Sequence[tuple[Document, list[Chunk]]]) -> Iterator[int]:
        """Vectors first, then the catalogue, which makes them findable; yields how many chunks each step did."""
        self._catalogue.unsettle([document.id for document, _ in lot])
        chunks = [c for _, chunks in lot for c in chunks]
        parts: dict[str, bytes] = {}
        for start in range(0, len(chunks), _BATCH_CHUNKS):
            batch = chunks[start : start + _BATCH_CHUNKS]
            known = self._vectors.of([c.id for c in batch])  # by a run that was cut off
            missing = [c for c in batch if c.id not in known]
            if missing:
                self._vectors.upsert(missing, self.embedding.embed_documents([c.text for c in missing]))
            parts |= self._embedded_parts(batch)
            yield len(batch)
        for document, its_chunks in lot:
            self._catalogue.add(document, its_chunks, [search_words(c.text) for c in its_chunks], parts)
        self._changes_seen = self._catalogue.changes()

    def _embedded_parts(self, chunks: Sequence[Chunk]) -> dict[str, bytes]:
        """The packed vectors of the chunks' parts by chunk id, for those that have parts."""
        texts = {c.id: part_texts(c) for c in chunks}
        flat = [text for of_chunk in texts.values() for text in of_chunk]
        vectors = iter(self.embedding.embed_documents(flat) if flat else [])
        return {i: packed([next(vectors) for _ in of_chunk]) for i, of_chunk in texts.items() if of_chunk}

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
        self._changes_seen = self._catalogue.changes()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One writer at a time, across processes, which follows the former one.

        Two at once lose rows without an error, and so does one that writes through a client from before.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / "write.lock", timeout=self._lock_wait_seconds)
            with lock:
                self._follow_other_writers()
                yield
        except Timeout:
            raise IndexBusy(
                f"another process has been writing to {self.folder} for {self._lock_wait_seconds:.0f} seconds; "
                "try again when it is done"
            ) from None
        except OSError as error:
            raise StorageError(
                f"the data directory {self.folder} cannot be written: {error}; "
                "check its permissions and free space, or choose another with --data"
            ) from error


def _lots(work: Sequence[tuple[Document, list[Chunk]]]) -> Iterator[list[tuple[Document, list[Chunk]]]]:
    """Documents in groups of some hundred chunks: a group is embedded together and locks the index once."""
    lot: list[tuple[Document, list[Chunk]]] = []
    for item in work:
        lot.append(item)
        if sum(len(chunks) for _, chunks in lot) >= _LOT_CHUNKS:
            yield lot
            lot = []
    if lot:
        yield lot


def _dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))
