import asyncio

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

from qa.dialogue.conversation import Turn
from qa.writing.rewriting import rewritten

TURN = Turn("Who agreed on Syria?", "Lavrov and Kerry agreed on a plan.")


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
