import pytest
from langchain_core.embeddings import Embeddings

from qa.dialogue.overview import MAX_EMBEDDED, main_sentences
from tests.conftest import ARTICLE

pytestmark = pytest.mark.model


class Counting(Embeddings):
    """The real model, and how many texts it was given."""

    def __init__(self, model: Embeddings) -> None:
        self.model = model
        self.count = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.count += len(texts)
        return self.model.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError(text)


def test_an_article_has_six_main_sentences_in_its_order_and_no_headline_among_them(embedding: Embeddings) -> None:
    text = ARTICLE.read_text("utf-8")
    spans = main_sentences(text, embedding)
    assert len(spans) == 6
    assert spans == sorted(spans)
    said = [text[start:end] for start, end in spans]
    assert said[0].startswith("ناقش الرئيس الروسي فلاديمير بوتين")
    assert all(sentence.endswith((".", ")")) for sentence in said)


def test_what_was_said_is_not_said_again(embedding: Embeddings) -> None:
    text = (
        "The river trust planted four thousand trees in 2023. In 2023 the river trust planted 4,000 trees. "
        "A new bridge in the north costs three hundred thousand pounds. The trust has eight thousand members."
    )
    said = [text[start:end] for start, end in main_sentences(text, embedding)]
    assert len(said) == 3
    assert sum("trees" in sentence for sentence in said) == 1


def test_of_a_very_long_text_a_bounded_number_of_sentences_is_embedded(embedding: Embeddings) -> None:
    counting = Counting(embedding)
    text = "\n".join(f"In the year {year} the council met and decided what to build." for year in range(1000, 2000))
    assert len(main_sentences(text, counting)) == 6
    assert counting.count == MAX_EMBEDDED


def test_a_text_without_whole_sentences_gives_its_first_lines(embedding: Embeddings) -> None:
    assert main_sentences("Milk\nBread\nEggs\nTea", embedding) == [(0, 4), (5, 10), (11, 15)]
    assert main_sentences("", embedding) == []
