"""Answers by a scripted LLM over four short documents, checked with the real embedding model."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from ingest.document import Document
from ingest.pipeline import ingest_documents
from qa.answer import Answer, Found, Passage, Sentence, Token
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build
from qa.writing.generation import Generator
from qa.writing.prompting import NOT_IN_SOURCES
from tests.bridge import BRIDGE, QUESTION
from tests.scripted_llm import ScriptedLLM

pytestmark = pytest.mark.model

MARKET = "The old market of Hama sells soap, spices and copper. It opens every morning except on Fridays."
SCHOOL = "The school has twelve teachers. Its library holds 3,000 books in Arabic and English."
WHEELS = "تدور نواعير حماة بقوة ماء نهر العاصي. ويبلغ عدد النواعير الباقية سبع عشرة ناعورة."
TEXTS = {"Bridge": BRIDGE, "Market": MARKET, "School": SCHOOL, "Wheels": WHEELS}


@pytest.fixture(scope="module")
def town(system: System, tmp_path_factory: pytest.TempPathFactory) -> System:
    """A system with the four documents."""
    own = build(Settings(data=tmp_path_factory.mktemp("town") / "data"), like=system)
    ingest_documents(own.index, [Document(f"/{title}.txt", title, text) for title, text in TEXTS.items()])
    return own


def writing(town: System, *scripts: Sequence[Any], context: int = 4096, timeout: float = 10) -> System:
    """The town's system with a scripted LLM."""
    llm = ScriptedLLM(scripts=[list(script) for script in scripts])
    embedding = town.index.embedding
    return replace(town, generator=Generator(lambda: llm, "scripted:x", embedding, town.quoter, context, timeout))


def number(town: System, question: str, title: str) -> int:
    """The number that the passage from that document has in the prompt."""
    return 1 + [passage.title for passage in town.search(question)].index(title)


def told(system: System, question: str = QUESTION, history: Sequence[Turn] = ()) -> tuple[str, Answer]:
    """The text of all tokens, and the answer."""

    async def collect() -> list[Any]:
        return [event async for event in system.stream(question, history)]

    found, *tokens, answer = asyncio.run(collect())
    assert isinstance(found, Found)
    assert isinstance(answer, Answer)
    return "".join(token.text for token in tokens), answer


def test_a_supported_sentence_is_cited_by_the_words_that_support_it(town: System) -> None:
    n = number(town, QUESTION, "Bridge")
    text, answer = told(writing(town, [f"The bridge was built in 1921 [{n}]."]))
    assert answer.text == text == "The bridge was built in 1921. [1]"
    assert answer.sentences == [Sentence("The bridge was built in 1921.", (1,), supported=True)]
    assert (answer.answered, answer.mode, answer.model, answer.notice) == (True, "generated", "scripted:x", None)
    (citation,) = answer.citations
    assert citation.quote == "The bridge over the Orontes was built in 1921 by French engineers."
    assert BRIDGE[citation.start : citation.end] == citation.quote
    assert 0.3 < answer.confidence <= 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Question: When was the bridge over the Orontes built?\nAnswer: It was built in 1921.",
            "It was built in 1921. [1]",
        ),
        ("The bridge over the Orontes was built. It was built in 1921.", "It was built in 1921. [1]"),
    ],
)
def test_what_only_says_the_question_again_is_left_out(town: System, written: str, shown: str) -> None:
    text, answer = told(writing(town, [written]))
    assert answer.text == text == shown


def test_an_answer_that_only_says_the_question_again_is_not_supported(town: System) -> None:
    _, answer = told(writing(town, ["The bridge over the Orontes was built."]))
    assert (answer.mode, answer.unsupported, answer.short_answer) == ("quoted", True, "1921")


def test_a_rule_or_the_frame_of_a_table_is_no_claim(town: System) -> None:
    n = number(town, QUESTION, "Bridge")
    text, answer = told(writing(town, [f"The bridge was built in 1921 [{n}].\n\n---\n|---|---|"]))
    assert answer.text == text == "The bridge was built in 1921. [1]\n---\n|---|---|"
    assert answer.confidence > 0.3


def test_the_short_answer_is_what_the_reader_is_sure_of_else_the_sentence(town: System) -> None:
    n = number(town, QUESTION, "Bridge")
    system = writing(town, [f"French engineers built it in 1921 [{n}]."])
    (best,) = [p for p in town.search(QUESTION) if p.title == "Bridge"]
    assert best.reading is not None
    assert best.reading.confidence > 0.3
    assert told(system)[1].short_answer == "1921"
    unsure = replace(town, quoter=replace(town.quoter, threshold=1.0))
    assert told(writing(unsure, [f"It was built in 1921 [{n}]."]))[1].short_answer == "It was built in 1921"


def test_what_is_supported_where_the_reader_finds_no_answer_is_hedged(town: System) -> None:
    unsure = replace(town, quoter=replace(town.quoter, threshold=1.0))
    text, answer = told(writing(unsure, ["The bridge was built in 1921."]))
    assert answer.text == text == "Perhaps: The bridge was built in 1921. [1]"
    assert (answer.answered, answer.hedged, answer.mode) == (True, True, "generated")


def test_what_rests_on_another_sentence_than_the_reader_s_is_hedged(town: System) -> None:
    text, answer = told(writing(town, ["The old market of Hama sells soap, spices and copper."]))
    assert answer.text == text == "Perhaps: The old market of Hama sells soap, spices and copper. [1]"
    assert (answer.answered, answer.hedged, answer.mode) == (True, True, "generated")


def test_an_english_sentence_is_supported_by_arabic_words(town: System) -> None:
    question = "What turns the waterwheels of Hama?"
    n = number(town, question, "Wheels")
    _, answer = told(
        writing(town, [f"The waterwheels of Hama turn by the power of the river's water [{n}]."]), question
    )
    assert [citation.quote for citation in answer.citations] == ["تدور نواعير حماة بقوة ماء نهر العاصي."]


@pytest.mark.parametrize("marker", ["", " [99]", " [0]", " [{wrong}]"])
def test_a_sentence_without_a_right_marker_is_attributed_by_the_program(town: System, marker: str) -> None:
    wrong = number(town, QUESTION, "School")
    script = f"The bridge over the Orontes was built in 1921{marker.format(wrong=wrong)}. Penguins eat fish."
    text, answer = told(writing(town, [script]))
    assert answer.text == text == "The bridge over the Orontes was built in 1921. [1] Penguins eat fish. [no evidence]"
    assert [citation.title for citation in answer.citations] == ["Bridge"]
    assert [sentence.supported for sentence in answer.sentences] == [True, False]


def test_a_citation_of_all_passages_is_narrowed_to_the_one_that_supports(town: System) -> None:
    _, answer = told(writing(town, ["The bridge was built in 1921 [1][2][3][4]."]))
    assert [citation.title for citation in answer.citations] == ["Bridge"]


def test_a_number_that_the_passage_does_not_hold_is_never_supported(town: System) -> None:
    n = number(town, QUESTION, "Bridge")
    _, answer = told(writing(town, [f"The bridge over the Orontes was built in 1931 by French engineers [{n}]."]))
    assert answer.unsupported
    assert "1931" not in answer.text


def test_an_answer_with_nothing_supported_gives_way_to_the_quoted_one(town: System) -> None:
    _, answer = told(writing(town, ["Penguins live in Antarctica [1]. They eat fish."]))
    quoted = town.ask(QUESTION)
    assert quoted.answered
    assert (answer.text, answer.citations, answer.short_answer) == (quoted.text, quoted.citations, quoted.short_answer)
    assert (answer.mode, answer.model, answer.unsupported) == ("quoted", None, True)
    assert answer.notice == "The language model's answer is not supported; this is what the sources say."


def test_where_the_reader_finds_no_answer_either_the_sources_do_not_say(town: System) -> None:
    unsure = replace(town, quoter=replace(town.quoter, threshold=1.0))
    _, answer = told(writing(unsure, ["Penguins live in Antarctica [1]. They eat fish."]))
    assert not answer.answered
    assert answer.text.startswith("The sources do not say. The nearest evidence: «")
    assert [citation.title for citation in answer.citations] == ["Bridge"]
    assert answer.notice == "Nothing in the language model's answer is supported by the sources."


@pytest.mark.parametrize("reply", [NOT_IN_SOURCES, f"{NOT_IN_SOURCES}.", NOT_IN_SOURCES.lower()])
def test_the_sentinel_becomes_the_sources_do_not_say_where_the_reader_is_not_sure(town: System, reply: str) -> None:
    unsure = replace(town, quoter=replace(town.quoter, sure=1.0))
    text, answer = told(writing(unsure, list(reply)), "من بنى الجسر؟")
    assert text == ""
    assert (answer.answered, answer.text, answer.notice) == (False, "المصادر لا تذكر ذلك.", None)
    assert answer.passages


def test_the_sentinel_gives_way_to_an_answer_that_the_reader_is_sure_of(town: System) -> None:
    sure = replace(town, quoter=replace(town.quoter, sure=0.0))
    _, answer = told(writing(sure, [NOT_IN_SOURCES]))
    assert (answer.text, answer.mode) == (sure.ask(QUESTION).text, "quoted")
    assert answer.notice == "The language model found no answer; this is what the sources say."


def test_an_answer_in_another_language_is_asked_for_once_more(town: System) -> None:
    system = writing(town, ["بني الجسر سنة 1921. وهو حجري."], ["The bridge was built in 1921."])
    text, answer = told(system)
    assert answer.text == text == "The bridge was built in 1921. [1]"
    assert system.generator is not None
    again = system.generator.llm.prompts[-1]  # type: ignore[attr-defined]
    assert [message.text for message in again[-2:]] == ["بني الجسر سنة 1921.", "Answer again, in English only."]


def test_a_second_answer_in_another_language_is_taken(town: System) -> None:
    arabic = "بني الجسر فوق نهر العاصي سنة 1921."
    _, answer = told(writing(town, [arabic], [arabic]))
    assert answer.mode in ("generated", "quoted")
    assert answer.answered


def test_a_model_with_little_room_gets_the_sentences_that_the_reader_chose(town: System) -> None:
    system = writing(town, ["The bridge was built in 1921 [1]."])
    assert system.generator is not None
    few = replace(system, generator=replace(system.generator, sentences=True))
    _, answer = told(few)
    assert answer.text == "The bridge was built in 1921. [1]"
    (_, human) = system.generator.llm.prompts[-1]  # type: ignore[attr-defined]
    assert "built in 1921 by French engineers." in human.text
    assert "84 metres" not in human.text


def test_the_text_comes_sentence_by_sentence_each_with_its_marks(town: System) -> None:
    n = number(town, QUESTION, "Bridge")
    system = writing(town, ["The bridge was ", "built in the year", f" 1921. [{n}", "] Penguins", " eat fish."])

    async def collect() -> list[str]:
        return [event.text async for event in system.stream(QUESTION) if isinstance(event, Token)]

    assert asyncio.run(collect()) == [
        "The bridge was built in the year 1921. [1]",
        " Penguins eat fish. [no evidence]",
    ]


def test_arabic_indic_markers_are_understood(town: System) -> None:
    question = "كم ناعورة بقيت في حماة؟"
    n = "٠١٢٣٤"[number(town, question, "Wheels")]
    _, answer = told(writing(town, [f"عدد النواعير الباقية في حماة سبع عشرة ناعورة [{n}]."]), question)
    assert answer.text == "عدد النواعير الباقية في حماة سبع عشرة ناعورة. [1]"
    assert [citation.quote for citation in answer.citations] == ["ويبلغ عدد النواعير الباقية سبع عشرة ناعورة."]


@pytest.mark.parametrize(
    ("script", "failure", "reason"),
    [
        ([httpx.ConnectError("no")], "unreachable", "The language model cannot be reached"),
        ([5.0, "late"], "late", "The language model did not answer in time"),
        (["The bridge was ", httpx.ReadError("gone")], "interrupted", "The language model broke off"),
        ([], "failed", "The language model failed"),
    ],
)
def test_where_the_llm_fails_the_quoted_answer_says_so(
    town: System, script: list[Any], failure: str, reason: str
) -> None:
    system = writing(town, script, script, timeout=0.2)
    _, answer = told(system)
    quoted = town.ask(QUESTION)
    assert (answer.mode, answer.failure, answer.model) == ("quoted", failure, None)
    assert (answer.text, answer.citations) == (quoted.text, quoted.citations)
    assert answer.notice == f"{reason}; this is the quoted answer instead."


def test_an_arabic_question_gets_the_reason_in_arabic(town: System) -> None:
    script = [httpx.ReadTimeout("no")]
    assert "لم يجب النموذج اللغوي" in (told(writing(town, script, script), "متى بني الجسر؟")[1].notice or "")


def test_a_context_too_small_for_one_sentence_is_told(town: System) -> None:
    _, answer = told(writing(town, ["never asked"], context=64))
    assert answer.mode == "quoted"
    assert answer.notice == "The text is too long for the language model; this is the quoted answer instead."


def test_closing_the_stream_ends_the_generation(town: System) -> None:
    system = writing(town, ["The bridge ", "was built. It ", 30.0, "stands."])
    assert system.generator is not None

    async def first_token() -> None:
        async with aclosing(system.stream(QUESTION)) as events:
            async for event in events:
                if isinstance(event, Token):
                    return

    asyncio.run(first_token())
    assert system.generator.llm.closed == 1  # type: ignore[attr-defined]


def test_a_follow_up_is_rewritten_shown_and_searched(town: System) -> None:
    alone = "How long is the bridge over the Orontes?"
    n = number(town, alone, "Bridge")
    system = writing(town, [alone], [f"The bridge is 84 metres long [{n}]."])
    _, answer = told(system, "And how long is it?", [Turn(QUESTION, "In 1921 [1].")])
    assert answer.question == "And how long is it?"
    assert answer.notice == f"Understood as: {alone}"
    assert answer.text == "The bridge is 84 metres long. [1]"
    assert system.generator is not None
    prompt = system.generator.llm.prompts[-1]  # type: ignore[attr-defined]
    assert f"Question: {alone}" in prompt[-1].text


def test_without_an_llm_a_follow_up_is_read_after_the_former_question(town: System) -> None:
    _, answer = told(town, "And how long is it?", [Turn(QUESTION, "In 1921 [1].")])
    assert answer.notice == f"Understood as: {QUESTION} And how long is it?"
    assert answer.passages[0].title == "Bridge"


def test_an_llm_that_cannot_rewrite_leaves_the_question_after_the_former_one(town: System) -> None:
    n = number(town, f"{QUESTION} And how long is it?", "Bridge")
    system = writing(town, [httpx.ConnectError("no")], [f"It is 84 metres long and made of stone [{n}]."])
    _, answer = told(system, "And how long is it?", [Turn(QUESTION, "In 1921 [1].")])
    assert answer.notice == f"Understood as: {QUESTION} And how long is it?"
    assert answer.answered


def test_an_endless_answer_is_stopped(town: System) -> None:
    system = writing(town, ["and on "] * 10_000)
    text, answer = told(system)
    assert len(text) < 9000
    assert answer.unsupported


def test_without_documents_the_llm_is_not_asked(system: System, tmp_path: Any) -> None:
    empty = writing(build(Settings(data=tmp_path / "data"), like=system), ["Yes [1]."])
    passages: Sequence[Passage] = told(empty)[1].passages
    assert passages == []
    assert empty.generator is not None
    assert empty.generator.llm.prompts == []  # type: ignore[attr-defined]


def test_a_long_thought_is_not_shown_and_costs_no_answer(town: System) -> None:
    n = number(town, QUESTION, "Bridge")
    thought = ["<think>", *["It may have been the French. "] * 500, "</think>"]
    text, answer = told(writing(town, [*thought, f"The bridge was built in 1921 [{n}]."]))
    assert answer.text == text == "The bridge was built in 1921. [1]"


def test_a_thought_whose_end_alone_is_written_is_no_part_of_the_answer(town: System) -> None:
    thought = ["The user asks of a bridge. ", "It was the Romans.", "</th", "ink>\n\n"]
    _, answer = told(writing(town, [*thought, "The bridge was built in 1921."]))
    assert answer.text == "The bridge was built in 1921. [1]"


def test_a_model_that_never_ends_is_stopped(town: System) -> None:
    text, _ = told(writing(town, [f"word{n} " * 10 for n in range(10_000)]))
    assert 8000 < len(text) < 8200


def test_the_thought_of_a_model_that_never_ends_is_stopped_too(town: System) -> None:
    _, answer = told(writing(town, ["<think>", *["and then again "] * 10_000]))
    assert answer.mode == "quoted"


def test_a_slot_is_held_for_finding_and_reading_alone(town: System) -> None:
    """How many prompts the LLM had got when the slot was taken and given back: the rewriting one, then the answer's."""
    llm = ScriptedLLM(scripts=[["How long is the bridge over the Orontes?"], ["It is 84 metres long [1]."]])
    embedding = town.index.embedding
    system = replace(town, generator=Generator(lambda: llm, "scripted:x", embedding, town.quoter, 4096, 10))
    prompts = []

    @asynccontextmanager
    async def slot() -> AsyncIterator[None]:
        prompts.append(len(llm.prompts))
        yield
        prompts.append(len(llm.prompts))

    async def collect() -> list[Any]:
        history = [Turn(QUESTION, "In 1921 [1].")]
        return [event async for event in system.stream("And how long is it?", history, slot())]

    assert isinstance(asyncio.run(collect())[-1], Answer)
    assert prompts == [1, 1]
    assert len(llm.prompts) == 2
