import pytest

from ingest.document import Chunk
from ingest.index import Hit
from qa.retrieval import fuse
from qa.system import System

ENGLISH, ARABIC, OTHER = "An English passage.", "مقطع عربي.", "Another English passage."


def hits(*texts: str) -> list[Hit]:
    return [Hit(Chunk(text, 0, len(text), text), 1.0) for text in texts]


def order(found: list[Hit]) -> list[str]:
    return [hit.chunk.text for hit in found]


def test_a_passage_that_both_rankings_find_comes_first() -> None:
    # ENGLISH: 1/62 + 1/61, OTHER: 1/61
    assert order(fuse(hits(OTHER, ENGLISH), hits(ENGLISH), "other")) == [ENGLISH, OTHER]


def test_words_do_not_drown_a_passage_in_another_language() -> None:
    # ARABIC, first by meaning: 2/61; ENGLISH, third by meaning and first by words: 1/63 + 1/61
    fused = fuse(hits(ARABIC, OTHER, ENGLISH), hits(ENGLISH), "other")
    assert order(fused) == [ARABIC, ENGLISH, OTHER]
    assert [hit.score for hit in fused] == pytest.approx([2 / 61, 1 / 63 + 1 / 61, 1 / 62])


def test_without_word_hits_the_order_is_that_of_meaning() -> None:
    assert order(fuse(hits(ENGLISH, ARABIC, OTHER), [], "other")) == [ENGLISH, ARABIC, OTHER]


@pytest.mark.model
def test_the_retriever_is_a_langchain_retriever(system: System) -> None:
    found = system.retriever.invoke("What did Lavrov agree to?")
    assert len(found) == 8
    text = system.index.documents()[0]
    document = system.index.document(text.id)
    for passage in found:
        assert document.text[passage.metadata["start"] : passage.metadata["end"]] == passage.page_content


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "evidence"),
    [
        ("In which city will the joint implementation group be based?", "عمّان"),
        ("What is the name of the UN envoy to Syria?", "ستيفان دي ميستورا"),
        ("كم استغرق لقاء كيري مع بوتين؟", "ثلاث ساعات"),
        ("ماهي الصحيفه التي كشفت عن الوثيقه", "واشنطن بوست"),
    ],
)
def test_the_seed_article_s_passage_is_among_the_first(system: System, question: str, evidence: str) -> None:
    assert any(evidence in passage.text for passage in system.retriever.retrieve(question, 5))
