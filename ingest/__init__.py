"""The way in: a file, folder or URL becomes searchable chunks with exact offsets. Knows nothing of questions.

    from ingest import Document, Limits, Loader, ingest

What is exported here is imported when it is first used, so that `import ingest` stays cheap.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.document import Block, Chunk, Document
    from ingest.errors import (
        DalilError,
        IndexBusy,
        IndexMismatch,
        ModelError,
        NotFound,
        SourceError,
        StorageError,
        TooLarge,
        UsageError,
    )
    from ingest.formats.format import Content, Format, Raw
    from ingest.formats.loading import Limits, Loader
    from ingest.index import Index
    from ingest.pipeline import Failure, Summary, ingest
    from ingest.recipe import Recipe
    from ingest.stores.catalogue import Catalogue, DocumentRecord
    from ingest.stores.vectors import VectorStore

__all__ = [
    "Block",
    "Catalogue",
    "Chunk",
    "Content",
    "DalilError",
    "Document",
    "DocumentRecord",
    "Failure",
    "Format",
    "Index",
    "IndexBusy",
    "IndexMismatch",
    "Limits",
    "Loader",
    "ModelError",
    "NotFound",
    "Raw",
    "Recipe",
    "SourceError",
    "StorageError",
    "Summary",
    "TooLarge",
    "UsageError",
    "VectorStore",
    "ingest",
]

_ERRORS = (
    *("DalilError", "IndexBusy", "IndexMismatch", "ModelError", "NotFound"),
    *("SourceError", "StorageError", "TooLarge", "UsageError"),
)
_HOME = {
    **dict.fromkeys(("Block", "Chunk", "Document"), "ingest.document"),
    **dict.fromkeys(_ERRORS, "ingest.errors"),
    **dict.fromkeys(("Content", "Format", "Raw"), "ingest.formats.format"),
    **dict.fromkeys(("Limits", "Loader"), "ingest.formats.loading"),
    "Index": "ingest.index",
    **dict.fromkeys(("Failure", "Summary", "ingest"), "ingest.pipeline"),
    "Recipe": "ingest.recipe",
    **dict.fromkeys(("Catalogue", "DocumentRecord"), "ingest.stores.catalogue"),
    "VectorStore": "ingest.stores.vectors",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
