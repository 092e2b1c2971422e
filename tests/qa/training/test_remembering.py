"""Each text is embedded once, in its place among others."""

from langchain_core.embeddings import Embeddings

from qa.training.remembering import Remembering


class Counted(Embeddings):
    """A text's vector is its length; `asked` are all texts it was given."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [[float(len(text))] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        self.asked.append(text)
        return [-float(len(text))]


def test_a_text_is_embedded_once_and_queries_apart_from_documents() -> None:
    counted = Counted()
    remembering = Remembering(counted)
    assert remembering.embed_documents(["bb", "a", "bb"]) == [[2.0], [1.0], [2.0]]
    assert remembering.embed_documents(["a", "ccc"]) == [[1.0], [3.0]]
    assert [remembering.embed_query("a") for _ in range(2)] == [[-1.0], [-1.0]]
    assert counted.asked == ["bb", "a", "ccc", "a"]
