"""The corpus: a run's documents by id and by name, each read once."""

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol

from ingest.document import Document


class Record(Protocol):
    """What the index lists of a document."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...


class Sources(Protocol):
    """Documents by id: the index."""

    def documents(self) -> Sequence[Record]: ...
    def document(self, document_id: str) -> Document: ...


class Held:
    """A test set's own documents, where no index is asked."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}

    def documents(self) -> Sequence[Document]:
        return list(self._documents.values())

    def document(self, document_id: str) -> Document:
        return self._documents[document_id]


class Corpus:
    """The sources with what has been looked up in them: names and texts are read once, whatever many questions ask."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._texts: dict[str, Document] = {}

    def document(self, document_id: str) -> Document:
        if document_id not in self._texts:
            self._texts[document_id] = self._sources.document(document_id)
        return self._texts[document_id]

    def holds(self, document_id: str) -> bool:
        return document_id in self._texts or document_id in self._paths

    def all(self) -> list[str]:
        return list(self._paths)

    def called(self, name: str) -> list[str]:
        """`named`, or what a test set's own corpus calls so: a BEIR document's id."""
        return self.named(name) or self._of_sets.get(name, [])

    def named(self, name: str | None) -> list[str]:
        """The ids of the documents with that id, title, source or end of a source; of all where no name is given."""
        if name is None:
            return list(self._paths)
        found = self._names.get(name, []) or self._names.get(name.rpartition("/")[2], [])
        return [i for i in found if name in self._own_names[i] or self._paths[i].endswith(f"/{name}")]

    @cached_property
    def _of_sets(self) -> dict[str, list[str]]:
        """By what follows the # of a source: `testset:scifact#4983`."""
        names: dict[str, list[str]] = {}
        for document_id, source in self._paths.items():
            names.setdefault(source.rpartition("#")[2], []).append(document_id)
        return names

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {record.id: record.source.replace("\\", "/") for record in self._sources.documents()}

    @cached_property
    def _own_names(self) -> dict[str, set[str]]:
        return {record.id: {record.id, record.title, record.source} for record in self._sources.documents()}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for document_id, own in self._own_names.items():
            for name in own | {self._paths[document_id].rpartition("/")[2]}:
                names.setdefault(name, []).append(document_id)
        return names
