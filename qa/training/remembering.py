"""An embedding that computes each text once: in measuring and fitting the same sentences come with many questions."""

from langchain_core.embeddings import Embeddings


class Remembering(Embeddings):
    """Another embedding, its vectors kept in memory."""

    def __init__(self, embedding: Embeddings) -> None:
        self._embedding = embedding
        self._documents: dict[str, list[float]] = {}
        self._queries: dict[str, list[float]] = {}

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        new = [text for text in dict.fromkeys(texts) if text not in self._documents]
        self._documents |= dict(zip(new, self._embedding.embed_documents(new) if new else [], strict=True))
        return [self._documents[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        if text not in self._queries:
            self._queries[text] = self._embedding.embed_query(text)
        return self._queries[text]
