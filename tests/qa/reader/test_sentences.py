"""The sentence reader answers with the nearest sentence."""

from langchain_core.embeddings import Embeddings

from qa.answer import Passage
from qa.reader.sentences import SentenceReader


class Letters(Embeddings):
    """A vector's two numbers: whether the text holds an "a", whether it holds a "b"."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float("a" in text), float("b" in text)] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def passage(text: str) -> Passage:
    return Passage("d", "title", "source", 0, len(text), text, retrieval_score=0)


def test_the_nearest_sentence_of_each_passage_is_read() -> None:
    texts = ["Cccc. An a here. Dddd.", "B is here. Cccc."]
    first, second = SentenceReader(Letters()).read("a?", [passage(text) for text in texts])
    assert texts[0][first.start : first.end] == "An a here."
    assert first.relevance > second.relevance
    assert first.confidence > second.confidence


def test_a_passage_without_a_sentence_is_read_whole() -> None:
    (reading,) = SentenceReader(Letters()).read("a?", [passage("  ")])
    assert (reading.start, reading.end) == (0, 2)


def test_no_passages_give_no_readings() -> None:
    assert SentenceReader(Letters()).read("a?", []) == []
