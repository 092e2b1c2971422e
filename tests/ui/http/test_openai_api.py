"""OpenAI's own client and LangChain's against a running server, with and without an LLM."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from langchain_openai import ChatOpenAI

from ingest.document import Document
from ingest.pipeline import ingest_documents, ingest_loads
from qa.system import System, build
from qa.writing.generation import Generator
from tests.bridge import BRIDGE
from tests.scripted_llm import ScriptedLLM
from tests.ui.serving import served
from tests.waiting import until
from ui.server import create_app

pytestmark = [pytest.mark.server, pytest.mark.model]

QUESTION = "Who is the United Nations envoy to Syria?"
ASKED: Any = [{"role": "user", "content": QUESTION}]
ENVOY = "ستيفان دي ميستورا"


@pytest.fixture
def llm() -> ScriptedLLM:
    return ScriptedLLM(scripts=[])


@pytest.fixture
def writing(system: System, llm: ScriptedLLM) -> Iterator[openai.OpenAI]:
    """A client of a server with a scripted LLM."""
    embedding = system.index.embedding
    generator = Generator(lambda: llm, "scripted:x", embedding, system.quoter, 4096, 10)
    with (
        served(create_app(replace(system, generator=generator))) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def quoted(system: System) -> str:
    """The text of the quoted answer."""
    return system.ask(QUESTION).text


def envoy_number(system: System) -> int:
    return 1 + next(n for n, passage in enumerate(system.search(QUESTION)) if ENVOY in passage.text)


def test_the_models_are_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["dalil"]
    assert client.models.retrieve("dalil").owned_by == "dalil"


def test_each_collection_is_a_model_of_its_own(system: System, tmp_path: Path) -> None:
    two = build(replace(system.settings, data=tmp_path / "data"), like=system)
    bridge = Document("/bridge.txt", "Bridge", BRIDGE)
    ingest_loads(two.index, [(bridge.source, lambda: bridge)], collection="town")
    ingest_documents(two.index, [Document("/school.txt", "School", "The school has twelve teachers.")])
    with (
        served(create_app(two)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
    ):
        assert [model.id for model in client.models.list()] == ["dalil", "dalil:town"]
        assert client.models.retrieve("dalil:town").id == "dalil:town"
        asked: Any = [{"role": "user", "content": "How many teachers does the school have?"}]
        everywhere: Any = client.chat.completions.create(model="dalil", messages=asked)
        town: Any = client.chat.completions.create(model="dalil:town", messages=asked)
        newer: Any = client.responses.create(model="dalil:town", input="How many teachers does the school have?")
        assert [citation["title"] for citation in everywhere.citations] == ["School"]
        assert {citation["title"] for citation in town.citations + newer.citations} <= {"Bridge"}
        assert town.model == newer.model == "dalil:town"
    two.close()


def test_a_quoted_answer_carries_its_citations_and_lists_them(client: openai.OpenAI, system: System) -> None:
    reply: Any = client.chat.completions.create(model="dalil", messages=ASKED)
    message = reply.choices[0].message
    answer = system.ask(QUESTION)
    expected = [citation.to_json() for citation in answer.citations]
    assert message.citations == reply.citations == expected
    text, _, listed = message.content.partition("\n\nSources:\n")
    assert text == f"{answer.text}\n\n({answer.notice})"
    assert listed.startswith(f"[1] «{' '.join(expected[0]['quote'].split())}» — ")
    assert reply.choices[0].finish_reason == "stop"
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens > 20


def test_a_stream_brings_the_same_text_and_the_citations_at_its_end(client: openai.OpenAI) -> None:
    whole: Any = client.chat.completions.create(model="dalil", messages=ASKED)
    options: Any = {"include_usage": True}
    *chunks, last, usage = client.chat.completions.create(
        model="dalil", messages=ASKED, stream=True, stream_options=options
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == whole.choices[0].message.content
    assert last.choices[0].finish_reason == "stop"
    assert last.citations == usage.citations == whole.citations  # type: ignore[attr-defined]
    assert usage.usage == whole.usage


def test_langchains_client_works_streaming_and_not(address: str, quoted: str) -> None:
    chat = ChatOpenAI(model="dalil", base_url=address, api_key="none")  # type: ignore[arg-type]
    assert quoted in chat.invoke(QUESTION).text
    assert quoted in "".join(chunk.text for chunk in chat.stream(QUESTION))

    async def asked() -> str:
        return (await chat.ainvoke(QUESTION)).text

    assert quoted in asyncio.run(asked())


def test_parts_of_text_are_read_and_other_roles_read_over(client: openai.OpenAI, quoted: str) -> None:
    messages: Any = [
        {"role": "system", "content": "Answer like a pirate."},
        {"role": "user", "content": [{"type": "text", "text": QUESTION}]},
    ]
    reply = client.chat.completions.create(model="dalil", messages=messages, temperature=0.3, max_tokens=5)
    assert quoted in (reply.choices[0].message.content or "")


def test_other_parts_than_text_are_read_over_before_the_question(client: openai.OpenAI) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}
    messages: Any = [
        {"role": "system", "content": [picture]},
        {"role": "user", "content": [picture, {"type": "text", "text": QUESTION}]},
        {"role": "assistant", "content": [{"type": "refusal", "refusal": "I cannot see it."}]},
        {"role": "tool", "content": None, "tool_call_id": "1"},
        {"role": "user", "content": "And who is he?"},
    ]
    options: Any = {"include_usage": None}
    chunks = client.chat.completions.create(model="dalil", messages=messages, stream=True, stream_options=options)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert f"(Understood as: {QUESTION} And who is he?" in text


def test_earlier_messages_are_the_history_of_a_follow_up(client: openai.OpenAI) -> None:
    first = client.chat.completions.create(model="dalil", messages=ASKED).choices[0].message.content
    messages: Any = [*ASKED, {"role": "assistant", "content": first}, {"role": "user", "content": "And who is he?"}]
    reply = client.chat.completions.create(model="dalil", messages=messages)
    assert f"(Understood as: {QUESTION} And who is he?" in (reply.choices[0].message.content or "")


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"model": "gpt-x", "messages": ASKED}, 404, "there is no model 'gpt-x'"),
        ({"model": "dalil", "messages": []}, 400, "messages: List should have at least 1 item"),
        ({"model": "dalil", "messages": [{"role": "user", "content": "  "}]}, 400, "the question is empty"),
        ({"model": "dalil", "messages": [{"role": "user", "content": "x" * 9000}]}, 400, "9,000 characters"),
        ({"model": "dalil", "messages": [{"role": "assistant", "content": "Hm."}]}, 400, "the last message must be"),
        ({"model": "dalil", "messages": ASKED, "n": 2}, 400, "n: Input should be less than or equal to 1"),
        (
            {"model": "dalil", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            400,
            "a part of type 'image_url'",
        ),
        (
            {"model": "dalil", "messages": [{"role": "user", "content": 5}]},
            400,
            "messages.0.content: the content must be a text or a list of parts",
        ),
        (
            {"model": "dalil", "messages": [{"role": "user", "content": [{"type": "text", "text": 5}]}]},
            400,
            "messages.0.content.0.text: Input should be a valid string",
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_errors_have_openais_form(
    client: openai.OpenAI, body: dict[str, Any], status: int, message: str, stream: bool
) -> None:
    with pytest.raises(openai.APIStatusError) as raised:
        client.chat.completions.create(**body, stream=stream)
    assert raised.value.status_code == status
    assert message in raised.value.body["message"]  # type: ignore[index]
    assert set(raised.value.body) == {"message", "type", "param", "code"}  # type: ignore[call-overload]


def test_an_unknown_model_has_openais_code(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as raised:
        client.models.retrieve("gpt-x")
    assert raised.value.code == "model_not_found"


def test_a_written_answer_streams_with_its_checked_marks(
    writing: openai.OpenAI, llm: ScriptedLLM, system: System
) -> None:
    n = envoy_number(system)
    llm.scripts.append(["Staffan de Mistura is the ", f"United Nations envoy to Syria [{n}].", " He likes tea [99]."])
    *chunks, last = writing.chat.completions.create(model="dalil", messages=ASKED, stream=True)
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks]
    text, _, listed = "".join(pieces).partition("\n\nSources:\n")
    assert text == "Staffan de Mistura is the United Nations envoy to Syria. [1] He likes tea. [no evidence]"
    assert "Staffan de Mistura is the United Nations envoy to Syria. [1]" in pieces
    assert [citation["n"] for citation in last.citations] == [1]  # type: ignore[attr-defined]
    assert ENVOY in listed


def test_a_stream_that_breaks_off_goes_on_with_the_quoted_answer(
    writing: openai.OpenAI, llm: ScriptedLLM, quoted: str
) -> None:
    llm.scripts.append(["Nobody knows. The envoy is ", httpx.ReadError("gone")])
    chunks = writing.chat.completions.create(model="dalil", messages=ASKED, stream=True)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text.startswith("Nobody knows. [no evidence]\n\n")
    assert quoted in text
    assert "(The language model broke off; this is the quoted answer instead.)" in text


def test_a_client_that_leaves_ends_the_generation(writing: openai.OpenAI, llm: ScriptedLLM) -> None:
    llm.scripts.append(["Nobody knows. ", *[0.05, "and "] * 1000])
    with writing.chat.completions.create(model="dalil", messages=ASKED, stream=True) as chunks:
        for chunk in chunks:
            if chunk.choices[0].delta.content:
                break
    until(lambda: llm.closed == 1)
