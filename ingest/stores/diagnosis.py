"""Diagnosis: where the catalogue and the vector store disagree. The catalogue is right: it has the texts."""

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import StorageError
from ingest.json_form import JsonForm
from ingest.stores.catalogue import Catalogue
from ingest.stores.vectors import VectorStore


@dataclass(frozen=True)
class Diagnosis(JsonForm):
    """Ids of chunks without a vector (`missing`) and of vectors without a chunk (`orphaned`).

    `unused_originals` are the names of files that no document came from.
    """

    documents: int
    chunks: int
    missing: tuple[str, ...] = ()
    orphaned: tuple[str, ...] = ()
    unused_originals: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.missing and not self.orphaned and not self.unused_originals


def diagnose(catalogue: Catalogue, vectors: VectorStore, *, thorough: bool = True) -> Diagnosis:
    """Compare the stores by their ids; where not `thorough`, only if their counts differ. The caller holds the lock."""
    documents, chunks = catalogue.counts()
    if not thorough and vectors.count() == chunks:
        return Diagnosis(documents, chunks)
    expected, stored = catalogue.chunk_ids(), vectors.ids()
    missing = tuple(chunk_id for chunk_id in expected if chunk_id not in stored)
    return Diagnosis(documents, chunks, missing, tuple(sorted(stored.difference(expected))))


def require_vectors(found: Diagnosis, folder: Path) -> None:
    """Raises StorageError where chunks lack their vectors: searches would miss them."""
    if not found.missing:
        return
    if len(found.missing) == found.chunks:
        raise StorageError(
            f"the vectors of the index in {folder} are not in the vector store; set DALIL_CHROMA_URL as it was when "
            "they were made, or make them again with `dalil doctor`"
        )
    raise StorageError(
        f"{len(found.missing):,} of {found.chunks:,} chunks of the index in {folder} have no vector and would not be "
        "found; make their vectors again with `dalil doctor`"
    )
