"""Indexes and chunks as tests make them."""

from pathlib import Path

from langchain_core.embeddings import Embeddings

from ingest.document import Chunk
from ingest.index import LOCK_WAIT_SECONDS, Index
from ingest.recipe import Recipe
from ingest.stores.chroma import embedded
from ingest.stores.sqlite import SqliteCatalogue
from ingest.text.facts import facts_of
from ingest.text.views import view


def index_in(
    folder: Path,
    embedding: Embeddings,
    recipe: Recipe,
    vectors: str = "chroma",
    lock_wait_seconds: float = LOCK_WAIT_SECONDS,
) -> Index:
    """An index in a folder, its vectors in a Chroma in the folder of that name in it."""
    catalogue = SqliteCatalogue(folder / "catalogue.sqlite")
    return Index(folder, catalogue, embedded(folder / vectors), embedding, recipe, lock_wait_seconds)


def chunk_of(document_id: str, start: int, text: str) -> Chunk:
    """A chunk whose text begins at `start`."""
    return Chunk(document_id, start, start + len(text), text, view(text), facts_of(text))
