"""Written answers end to end over a real OpenAI-compatible server with a real model: the plumbing, not the wits."""

import asyncio
import re
import socket
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import httpx
import pytest

from qa.answer import Answer, Event, Found, Token
from qa.dialogue.conversation import Turn
from qa.evaluation import Question, TestSet, evaluate
from qa.evaluation.judging import load_judge
from qa.system import System, build
from qa.writing.llm import load_llm
from tests.conftest import LLM_KEY
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.timeout(600)]

QUESTION = "What did Lavrov agree to?"


def with_settings(system: System, **changes: object) -> System:
    return build(replace(system.settings, **changes), like=system)  # type: ignore[arg-type]


async def events(system: System, question: str = QUESTION) -> list[Event]:
    return [event async for event in system.stream(question)]


def check(answer: Answer, system: System) -> None:
    """Whatever a model writes, this holds."""
    assert answer.failure is None
    if answer.mode == "generated":
        assert answer.model == "openai:gemma"
    else:  # nothing that it wrote is supported
        assert answer.unsupported or answer.overruled
    for citation in answer.citations:
        assert system.index.document(citation.document_id).text[citation.start : citation.end] == citation.quote
    assert not re.search(r"<[a-z/!?]", answer.text, re.IGNORECASE)


def test_an_answer_streams_and_is_checked(writing: System) -> None:
    found, *tokens, answer = asyncio.run(events(writing))
    assert isinstance(found, Found)
    assert isinstance(answer, Answer)
    assert tokens
    check(answer, writing)


def test_asking_twice_from_two_event_loops_works(writing: System) -> None:
    check(writing.ask(QUESTION), writing)
    check(writing.ask("من هو دي ميستورا؟", [Turn(QUESTION, "A truce.")]), writing)


def test_several_questions_at_once_are_all_answered(writing: System) -> None:
    async def together() -> list[list[Event]]:
        return await asyncio.gather(*(events(writing) for _ in range(3)))

    for *_, answer in asyncio.run(together()):
        assert isinstance(answer, Answer)
        check(answer, writing)


def test_stopping_frees_the_server(writing: System, llm_address: str) -> None:
    async def stop_at_the_first_token() -> dict[str, Any]:
        async with aclosing(writing_at_length(writing).stream(QUESTION)) as stream:
            async for event in stream:
                if isinstance(event, Token):
                    break
            (busy,) = [slot["id"] for slot in slots(llm_address) if slot["is_processing"]]
        # within the event loop, whose end would hang up on the server in any case
        await asyncio.to_thread(until, lambda: not slots(llm_address)[busy]["is_processing"])
        slot: dict[str, Any] = slots(llm_address)[busy]
        return slot

    slot = asyncio.run(stop_at_the_first_token())
    assert slot["next_token"][0]["has_next_token"]  # cut off, not come to its end


def writing_at_length(system: System) -> System:
    """The model writes a thousand tokens to each question: no stop can come too late."""
    assert system.generator is not None
    generator = replace(
        system.generator, load=lambda: load_llm(system.settings).model_copy(update={"max_tokens": 1000})
    )
    return replace(system, generator=generator)


def slots(address: str) -> list[dict[str, Any]]:
    """What each of the server's slots is doing, or did last."""
    response = httpx.get(f"{address}/slots", headers={"Authorization": f"Bearer {LLM_KEY}"}, timeout=60)
    return list(response.json())


def test_an_overflowing_context_is_told(writing: System) -> None:
    long = with_settings(writing, llm_context=100_000, passages=40, candidates=40)
    answer = long.ask(QUESTION)
    assert answer.mode == "quoted"
    assert answer.notice == "The text is too long for the language model; this is the quoted answer instead."


def test_a_wrong_key_is_told_and_not_shown(writing: System, caplog: pytest.LogCaptureFixture) -> None:
    answer = with_settings(writing, llm_api_key="sk-wrong-and-secret").ask(QUESTION)
    assert answer.mode == "quoted"
    assert answer.notice == "The language model refused the key; this is the quoted answer instead."
    assert "secret" not in f"{answer} {caplog.text}"


def test_a_server_that_is_not_there_is_told(writing: System) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    answer = with_settings(writing, llm_base_url=f"http://127.0.0.1:{port}/v1").ask(QUESTION)
    assert answer.mode == "quoted"
    assert answer.notice == "The language model cannot be reached; this is the quoted answer instead."


def test_as_a_judge_it_gives_verdicts_or_the_reason_why_not(system: System, writing: System) -> None:
    questions = [Question(text, text, ("x",)) for text in (QUESTION, "من هو دي ميستورا؟")]
    evaluation = evaluate(system, TestSet("current", questions), judge=load_judge(writing.settings))
    judgements = [row.judged for row in evaluation.rows if row.answered]
    assert judgements
    for judgement in judgements:
        assert judgement is not None
        assert all((verdict.supported is None) == (judgement.fault is not None) for verdict in judgement.verdicts)
        assert judgement.verdicts
        assert judgement.fault in (None, "unreadable")  # a small model's reply may be no verdicts; it did reply
    assert evaluation.judged is not None
    assert evaluation.judged.sentences + evaluation.judged.not_judged == sum(len(j.verdicts) for j in judgements if j)
