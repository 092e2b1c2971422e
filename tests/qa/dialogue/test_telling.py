"""What somebody is told who asks about a topic, or about the documents, in everyday words and in dialect."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ingest.document import Block, Document
from qa.answer import Answer
from qa.settings import Settings
from qa.system import System, build, final_answer
from tests.qa.dialogue.test_conversations import after, quotes

pytestmark = pytest.mark.model

_RULES = (
    "Refunds\nA ticket is refunded until the day before. Staff of the harbour need no ticket.\nDogs\nDogs travel free."
)
RULES = Document(
    "rules.md",
    "Ferry rules",
    _RULES,
    tuple(
        Block(at := _RULES.index(line), at + len(line), "heading" if len(line) < 8 else "paragraph", 1)
        for line in _RULES.split("\n")
    ),
)
PORT = Document(
    "port.txt",
    "The harbour of Sund",
    "The clerk Ida Brekke runs the harbour office. She answers the telephone from eight to noon. "
    "The crane was built by Hansen in 1962. The gate is shut at night.",
)
NEWS = Document(
    "news.txt", "أخبار الأسبوع", "أقيم سباق القوارب يوم الجمعة في الخليج. وشارك في السباق ثلاثون قارباً من الساحل."
)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = build(Settings(data=tmp_path_factory.mktemp("harbour")))
    logs = [
        Document(f"log{n}.txt", f"Log {n}", f"On day {n} the harbour had {n + 20} boats and a calm sea all day.")
        for n in range(3)
    ]
    system.index.add([RULES, PORT, NEWS, *logs])
    yield system
    system.close()


@pytest.mark.parametrize(
    "turn", ["what is the refund policy?", "tell me about refunds", "tell me about the refund rules"]
)
def test_what_a_heading_names_is_told_by_its_section(harbour: System, turn: str) -> None:
    answer = harbour.ask(turn)
    assert answer.sentences[0].text == "Ferry rules · Refunds"
    assert quotes(answer) == ["A ticket is refunded until the day before.", "Staff of the harbour need no ticket."]


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (
            "tell me about ida brekke",
            ["The clerk Ida Brekke runs the harbour office.", "She answers the telephone from eight to noon."],
        ),
        ("what do you know about the crane", ["The crane was built by Hansen in 1962."]),
        ("summarize the news about the crane", ["The crane was built by Hansen in 1962."]),
        (
            "احكيلي عن السباق",
            ["أقيم سباق القوارب يوم الجمعة في الخليج.", "وشارك في السباق ثلاثون قارباً من الساحل."],
        ),
    ],
)
def test_what_no_heading_names_is_told_by_the_sentences_that_speak_of_it(
    harbour: System, turn: str, told: list[str]
) -> None:
    assert quotes(harbour.ask(turn)) == told


def test_of_what_the_documents_do_not_speak_nothing_is_told(harbour: System) -> None:
    answer = harbour.ask("tell me about the volcano")
    assert (answer.answered, answer.mode) == (False, "quoted")


@pytest.mark.parametrize("turn", ["what is this about?", "شو في بهالملفات؟", "لخص لي كل الوثائق"])
def test_of_many_documents_each_is_named_with_its_main_sentence(harbour: System, turn: str) -> None:
    answer = harbour.ask(turn)
    assert len({citation.document_id for citation in answer.citations}) == len(answer.citations) == 6
    assert {one.text for one in answer.sentences if not one.citations} >= {"Ferry rules", "أخبار الأسبوع", "Log 2"}


def asked_beside(system: System, turn: str, document: Document, collection: str | None = None) -> Answer:
    return asyncio.run(final_answer(system.stream(turn, open_document=document.id, collection=collection)))


def test_all_documents_are_not_only_the_open_one(harbour: System) -> None:
    assert {c.document_id for c in asked_beside(harbour, "summarize", PORT).citations} == {PORT.id}
    assert len({c.document_id for c in asked_beside(harbour, "summarize the documents", PORT).citations}) == 6


def test_the_open_document_is_meant_in_its_own_collection_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    system = build(Settings(data=tmp_path_factory.mktemp("collections")))
    rules, port = (replace(document, collection="sea") for document in (RULES, PORT))
    news = replace(NEWS, collection="town")
    system.index.add([rules, port, news])
    assert {c.document_id for c in asked_beside(system, "summarize", port, "sea").citations} == {port.id}
    assert {c.document_id for c in asked_beside(system, "summarize", port, "town").citations} == {news.id}
    system.close()


def test_what_is_in_no_document_is_nothing_that_a_question_leans_on(harbour: System) -> None:
    assert after(harbour, "xkcdq", "who runs the office?").understood_as is None


def test_somebody_else_is_asked_after_in_the_place_of_somebody(harbour: System) -> None:
    assert after(harbour, "who runs the office?", "and the clerk?").understood_as == "Who is the clerk?"
