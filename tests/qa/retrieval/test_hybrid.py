import pytest

from ingest.index import Hit
from qa.retrieval.hybrid import OTHER_SCRIPT, fuse, raise_other_script
from qa.system import System
from tests.indexes import chunk_of

ENGLISH, ARABIC, OTHER = "An English passage.", "مقطع عربي.", "Another English passage."


def hits(**scores: float) -> list[Hit]:
    texts = {"english": ENGLISH, "arabic": ARABIC, "other": OTHER}
    return [Hit(chunk_of(name, 0, texts[name]), score) for name, score in scores.items()]


def scores(found: list[Hit]) -> dict[str, float]:
    return {hit.chunk.document_id: hit.score for hit in found}


def test_words_decide_between_passages_that_are_near_alike_by_meaning() -> None:
    fused = fuse(hits(other=0.85, english=0.84), hits(english=12.0, other=6.0), [0, 0], "other")
    # the best match by words adds .05, one half as good .025
    assert scores(fused) == pytest.approx({"english": 0.89, "other": 0.875})
    assert fused[0].chunk.text == ENGLISH


def test_words_do_not_drown_a_passage_in_another_language() -> None:
    fused = fuse(hits(arabic=0.86, other=0.8, english=0.82), hits(english=9.0), [0, 0, 0], "other")
    # ARABIC is nearest by meaning, which stands in for words: .86 + .05
    assert scores(fused) == pytest.approx({"arabic": 0.91, "english": 0.87, "other": 0.8})
    assert fused[0].chunk.text == ARABIC


def test_a_passage_in_another_script_is_raised_to_the_level_of_the_question_s_own() -> None:
    chunks = [hit.chunk for hit in hits(english=0, arabic=0)]
    assert scores(raise_other_script(chunks, [0.8, 0.8], "arabic")) == {"english": 0.8 + OTHER_SCRIPT, "arabic": 0.8}
    assert scores(raise_other_script(chunks, [0.8, 0.8], "other")) == {"english": 0.8, "arabic": 0.8 + OTHER_SCRIPT}


def test_a_name_heard_in_another_script_decides_between_passages_near_alike_by_meaning() -> None:
    # the places by meaning, 0 and 1 of .05, with 8 nats of .0075: .845 + 0 + .06 against .85 + .05
    fused = fuse(hits(english=0.85, arabic=0.845), [], [0, 8], "other")
    assert scores(fused) == pytest.approx({"arabic": 0.905, "english": 0.9})
    assert fused[0].chunk.text == ARABIC


def test_without_word_hits_the_order_is_that_of_meaning() -> None:
    fused = fuse(hits(english=0.7, arabic=0.9, other=0.8), [], [0, 0, 0], "other")
    assert [hit.chunk.text for hit in fused] == [ARABIC, OTHER, ENGLISH]


def test_one_passage_or_none_is_fused_too() -> None:
    assert scores(fuse(hits(english=0.5), [], [0], "other")) == pytest.approx({"english": 0.55})
    assert fuse([], [], [], "other") == []


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
