"""A whole answer as a LangChain Runnable."""

import asyncio

import pytest

from ingest.errors import UsageError
from qa.dialogue.conversation import Turn
from qa.runnable import as_runnable
from qa.system import System

pytestmark = pytest.mark.model

QUESTION = "Who is the United Nations envoy to Syria?"


def test_it_answers_a_question_as_the_system_does(system: System) -> None:
    dalil = as_runnable(system)
    assert dalil.invoke(QUESTION).text == system.ask(QUESTION).text
    assert asyncio.run(dalil.ainvoke(QUESTION)).text == system.ask(QUESTION).text


def test_it_takes_a_history_and_is_a_part_of_a_chain(system: System) -> None:
    chain = as_runnable(system) | (lambda answer: answer.understood_as)
    asked = {"question": "And who is he?", "history": [Turn(QUESTION, "De Mistura.")]}
    assert chain.invoke(asked) == f"{QUESTION} And who is he?"


def test_what_goes_wrong_is_raised(system: System) -> None:
    with pytest.raises(UsageError, match="the question is empty"):
        as_runnable(system).invoke(" ")
