"""`DALIL_LLM=ollama:NAME` through langchain-ollama, against a small server that speaks Ollama's `/api/chat`.

The form is the documented one (docs.ollama.com/api): JSON objects, one a line, the last with `"done": true`; errors as
`{"error": …}`, with a status before the stream and as a line within it. No Ollama and no model is behind it.
"""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from ingest.document import Document
from ingest.pipeline import ingest_documents
from qa.answer import Answer, Token
from qa.settings import Settings
from qa.system import System, build
from qa.writing.llm import LLMError, load_llm, stream_text
from tests.bridge import BRIDGE, QUESTION

pytest.importorskip("langchain_ollama")
pytestmark = pytest.mark.server


@dataclass
class Ollama:
    """The server's address, what it writes next, and the requests it got."""

    address: str = ""
    script: list[str | dict[str, str]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    authorizations: list[str | None] = field(default_factory=list)


@pytest.fixture
def ollama() -> Iterator[Ollama]:
    state = Ollama()

    class Chat(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append((self.path, asked))
            state.authorizations.append(self.headers["Authorization"])
            if asked["model"] != "qwen3:4b":
                self.begin(404, "application/json")
                self.line({"error": f"model '{asked['model']}' not found"})
                return
            self.begin(200, "application/x-ndjson")
            for piece in state.script:
                self.line(piece if isinstance(piece, dict) else self.part(piece, done=False))
            if not isinstance(state.script[-1], dict):
                self.line({**self.part("", done=True), "done_reason": "stop", "prompt_eval_count": 9, "eval_count": 5})

        def begin(self, status: int, form: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", form)
            self.end_headers()

        def part(self, text: str, done: bool) -> dict[str, Any]:
            message = {"role": "assistant", "content": text}
            return {"model": "qwen3:4b", "created_at": "2026-11-24T12:00:00.0Z", "message": message, "done": done}

        def line(self, value: dict[str, Any]) -> None:
            self.wfile.write(json.dumps(value).encode() + b"\n")
            self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Chat)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


def settings(address: str, model: str = "qwen3:4b") -> Settings:
    return Settings(llm=f"ollama:{model}", llm_base_url=address, llm_context=3000)


def pieces(settings: Settings) -> list[str]:
    async def collect() -> list[str]:
        messages = [SystemMessage("Be brief."), HumanMessage("متى؟")]
        return [piece async for piece in stream_text(load_llm(settings), messages, timeout=10, retry_after=0) if piece]

    return asyncio.run(collect())


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_the_text_streams_piece_by_piece(ollama: Ollama) -> None:
    ollama.script = ["In ", "عام ", "1921."]
    assert pieces(settings(ollama.address)) == ["In ", "عام ", "1921."]


def test_messages_and_a_context_with_room_for_the_prompt_are_sent(ollama: Ollama) -> None:
    ollama.script = ["."]
    pieces(settings(ollama.address))
    ((path, asked),) = ollama.requests
    assert path == "/api/chat"
    assert [(m["role"], m["content"]) for m in asked["messages"]] == [("system", "Be brief."), ("user", "متى؟")]
    assert asked["stream"] is True
    assert asked["options"]["num_ctx"] == 6000  # twice the prompt's budget


def test_a_key_is_sent_for_what_stands_before_the_server(ollama: Ollama) -> None:
    ollama.script = ["."]
    pieces(settings(ollama.address))
    pieces(replace(settings(ollama.address), llm_api_key="secret"))
    assert ollama.authorizations == [None, "Bearer secret"]


def test_a_model_that_is_not_there_is_unknown_and_not_asked_for_again(ollama: Ollama) -> None:
    with pytest.raises(LLMError) as raised:
        pieces(settings(ollama.address, "qwen9"))
    assert raised.value.failure == "unknown"
    assert len(ollama.requests) == 1


def test_an_error_in_the_middle_of_the_stream_is_an_interruption(ollama: Ollama) -> None:
    ollama.script = ["In ", {"error": "an error was encountered while running the model"}]
    with pytest.raises(LLMError) as raised:
        pieces(settings(ollama.address))
    assert raised.value.failure == "interrupted"


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(LLMError) as raised:
        pieces(settings(free_address()))
    assert raised.value.failure == "unreachable"


@pytest.fixture(scope="module")
def town(system: System, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    own = build(Settings(data=tmp_path_factory.mktemp("ollama") / "data"), like=system)
    ingest_documents(own.index, [Document("/bridge.txt", "Bridge", BRIDGE)])
    yield own
    own.close()


def events(town: System, told: Settings, question: str = QUESTION) -> list[Any]:
    writing = build(Settings(**{**vars(told), "data": town.settings.data}), like=town)

    async def collect() -> list[Any]:
        return [event async for event in writing.stream(question)]

    return asyncio.run(collect())


@pytest.mark.model
def test_an_answer_is_written_streamed_and_checked(town: System, ollama: Ollama) -> None:
    ollama.script = ["The bridge was ", "built in 1921 [1]", ". It", " shines."]
    _, *tokens, answer = events(town, settings(ollama.address))
    assert len(tokens) > 1
    assert all(isinstance(token, Token) for token in tokens)
    assert isinstance(answer, Answer)
    assert (answer.mode, answer.model) == ("generated", "ollama:qwen3:4b")
    assert answer.text == "The bridge was built in 1921. [1] It shines. [no evidence]"
    assert [citation.quote for citation in answer.citations] == [
        "The bridge over the Orontes was built in 1921 by French engineers."
    ]


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "notice"),
    [
        (
            QUESTION,
            "The language model's server knows no such model; this is the quoted answer instead. "
            "To fetch the model: ollama pull qwen9",
        ),
        (
            "متى بني الجسر على نهر العاصي؟",
            "لا يعرف الخادم النموذج اللغوي المطلوب؛ وهذا جواب مقتبس من المصادر بدلًا منه. "
            "لتنزيل النموذج: ollama pull qwen9",
        ),
    ],
)
def test_a_missing_model_gives_the_quoted_answer_and_the_command_that_fetches_it(
    town: System, ollama: Ollama, question: str, notice: str
) -> None:
    *_, answer = events(town, settings(ollama.address, "qwen9"), question)
    assert (answer.mode, answer.failure, answer.notice) == ("quoted", "unknown", notice)


@pytest.mark.model
def test_without_a_server_the_quoted_answer_comes_and_says_so(town: System) -> None:
    *_, answer = events(town, settings(free_address()))
    assert answer.mode == "quoted"
    assert answer.notice == "The language model cannot be reached; this is the quoted answer instead."
