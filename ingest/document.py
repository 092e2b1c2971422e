"""The values of the way in: a document, and a chunk of it."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Document:
    """A text with a title and the place it came from (an absolute path, a URL, or `upload:NAME`)."""

    source: str
    title: str
    text: str

    @cached_property
    def id(self) -> str:
        """The content's hash: the same source with the same text is the same document."""
        content = "\0".join((self.source, self.title, self.text))
        return hashlib.sha256(content.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True)
class Chunk:
    """A run of whole sentences; `document.text[start:end] == text`, in characters."""

    document_id: str
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        return f"{self.document_id}:{self.start}-{self.end}"
