"""A provider's embedding model, through the real client against a small server that speaks OpenAI's form."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.embedding.models import Models
from ingest.errors import ModelError, UsageError
from tests.conftest import SEEDS

VECTOR = [3.0, 4.0]  # of length 5


class OpenAI(BaseHTTPRequestHandler):
    """Gives each text the same vector; refuses another key than `right`."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        right = self.headers["Authorization"] == "Bearer right"
        vectors = [{"object": "embedding", "index": n, "embedding": VECTOR} for n, _ in enumerate(asked["input"])]
        answer = {"object": "list", "data": vectors, "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        body = json.dumps(answer if right else {"error": {"message": "Incorrect API key provided"}}).encode()
        self.send_response(200 if right else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def openai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), OpenAI) as server:
        threading.Thread(target=server.serve_forever).start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "right")
        yield
        server.shutdown()


def test_a_provider_s_vectors_come_at_unit_length(openai: None) -> None:
    embedding = Models(SEEDS).embedding("openai:m")
    assert embedding.embed_query("a") == pytest.approx([0.6, 0.8])
    assert embedding.embed_documents(["a", "b"]) == [pytest.approx([0.6, 0.8])] * 2


def test_a_refusal_is_told_with_what_to_check(openai: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    with pytest.raises(ModelError, match=r"'openai:m' does not answer: .*Incorrect API key.* DALIL_EMBEDDING"):
        Models(SEEDS).embedding("openai:m").embed_query("a")


def test_a_missing_key_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match=r"'openai:m' cannot be made: .*OPENAI_API_KEY"):
        Models(SEEDS).embedding("openai:m")


def test_a_name_without_a_provider_is_refused() -> None:
    with pytest.raises(UsageError, match="DALIL_EMBEDDING='m' is not a model's name"):
        Models(SEEDS).embedding("m")
