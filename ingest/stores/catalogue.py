"""The catalogue as a seam: where documents, chunks and the word index are kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.document import Chunk, Document
from ingest.json_form import JsonForm
from ingest.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class DocumentRecord(JsonForm):
    """What the catalogue says of a document without its text; `added_at` is ISO 8601, UTC.

    `pages` is None where its format has none, `collection` where it is in none. `content` and `original` are
    the document's; `overview` is a sentence of it, "" where there is none.
    """

    JSON = ("id", "title", "source", "characters", "chunks", "added_at", "collection", "pages")

    id: str
    title: str
    source: str
    characters: int
    chunks: int
    added_at: str
    pages: int | None = None
    collection: str | None = None
    content: str = ""
    original: str | None = None
    overview: str = ""


@dataclass(frozen=True)
class Collection(JsonForm):
    """A collection's name and how many documents it holds."""

    name: str
    documents: int


class Catalogue(Protocol):
    """Documents with their texts, their chunks, the word index, and facts of the index as a whole.

    Used by several threads and processes. Every method raises StorageError where the store does not answer; what asks
    for one document raises NotFound.

    The vectors of chunks are elsewhere. Of vectors a catalogue keeps those of the chunks' parts, as bytes that it does
    not read, and which documents may have left some behind (`unsettled`), so that a crash between the two stores can be
    repaired.
    """

    def exists(self) -> bool:
        """Whether anything has been written yet."""
        ...

    def add(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        terms: Sequence[Sequence[str]],
        parts: Mapping[str, bytes] | None = None,
        overview: str = "",
    ) -> None:
        """Add the document in one transaction, in place of a former one of the same source.

        `terms` are the search words of each chunk, `parts` the packed vectors of its parts by chunk id, `overview` the
        sentence that says in a list what it is about.
        """
        ...

    def remove(self, document_id: str) -> DocumentRecord: ...

    def describe(self, documents: Sequence[Document]) -> None:
        """Note metadata and original of these documents, which are in the catalogue, where they are others now."""
        ...

    def records(self, scope: Scope = EVERYTHING) -> list[DocumentRecord]:
        """The documents of the scope, the oldest first."""
        ...

    def collections(self) -> list[Collection]:
        """The collections that hold documents, by name."""
        ...

    def record(self, document_id: str) -> DocumentRecord: ...

    def records_of(self, document_ids: Sequence[str]) -> list[DocumentRecord]:
        """The records of those ids, in their order; unknown ids are ignored."""
        ...

    def document(self, document_id: str) -> Document: ...

    def id_of_source(self, source: str) -> str | None: ...

    def ids_of_content(self, contents: Sequence[str]) -> dict[str, str]:
        """For each of the contents that there is, the id of one document that has it."""
        ...

    def originals(self) -> set[str]:
        """The names of all documents' originals."""
        ...

    def is_empty(self) -> bool: ...

    def counts(self) -> tuple[int, int]:
        """How many documents and chunks there are."""
        ...

    def chunk_ids(self) -> list[str]:
        """The ids of all chunks, those of a document together."""
        ...

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """The chunks of those ids, in their order; unknown ids are ignored."""
        ...

    def parts(self, chunk_ids: Sequence[str]) -> dict[str, bytes]:
        """The packed vectors of the chunks' parts by chunk id, for those that have parts."""
        ...

    def search_words(self, terms: Sequence[str], k: int, scope: Scope = EVERYTHING) -> list[tuple[Chunk, float]]:
        """The k chunks of the scope with the highest BM25 for any of the terms, best first."""
        ...

    def unsettle(self, document_ids: Sequence[str]) -> None:
        """Note that vectors of these documents are about to be written."""
        ...

    def settle(self, document_id: str) -> None:
        """Note that no vector of this document, which is not in the catalogue, is left."""
        ...

    def unsettled(self) -> list[str]:
        """Documents that are not in the catalogue and whose vectors may still be in the vector store."""
        ...

    def changes(self) -> int:
        """A number that grows with every change of the index, in whichever process."""
        ...

    def fact(self, name: str) -> str | None: ...

    def set_fact(self, name: str, value: str) -> None: ...
