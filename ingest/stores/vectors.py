"""The vector store as a seam: chunk ids and their vectors, searched by cosine."""

from collections.abc import Sequence
from typing import Protocol

from ingest.document import Chunk
from ingest.scope import EVERYTHING, Scope

Vector = Sequence[float]


class VectorStore(Protocol):
    """Used by several threads. Every method raises StorageError where the store does not answer."""

    def upsert(self, chunks: Sequence[Chunk], vectors: Sequence[Vector]) -> None:
        """Write the chunks' vectors with their documents and collections, at most some hundred at once."""
        ...

    def of(self, chunk_ids: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors by chunk id; unknown ids are ignored."""
        ...

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        ...

    def present(self, chunk_ids: Sequence[str]) -> set[str]:
        """Those of the ids that have a vector."""
        ...

    def search(self, vector: Vector, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """The k nearest chunk ids of the scope with their cosine, nearest first."""
        ...

    def remove(self, chunk_ids: Sequence[str]) -> None: ...

    def remove_document(self, document_id: str) -> None: ...

    def clear(self) -> None:
        """Forget all vectors, and with them their number of dimensions."""
        ...

    def count(self) -> int: ...

    def reopen(self) -> None:
        """See what another process has written since this one opened the store."""
        ...

    def close(self) -> None: ...
