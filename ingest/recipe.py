"""What makes an index. One index has one recipe; another is refused."""

from dataclasses import dataclass
from pathlib import Path

from ingest.errors import IndexMismatch
from ingest.parts import PART_TOKENS
from ingest.stores.catalogue import Catalogue
from ingest.text import views


@dataclass(frozen=True)
class Recipe:
    """A model's name and the sizes of chunks in tokens."""

    embedding: str
    chunk_tokens: int
    chunk_overlap: int

    def __str__(self) -> str:
        return (
            f"embedding={self.embedding} chunk_tokens={self.chunk_tokens} chunk_overlap={self.chunk_overlap} "
            f"part_tokens={PART_TOKENS} views={views.VERSION}"
        )


def made_with(catalogue: Catalogue, recipe: Recipe, folder: Path) -> bool:
    """Whether the index in `folder` has that recipe; False where it is still empty. Raises IndexMismatch."""
    if catalogue.is_empty():
        return False
    theirs = catalogue.fact("recipe")
    if theirs != str(recipe):
        raise IndexMismatch(
            f"the index in {folder} was made with {theirs}, but the settings now say {recipe}. "
            "Set DALIL_EMBEDDING, DALIL_CHUNK_TOKENS and DALIL_CHUNK_OVERLAP as they were, or make another index: "
            "`dalil --data OTHER_DIRECTORY ingest …`"
        )
    return True
