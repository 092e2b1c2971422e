"""Which documents are asked: all of them, or some documents and collections."""

import re
import unicodedata
from dataclasses import dataclass

from ingest.errors import UsageError

MAX_NAME_CHARACTERS = 100
_DOCUMENT_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class Scope:
    """These documents, by id, and all documents of these collections; everything where there are neither."""

    documents: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """False where it is everything."""
        return bool(self.documents or self.collections)


EVERYTHING = Scope()


def collection_name(name: str) -> str:
    """The name in one form (NFC, no white space around it). Raises UsageError for one that cannot be a name."""
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name) > MAX_NAME_CHARACTERS or not name.isprintable():
        raise UsageError(
            f"{name[:MAX_NAME_CHARACTERS]!r} cannot be a collection's name; "
            f"give one line of 1 to {MAX_NAME_CHARACTERS} printable characters"
        )
    if _DOCUMENT_ID.fullmatch(name):  # `--in` takes both
        raise UsageError(f"{name!r} cannot be a collection's name: it reads as a document's id; choose another name")
    return name
