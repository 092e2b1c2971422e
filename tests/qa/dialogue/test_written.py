"""Turns of a conversation with a language model: what reaches it, and what it is not asked at all."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.document import Document
from qa.answer import Answer
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build
from qa.writing.generation import Generator
from tests.scripted_llm import ScriptedLLM

pytestmark = pytest.mark.model

MILL = Document(
    "mill.txt",
    "The mill of Orsk",
    "The mill of Orsk grinds oats and barley for twelve villages. It was built by Adam Kerr in 1874. "
    "A flood broke the wheel in 1921. The wheel was replaced by an engine from Tarn two years later. "
    "The roof is covered with slate. Since 1990 the mill belongs to a society of ninety members. "
    "The society opens the mill to visitors on Sundays. A guide shows the engine and the stones.",
)
LAKE = Document("lake.txt", "Lake Sunn", "Lake Sunn is 40 metres deep. It freezes in January. Trout live in it.")


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = build(Settings(data=tmp_path_factory.mktemp("written")))
    system.index.add([MILL, LAKE])
    yield system
    system.close()


def written(system: System, llm: ScriptedLLM) -> System:
    embedding = system.index.embedding
    return replace(system, generator=Generator(lambda: llm, "scripted:x", embedding, system.quoter, 4096, 10))


def prompt(llm: ScriptedLLM) -> str:
    """The last prompt, as one text."""
    return "\n".join(str(message.content) for message in llm.prompts[-1])


def said(answer: Answer) -> Turn:
    return Turn(answer.question, answer.plain, answer.short_answer)


def test_small_talk_costs_neither_retrieval_nor_the_model(quoting: System) -> None:
    llm = ScriptedLLM(scripts=[])
    answer = written(quoting, llm).ask("good morning!")
    assert answer.mode == "chat"
    assert answer.trace is not None
    assert (list(answer.trace.retrieved), llm.prompts) == ([], [])


def test_an_overview_reaches_the_model_with_the_main_sentences_of_the_whole_text(quoting: System) -> None:
    main = [citation.quote for citation in quoting.ask("summarize this text", documents=[MILL.id]).citations]
    llm = ScriptedLLM(scripts=[[f"{main[0].removesuffix('.')} [1]."]])
    answer = written(quoting, llm).ask("summarize this text", documents=[MILL.id])
    assert len(main) >= 3
    assert all(sentence in prompt(llm) for sentence in main)
    assert [passage.text for passage in answer.passages] == main
    assert answer.mode == "generated"


def test_a_follow_up_reaches_the_model_with_the_passage_of_its_topic(quoting: System) -> None:
    llm = ScriptedLLM(scripts=[["By whom was the mill of Orsk built?"], ["It was built by Adam Kerr in 1874 [1]."]])
    first = quoting.ask("When was the mill of Orsk built?")
    answer = written(quoting, llm).ask("and by whom?", [said(first)])
    assert "built by Adam Kerr" in prompt(llm)
    assert answer.passages[0].title == "The mill of Orsk"
    assert (answer.mode, [c.document_id for c in answer.citations]) == ("generated", [MILL.id])


def test_only_the_model_says_yes(quoting: System) -> None:
    question, text = "Was the mill of Orsk built in 1874?", "Yes, it was built by Adam Kerr in 1874 [1]."
    llm = ScriptedLLM(scripts=[[text]])
    answer = written(quoting, llm).ask(question)
    assert "built by Adam Kerr in 1874" in prompt(llm)
    assert answer.text.startswith("Yes")
    assert not quoting.ask(question).text.startswith("Yes")


def test_two_questions_in_one_reach_the_model_with_a_passage_for_each(quoting: System) -> None:
    llm = ScriptedLLM(scripts=[["The mill was built in 1874 [1]. Lake Sunn is 40 metres deep [2]."]])
    written(quoting, llm).ask("When was the mill of Orsk built and how deep is Lake Sunn?")
    assert "built by Adam Kerr" in prompt(llm)
    assert "40 metres deep" in prompt(llm)
