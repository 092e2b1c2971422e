import asyncio

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from ingest.text.tokens import count_tokens
from qa.dialogue.conversation import Turn, joined, recent, rewritten

TURN = Turn("Who agreed on Syria?", "Lavrov and Kerry agreed on a plan [1].")


def test_the_latest_turns_that_fit_are_kept_in_order() -> None:
    history = [Turn(f"Question {n}?", "word " * 100) for n in range(5)]
    kept = recent(history, 300)
    assert [turn.question for turn in kept] == ["Question 3?", "Question 4?"]
    assert sum(count_tokens(turn.question + turn.answer) for turn in kept) <= 300


def test_a_last_turn_too_long_keeps_the_first_sentences_of_its_answer() -> None:
    (kept,) = recent([Turn("Why?", "It is so. " * 200)], 100)
    assert kept.answer.startswith("It is so. It is so.")
    assert kept.answer.endswith("It is so.")
    assert count_tokens(kept.question + kept.answer) <= 100


def test_markers_and_the_signs_of_missing_evidence_are_forgotten() -> None:
    (kept,) = recent([Turn("Why?", "Because of it [1][2]. Surely. [no evidence]")], 100)
    assert kept.answer == "Because of it. Surely."


@pytest.mark.parametrize(
    "question",
    [
        "And when will it begin?",
        "When?",
        "What did he say about Syria?",
        "ومتى سيبدأ تنفيذ الخطة؟",
        "ماذا عن الهدنة؟",
        "متى يبدأ؟",
        "من هو؟",
        "ماذا قال هو عن سورية؟",
    ],
)
def test_without_an_llm_the_former_question_goes_before_one_that_points_back(question: str) -> None:
    assert joined(question, [TURN]) == f"Who agreed on Syria? {question}"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the United Nations envoy to Syria?",
        "من هو مبعوث الأمم المتحدة إلى سورية؟",
        "ما هي الصحيفة التي كشفت عن الوثيقة؟",
        "What does the IT department of the bank do?",
    ],
)
def test_a_question_that_is_whole_is_left_alone(question: str) -> None:
    assert joined(question, [TURN]) == question


def test_a_first_question_has_nothing_before_it() -> None:
    assert joined("When?", []) == "When?"
    assert joined("When?", [Turn("When?", "In July.")]) == "When?"


def asked_again(reply: str, question: str, history: list[Turn]) -> str:
    return asyncio.run(rewritten(FakeListChatModel(responses=[reply]), question, history))


def test_a_follow_up_is_rewritten_to_stand_alone() -> None:
    assert asked_again("When will the plan begin?", "And when will it begin?", [TURN]) == "When will the plan begin?"


def test_a_first_question_is_not_asked_again() -> None:
    assert asked_again("Something else?", "Who agreed?", []) == "Who agreed?"


@pytest.mark.parametrize("reply", ["", "  \n ", "x" * 2000, "<think>hm", "Here it is:", "```\n```"])
def test_where_the_reply_is_no_question_the_former_one_goes_before_it(reply: str) -> None:
    assert asked_again(reply, "And when?", [TURN]) == "Who agreed on Syria? And when?"


def test_so_it_does_where_the_last_answer_is_too_long_to_be_told() -> None:
    long = Turn("Who agreed on Syria?", "word " * 3000)
    assert asked_again("When?", "And when?", [long]) == "Who agreed on Syria? And when?"


@pytest.mark.parametrize(
    "reply", ["List the members of the joint group.\nShall I rephrase it?", '"List the members of the joint group."']
)
def test_a_request_is_a_question_too(reply: str) -> None:
    assert asked_again(reply, "And the members?", [TURN]) == "List the members of the joint group."


@pytest.mark.parametrize(
    "reply",
    [
        "Here is the rewritten question:\n\nWhen will the plan begin?",
        "Sure, this stands alone.\n**When will the plan begin?**\nI hope it helps.",
        "```\nWhen will the plan begin?\n```",
    ],
)
def test_what_is_written_around_the_question_is_left_out(reply: str) -> None:
    assert asked_again(reply, "And when?", [TURN]) == "When will the plan begin?"


def test_only_the_first_line_of_the_reply_counts_and_it_is_plain() -> None:
    assert asked_again("<think>so</think>\n<b>When will</b> it begin?\nI hope it helps.", "When?", [TURN]) == (
        "When will it begin?"
    )
