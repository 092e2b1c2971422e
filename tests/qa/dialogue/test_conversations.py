"""Whole conversations without a language model, over small documents: each kind of turn gets its kind of reply."""

import asyncio
from collections.abc import Iterator, Sequence

import pytest

from ingest.document import Block, Document
from ingest.errors import NotFound
from qa.answer import Answer
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build, final_answer

pytestmark = pytest.mark.model

FERRY = Document(
    "ferry.txt",
    "The Tannin ferry",
    "The Tannin ferry crosses the lake between Aldra and Monsa. It was built in 1931 in the yard of Otto Brandt. "
    "Ms. Clara Weiss, the captain of the ferry, has been in service since 2004. "
    "The ferry carries 120 passengers and 14 cars. In 2019 it carried 41,000 passengers, in 2020 only 12,500. "
    "The crossing takes 25 minutes. In winter the ferry is repaired in the dock of Monsa.",
)
BRIDGE = Document(
    "bridge.txt",
    "جسر الوادي",
    "افتتح جسر الوادي في مدينة سلوان سنة 1984. يبلغ طول الجسر 320 متراً وعرضه 18 متراً. "
    "صممه المهندس يوسف الحلبي من شركة المعمار. بلغت كلفة بناء الجسر 12 مليون دينار. "
    "أعلن مدير الطرق في المدينة أن الجسر سيغلق للصيانة في شهر أيار.",
)
_STEPS = ("Fill the tank with clean water.", "Press the red button for three seconds.", "Wait until the lamp is green.")
_HEAD = "How to start the pump"
_MANUAL = "\n".join([_HEAD, "The pump is started in three steps:", *_STEPS])


def _blocks() -> tuple[Block, ...]:
    start, found = 0, []
    for line in _MANUAL.split("\n"):
        kind = "heading" if line == _HEAD else "item" if line in _STEPS else "paragraph"
        found.append(Block(start, start + len(line), kind))  # type: ignore[arg-type]
        start += len(line) + 1
    return tuple(found)


MANUAL = Document("manual.md", "Pump manual", _MANUAL, _blocks())
RULES_OLD = Document("rules-2021.txt", "Rules 2021", "A member pays a yearly fee of 40 euros for the boat house.")
RULES_NEW = Document("rules-2024.txt", "Rules 2024", "A member pays a yearly fee of 55 euros for the boat house.")


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    system = build(Settings(data=tmp_path_factory.mktemp("talk")))
    system.index.add([FERRY, BRIDGE, MANUAL, RULES_OLD, RULES_NEW])
    yield system
    system.close()


def after(system: System, *questions: str) -> Answer:
    """The answer to the last question, after the others were asked."""
    history: list[Turn] = []
    for question in questions:
        answer = system.ask(question, history)
        history.append(Turn(question, answer.plain, answer.short_answer))
    return answer


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    ("turn", "says"),
    [
        ("hi there", "Hello!"),
        ("thank you very much", "You are welcome!"),
        ("what can you do?", "I am Dalil"),
        ("شكرا جزيلا", "على الرحب والسعة!"),
        ("السلام عليكم", "أهلًا"),
    ],
)
def test_small_talk_gets_a_friendly_reply_with_two_questions_and_no_quote(talk: System, turn: str, says: str) -> None:
    answer = talk.ask(turn)
    assert (answer.mode, answer.answered, answer.short_answer) == ("chat", True, None)
    assert says in answer.text
    assert (list(answer.citations), list(answer.passages)) == ([], [])
    assert answer.text.count("•") == 2


def test_small_talk_is_not_looked_for_in_the_documents(talk: System) -> None:
    answer = talk.ask("hello", depth=20)
    assert answer.trace is not None
    assert (list(answer.trace.retrieved), list(answer.trace.ranked)) == ([], [])


def test_every_question_that_is_suggested_is_answered(talk: System) -> None:
    for turn in ("hello", "مرحبا"):
        for sentence in talk.ask(turn).sentences:
            if sentence.text.startswith("• "):
                answer = talk.ask(sentence.text[2:])
                assert answer.answered, sentence.text
                assert answer.citations, sentence.text


def test_who_asks_for_the_documents_gets_their_titles(talk: System) -> None:
    answer = talk.ask("which documents do you have?")
    assert answer.mode == "chat"
    assert "• The Tannin ferry" in answer.text
    assert "• جسر الوادي" in answer.text


def test_who_asks_for_the_documents_of_a_scope_gets_those_titles_alone(talk: System) -> None:
    answer = talk.ask("which documents do you have?", documents=[FERRY.id])
    assert answer.text == "There is one document:\n• The Tannin ferry"
    hello = talk.ask("hello", documents=[BRIDGE.id]).text
    assert "Tannin" not in hello


def test_the_overview_of_an_open_document_has_its_title_and_its_main_sentences_cited(talk: System) -> None:
    answer = talk.ask("what is this text about?", documents=[FERRY.id])
    title, *points = answer.sentences
    assert title.text == "The Tannin ferry"
    assert 3 <= len(points) <= 6
    assert all(point.citations and point.starts_line for point in points)
    starts = [citation.start for citation in answer.citations]
    assert starts == sorted(starts)
    assert all(FERRY.text[c.start : c.end] == c.quote for c in answer.citations)


def test_an_overview_of_several_documents_names_each(talk: System) -> None:
    text = talk.ask("summarize").text
    assert all(title in text for title in ("جسر الوادي", "Pump manual", "Rules 2021", "Rules 2024"))


@pytest.mark.parametrize(
    ("question", "says"),
    [("who is clara weiss", "the captain of the ferry"), ("من هو يوسف الحلبي", "المهندس")],
)
def test_who_somebody_is_is_what_the_text_calls_them(talk: System, question: str, says: str) -> None:
    answer = talk.ask(question)
    assert answer.short_answer is not None
    assert says in answer.short_answer
    assert not answer.hedged


@pytest.mark.parametrize("question", ["who is the captain of the ferry", "Who is captain of the Tannin ferry?"])
def test_who_holds_an_office_is_whom_the_text_gives_it(talk: System, question: str) -> None:
    answer = talk.ask(question)
    assert (answer.short_answer, answer.hedged) == ("Clara Weiss", False)


def test_nobody_is_said_to_hold_an_office_for_sure_whom_no_title_names(talk: System) -> None:
    answer = talk.ask("who is the owner of the ferry")
    assert answer.hedged or not answer.answered


def test_yes_or_no_is_left_to_the_reader_of_the_sentence(talk: System) -> None:
    answer = talk.ask("Was the Tannin ferry built in 1931?")
    assert answer.short_answer is None
    assert "The sources say: “It was built in 1931 in the yard of Otto Brandt.” [1]" in answer.text


def test_two_questions_in_one_are_answered_each_with_its_citation(talk: System) -> None:
    answer = talk.ask("How long does the crossing take and when was the Tannin ferry built?")
    assert [("25 minutes" in quote, "1931" in quote) for quote in quotes(answer)] == [(True, False), (False, True)]
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,)]


def test_of_what_has_to_be_computed_the_facts_are_given(talk: System) -> None:
    answer = talk.ask("How many more passengers did the ferry carry in 2019 than in 2020?")
    assert answer.short_answer is None
    assert "the calculation is left to you" in answer.text
    assert any("41,000" in quote for quote in quotes(answer))


@pytest.mark.parametrize(
    ("questions", "holds"),
    [
        (("When was the Tannin ferry built?", "and in whose yard?"), "Otto Brandt"),
        (("متى افتتح جسر الوادي؟", "وكم طوله؟"), "320"),
        (("who is clara weiss?", "since when is she in service?"), "2004"),
    ],
)
def test_a_follow_up_is_answered_for_the_topic_before_it(talk: System, questions: Sequence[str], holds: str) -> None:
    assert holds in " ".join(quotes(after(talk, *questions)))


def test_what_is_named_anew_takes_the_place_in_the_last_question(talk: System) -> None:
    answer = after(talk, "When was the Tannin ferry built?", "and the bridge in Silwan?")
    assert answer.understood_as == "When was the bridge in Silwan built?"


@pytest.mark.parametrize("turn", ["are you sure?", "how do you know that"])
def test_a_doubted_answer_is_given_again_with_how_sure_it_is(talk: System, turn: str) -> None:
    before = after(talk, "When was the Tannin ferry built?")
    answer = after(talk, "When was the Tannin ferry built?", "thanks", turn)
    assert quotes(answer) == quotes(before)
    assert f"{round(100 * before.confidence)} %" in answer.text
    assert talk.ask(turn).mode == "chat"


@pytest.mark.parametrize(
    "turn", ["hjklh", "wqpz vbnm", "ظطكمن", "?", "🎉🎉🎉", "17 * 3", "write a limerick", "احسب لي الضريبة"]
)
def test_what_no_document_can_say_gets_no_quote(talk: System, turn: str) -> None:
    answer = talk.ask(turn)
    assert not answer.citations
    assert not (answer.answered and answer.mode == "quoted")


def test_a_name_alone_asks_who_that_is(talk: System) -> None:
    assert "captain" in (talk.ask("weiss").short_answer or "")
    assert "captain" in (talk.ask("clara weiss").short_answer or "")
    assert "المهندس" in (talk.ask("الحلبي؟").short_answer or "")


@pytest.mark.parametrize(("turn", "count"), [("summarize in two sentences", 2), ("لخص في جملة واحدة", 1)])
def test_an_overview_has_as_many_sentences_as_are_wanted(talk: System, turn: str, count: int) -> None:
    for documents in ([FERRY.id], []):
        assert len(talk.ask(turn, documents=documents).citations) == count


@pytest.mark.parametrize(
    "turn",
    [
        "summarize the pump manual",
        "what is manual.md about?",
        "what is “Pump manual” about?",
        "summarize how to start the pump",
    ],
)
def test_an_overview_is_of_the_document_or_section_that_is_named(talk: System, turn: str) -> None:
    answer = talk.ask(turn)
    assert {citation.title for citation in answer.citations} == {"Pump manual"}
    assert answer.sentences[0].text.startswith("Pump manual")


def test_an_overview_is_of_the_article_about_what_is_named(talk: System) -> None:
    assert {c.title for c in talk.ask("لخص المقال عن جسر سلوان").citations} == {"جسر الوادي"}
    assert {c.title for c in talk.ask("summarize the text about Clara Weiss").citations} == {"The Tannin ferry"}


def test_steps_are_given_as_a_list(talk: System) -> None:
    answer = talk.ask("How do I start the pump?")
    assert quotes(answer) == list(_STEPS)
    assert all(sentence.starts_line for sentence in answer.sentences)


def test_documents_that_disagree_are_both_shown_with_their_titles(talk: System) -> None:
    answer = talk.ask("What yearly fee does a member pay for the boat house?")
    assert {citation.title for citation in answer.citations} == {"Rules 2021", "Rules 2024"}
    assert "Rules 2021: " in answer.text
    assert "Rules 2024: " in answer.text


def test_a_quote_in_another_language_is_said_to_be_one(talk: System) -> None:
    answer = talk.ask("When was the bridge of the valley in Silwan opened?", documents=[BRIDGE.id])
    assert answer.quoted_from == "ar"
    assert "Quoted from the Arabic original." in (answer.notice or "")


def test_below_the_upper_threshold_it_is_said_in_words(talk: System) -> None:
    answer = talk.ask("When was the Tannin ferry built?", documents=[FERRY.id])
    assert answer.answered
    assert answer.hedged == (answer.confidence < talk.quoter.sure)
    assert answer.text.startswith("Perhaps: ") == answer.hedged


def test_what_is_not_said_comes_with_the_one_nearest_sentence(talk: System) -> None:
    answer = talk.ask("Which football club won the cup in Brazil?")
    assert (answer.answered, len(answer.sentences), len(answer.citations)) == (False, 1, 1)


def test_only_the_documents_that_are_named_are_asked(talk: System) -> None:
    for named in (FERRY, BRIDGE):
        assert {p.document_id for p in talk.ask("When was it opened?", documents=[named.id]).passages} == {named.id}
        assert {p.document_id for p in talk.search("When was it opened?", documents=[named.id])} == {named.id}
    with pytest.raises(NotFound):
        talk.ask("When was it opened?", documents=["nothing"])


def test_the_open_document_is_what_this_article_means_and_no_bound_for_questions(talk: System) -> None:
    asked = asyncio.run(final_answer(talk.stream("summarize this", open_document=BRIDGE.id)))
    assert {citation.document_id for citation in asked.citations} == {BRIDGE.id}
    other = asyncio.run(final_answer(talk.stream("How long does the crossing take?", open_document=BRIDGE.id)))
    assert "25 minutes" in " ".join(quotes(other))


def test_a_question_of_few_words_that_is_answered_alone_is_not_joined_to_the_one_before(talk: System) -> None:
    answer = after(talk, "how do i start the pump", "what is the yearly fee")
    assert answer.understood_as is None
    assert "40 euros" in answer.text or "55 euros" in answer.text
