"""Vectors: Chroma, an embedded folder or a server, by cosine. Knows chunk ids and vectors, not texts."""

import os
import shutil
import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from ingest.document import Chunk
from ingest.errors import StorageError
from ingest.scope import EVERYTHING, Scope
from ingest.stores.vectors import Vector

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

# 48 neighbours and ef_search 400 give recall@10 of 1.00 also on random vectors, where Chroma's defaults give 0.12-0.5.
# A client that opens the store inserts again what is not in the graph on disk, at most `sync_threshold` vectors: 0.26 s
# of CPU for 199 beside 20,480, where Chroma's thousand and ef_construction 400 take 2 s (benchmarks/foreign_write.py).
_CONFIGURATION: Any = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": 100,
        "ef_search": 400,
        "max_neighbors": 48,
        "sync_threshold": 200,
        "batch_size": 200,
    }
}
_PAGE = 5_000  # ids in one call
_DOCUMENT, _COLLECTION = "document_id", "collection"  # keys of a vector's metadata


class ChromaVectors:
    """One Chroma collection, whose name `collection` tells; opened at its first use.

    An embedded client answers from the past once another process has written: call `reopen` then. Calls are
    serialised, so that none meets a client that is being closed.
    """

    def __init__(self, connect: Callable[[], "Client"], place: str, collection: Callable[[], str]) -> None:
        self._connect = connect
        self._place = place
        self._name = collection
        self._lock = threading.RLock()
        self._client: Client | None = None

    @contextmanager
    def _collection(self) -> Iterator["Collection"]:
        """The collection, for one call. Raises StorageError where Chroma cannot be reached, read or written."""
        with self._lock:
            try:
                if self._client is None:
                    self._client = self._connect()
                yield self._client.get_or_create_collection(
                    self._name(), configuration=_CONFIGURATION, embedding_function=None
                )
            except Exception as error:  # chromadb, sqlite, httpx: each raises its own
                raise StorageError(
                    f"the vector store {self._place} does not answer: {error}; "
                    "check that it is running, writable and not full (DALIL_CHROMA_URL, --data)"
                ) from error

    def upsert(self, chunks: Sequence[Chunk], vectors: Sequence[Vector]) -> None:
        """Write the chunks' vectors; at most Chroma's batch, some thousands."""
        metadatas: list[Any] = [{_DOCUMENT: c.document_id, _COLLECTION: c.collection or ""} for c in chunks]
        with self._collection() as collection:
            collection.upsert([c.id for c in chunks], embeddings=_array(vectors), metadatas=metadatas)

    def of(self, chunk_ids: Sequence[str]) -> dict[str, Vector]:
        """The stored vectors by chunk id; ids that are not there are ignored."""
        if not chunk_ids:
            return {}
        found: dict[str, Vector] = {}
        with self._collection() as collection:
            for start in range(0, len(chunk_ids), _PAGE):
                got = collection.get(list(chunk_ids[start : start + _PAGE]), include=["embeddings"])
                embeddings = () if got["embeddings"] is None else got["embeddings"]
                found |= zip(got["ids"], [list(map(float, e)) for e in embeddings], strict=True)
        return found

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        with self._collection() as collection:
            return set(collection.get(include=[])["ids"])

    def present(self, chunk_ids: Sequence[str]) -> set[str]:
        """Those of the ids that have a vector."""
        found: set[str] = set()
        with self._collection() as collection:
            for start in range(0, len(chunk_ids), _PAGE):
                found |= set(collection.get(list(chunk_ids[start : start + _PAGE]), include=[])["ids"])
        return found

    def remove(self, chunk_ids: Sequence[str]) -> None:
        with self._collection() as collection:
            for start in range(0, len(chunk_ids), _PAGE):
                collection.delete(list(chunk_ids[start : start + _PAGE]))

    def search(self, vector: Vector, k: int, scope: Scope = EVERYTHING) -> list[tuple[str, float]]:
        """The k nearest chunk ids of the scope with their cosine, nearest first."""
        with self._collection() as collection:
            count = collection.count()
            if not count:
                return []
            found = collection.query(
                _array([vector]), n_results=min(k, count), where=_where(scope), include=["distances"]
            )
        distances = found["distances"] or [[]]
        return [(chunk_id, 1 - distance) for chunk_id, distance in zip(found["ids"][0], distances[0], strict=True)]

    def remove_document(self, document_id: str) -> None:
        with self._collection() as collection:
            collection.delete(where={_DOCUMENT: document_id})

    def clear(self) -> None:
        """Forget all vectors, and with them their number of dimensions."""
        with self._collection():
            assert self._client is not None
            self._client.delete_collection(self._name())

    def count(self) -> int:
        with self._collection() as collection:
            return collection.count()

    def reopen(self) -> None:
        """See what another process has written since this one opened the store."""
        self.close()

    def close(self) -> None:
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None


def _where(scope: Scope) -> Any:
    """Chroma's filter for the scope; None for everything."""
    wanted = ((_DOCUMENT, scope.documents), (_COLLECTION, scope.collections))
    either = [{key: {"$in": list(values)}} for key, values in wanted if values]
    return {"$or": either} if len(either) > 1 else next(iter(either), None)


def _array(vectors: Sequence[Vector]) -> "NDArray[np.float32]":
    import numpy as np

    return np.asarray(vectors, dtype=np.float32)


def embedded(folder: Path) -> ChromaVectors:
    """A Chroma in a folder of this machine.

    Chroma writes where it only reads; of a folder that cannot be written it reads a temporary copy.
    """
    copies: list[TemporaryDirectory[str]] = []

    def connect() -> "Client":
        import chromadb
        from chromadb.config import Settings

        place = folder
        if folder.exists() and not os.access(folder, os.W_OK):
            copies[:] = [TemporaryDirectory(prefix="dalil-", ignore_cleanup_errors=True)]
            place = Path(copies[0].name) / "chroma"
            shutil.copytree(folder, place, copy_function=shutil.copyfile)
            for made in (place, *place.glob("*/")):  # copied with the modes of the folders
                made.chmod(0o700)
        return cast("Client", chromadb.PersistentClient(str(place), settings=Settings(anonymized_telemetry=False)))

    return ChromaVectors(connect, str(folder), lambda: "dalil")


def server(url: str, folder: Path) -> ChromaVectors:
    """A Chroma server, where each index has a collection of its own; its name is kept in the index's `folder`."""

    def connect() -> "Client":
        import chromadb
        from chromadb.config import Settings

        parts = urlsplit(url)
        client = chromadb.HttpClient(
            host=parts.hostname or url,
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
        return cast("Client", client)

    return ChromaVectors(connect, url, partial(_own_collection, folder / "chroma-collection"))


def _own_collection(kept: Path) -> str:
    """The name in the file, made up at its first use: nothing else on the server has it."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(".part")
        part.write_text(f"dalil-{uuid.uuid4().hex}", encoding="ascii")
        part.rename(kept)
    return kept.read_text(encoding="ascii")
