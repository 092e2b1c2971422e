import asyncio
import json
from contextlib import aclosing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import httpx2
import openai
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage

from ingest.errors import ModelError, UsageError
from qa.answer import Failure
from qa.settings import Settings
from qa.writing.llm import LLMError, failure_of, load_llm, remedy, stream_text
from tests.scripted_llm import ScriptedLLM

REQUEST = httpx2.Request("POST", "http://llm.test/v1/chat/completions")


class CodedError(Exception):
    """As Google's client raises it."""

    def __init__(self, code: int) -> None:
        super().__init__("no")
        self.code = code


def status_error(status: int, message: str = "no") -> openai.APIStatusError:
    return openai.APIStatusError(message, response=httpx2.Response(status, request=REQUEST), body=None)


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (status_error(401, "Incorrect API key provided: sk-secret"), "refused"),
        (status_error(403), "refused"),
        (status_error(404), "unknown"),
        (status_error(429), "busy"),
        (status_error(400, "This model's maximum context length is 4096 tokens"), "too_long"),
        (status_error(400, "the request exceeds the available context size"), "too_long"),
        (status_error(400, "bad temperature"), "failed"),
        (status_error(500), "failed"),
        (CodedError(401), "refused"),
        (status_error(504), "late"),
        (openai.APIConnectionError(request=REQUEST), "unreachable"),
        (openai.APITimeoutError(request=REQUEST), "late"),
        (httpx.ConnectError("refused"), "unreachable"),
        (ConnectionError("ollama is not there"), "unreachable"),
        (TimeoutError(), "late"),
        (ValueError("what?"), "failed"),
    ],
)
def test_failures_are_named_by_what_providers_have_in_common(error: Exception, failure: Failure) -> None:
    assert failure_of(error) == failure


def text_of(llm: BaseChatModel, timeout: float = 5) -> str:
    async def collect() -> str:
        return "".join([piece async for piece in stream_text(llm, [HumanMessage("Who?")], timeout, retry_after=0)])

    return asyncio.run(collect())


def test_text_comes_piece_by_piece() -> None:
    assert text_of(ScriptedLLM(scripts=[["They ", "met."]])) == "They met."


def test_a_failure_before_the_first_piece_is_tried_once_more() -> None:
    assert text_of(ScriptedLLM(scripts=[[status_error(429)], ["They met."]])) == "They met."


def test_there_is_no_third_try() -> None:
    llm = ScriptedLLM(scripts=[[status_error(429)], [status_error(429)], ["They met."]])
    with pytest.raises(LLMError) as raised:
        text_of(llm)
    assert raised.value.failure == "busy"
    assert len(llm.scripts) == 1


@pytest.mark.parametrize(("status", "failure"), [(401, "refused"), (404, "unknown")])
def test_what_waiting_cannot_help_is_not_tried_again(status: int, failure: Failure) -> None:
    llm = ScriptedLLM(scripts=[[status_error(status)], ["They met."]])
    with pytest.raises(LLMError) as raised:
        text_of(llm)
    assert raised.value.failure == failure
    assert len(llm.scripts) == 1


def test_half_a_stream_is_an_interruption_and_not_tried_again() -> None:
    llm = ScriptedLLM(scripts=[["They ", httpx.ReadError("gone")], ["They met."]])
    with pytest.raises(LLMError) as raised:
        text_of(llm)
    assert raised.value.failure == "interrupted"
    assert len(llm.scripts) == 1


def test_silence_longer_than_the_limit_is_a_failure() -> None:
    with pytest.raises(LLMError) as raised:
        text_of(ScriptedLLM(scripts=[[3.0, "They met."]]), timeout=0.05)
    assert raised.value.failure == "late"


def test_the_key_is_neither_in_the_error_nor_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LLMError) as raised:
        text_of(ScriptedLLM(scripts=[[status_error(401, "Incorrect API key provided: sk-secret")]]))
    assert "secret" not in f"{raised.value!s} {raised.value.__cause__!r} {caplog.text}"
    assert raised.value.__suppress_context__
    assert "refused (APIStatusError)" in caplog.text


def test_closing_ends_the_generation() -> None:
    llm = ScriptedLLM(scripts=[["They ", "met ", "in ", "Moscow."]])

    async def first() -> str:
        async with aclosing(stream_text(llm, [HumanMessage("Who?")], 5)) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                return piece
        return ""

    assert asyncio.run(first()) == "They "
    assert llm.closed == 1


def test_a_model_is_named_with_its_provider() -> None:
    llm = load_llm(Settings(llm="openai:gpt-x", llm_base_url="http://127.0.0.1:9/v1", llm_api_key="k"))
    assert llm.model_name == "gpt-x"  # type: ignore[attr-defined]


def test_a_local_server_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    load_llm(Settings(llm="openai:gpt-x", llm_base_url="http://127.0.0.1:9/v1"))


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="DALIL_LLM_API_KEY"):
        load_llm(Settings(llm="openai:gpt-x"))


@pytest.mark.parametrize("name", ["gpt-x", "openai:", ":gpt", "nobody:gpt"])
def test_a_name_of_another_form_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="DALIL_LLM"):
        load_llm(Settings(llm=name))


def test_a_missing_package_is_named() -> None:
    with pytest.raises(ModelError, match="langchain-groq"):
        load_llm(Settings(llm="groq:qwen3"))


@pytest.mark.parametrize(
    ("model", "failure", "command"),
    [
        ("ollama:qwen3:4b", "unknown", "ollama pull qwen3:4b"),
        ("ollama:qwen3:4b", "unreachable", None),
        ("openai:gpt-x", "unknown", None),
    ],
)
def test_a_model_that_ollama_lacks_can_be_pulled(model: str, failure: Failure, command: str | None) -> None:
    assert remedy(model, failure) == command


def test_what_a_reasoning_model_thinks_is_no_part_of_its_text() -> None:
    thought = [{"type": "reasoning", "reasoning": "Hm. The bridge?"}]
    llm = ScriptedLLM(scripts=[[thought, [{"type": "text", "text": "In 1921."}]]])

    async def collected() -> str:
        return "".join([piece async for piece in stream_text(llm, [HumanMessage("When?")], 10)])

    assert asyncio.run(collected()) == "In 1921."


class KeepAlive(BaseHTTPRequestHandler):
    """A server of the OpenAI form that says "Hi" and keeps its connections."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "x"}
        body = json.dumps({**chunk, "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}]})
        said = f"data: {body}\n\ndata: [DONE]\n\n".encode()
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        pass


def test_each_question_may_have_an_event_loop_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), KeepAlive)
    Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    llm = load_llm(Settings(llm="openai:x", llm_base_url=url))
    assert [text_of(llm) for _ in range(3)] == ["Hi", "Hi", "Hi"]  # each in a loop of its own, as `System.ask` does
    assert not caplog.records  # no second try
    server.shutdown()
    server.server_close()
