"""OpenAI's client for Node and Vercel's AI SDK against a running server; tests/clients holds them and what they ask."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from qa.system import System
from tests.ui.serving import served
from ui.server import create_app

CLIENTS = Path(__file__).parents[2] / "clients"
QUESTION, FOLLOW_UP = "Who is the United Nations envoy to Syria?", "And who is he?"

pytestmark = [
    pytest.mark.server,
    pytest.mark.model,
    pytest.mark.skipif(
        not (shutil.which("node") and (CLIENTS / "node_modules").is_dir()),
        reason="needs node and `npm ci --prefix tests/clients`",
    ),
]


def test_every_client_gets_the_answer_whole_and_streamed_and_goes_on_from_it(system: System) -> None:
    with served(create_app(system)) as address:
        command = ["node", str(CLIENTS / "clients.mjs"), address, QUESTION, FOLLOW_UP]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=200)
    assert ran.returncode == 0, ran.stderr
    got, answer = json.loads(ran.stdout), system.ask(QUESTION)
    understood = f"(Understood as: {QUESTION} {FOLLOW_UP}"
    assert got["models"] == ["dalil"]
    assert got["unknown"] == [404, "model_not_found"]
    assert got["dimensions"] == [384, 384]
    assert got["citations"] == [citation.to_json() for citation in answer.citations]
    assert answer.text in got["chat"]
    assert got["chat"] == got["streamed"] == got["response"] == got["final"]
    assert understood in got["followUp"]
    for said in got["sdk"].values():
        assert said["text"] == said["streamed"] == got["chat"]
        assert understood in said["followUp"]
