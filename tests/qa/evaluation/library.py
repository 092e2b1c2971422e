"""Documents in memory, where an evaluation looks up its evidence."""

from ingest.document import Document
from ingest.errors import NotFound


class Library:
    """Documents by id, as the index gives them."""

    def __init__(self, *documents: Document) -> None:
        self._documents = {document.id: document for document in documents}

    def documents(self) -> list[Document]:
        return list(self._documents.values())

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise NotFound(document_id)
        return self._documents[document_id]
