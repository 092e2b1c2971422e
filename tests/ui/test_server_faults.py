"""A server whose data are damaged: no door tells a client where they lie; the terminal does."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import ARTICLE
from tests.ui.processes import Running, dalil, running
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.model]

QUESTION = "What did Lavrov agree to?"
CHAT = {"model": "dalil", "messages": [{"role": "user", "content": QUESTION}]}


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    data = tmp_path_factory.mktemp("damaged") / "data"
    assert dalil("--data", data, "ingest", ARTICLE).returncode == 0
    with running(data) as server:
        until(lambda: server.client.get("/readyz").status_code == 200)
        for part in data.glob("catalogue.sqlite*"):
            part.write_bytes(b"this is no database, but long enough to be taken for one" * 20)
        yield server


REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "/readyz", None),
    ("GET", "/api/documents", None),
    ("GET", "/api/documents/a81b75ee8a8eb41c", None),
    ("DELETE", "/api/documents/a81b75ee8a8eb41c", None),
    ("POST", "/api/documents", {"title": "Note", "text": "The ferry leaves on Tuesdays."}),
    ("POST", "/api/ask", {"question": QUESTION}),
    ("POST", "/api/ask", {"question": QUESTION, "stream": True}),
    ("POST", "/api/search", {"question": QUESTION}),
    ("POST", "/v1/chat/completions", CHAT),
    ("POST", "/v1/chat/completions", CHAT | {"stream": True}),
]


@pytest.mark.parametrize(("method", "path", "body"), REQUESTS)
def test_the_apis_do_not_tell_where_the_data_lie(damaged: Running, method: str, path: str, body: Any) -> None:
    response = damaged.client.request(method, path, json=body)
    assert response.status_code in (503, 507)
    assert_hidden(damaged, response)
    assert "try again later" in response.json()["error"]["message"]


def test_the_page_does_not_tell_where_the_data_lie(damaged: Running) -> None:
    config = damaged.client.get("/config").json()
    numbers = {function["api_name"]: function["id"] for function in config["dependencies"]}
    calls = {"start": [[[], []]], "ask": [QUESTION, [], None, None, None], "show": [], "take_out": [None]}
    for name, data in calls.items():
        call = {"data": data, "event_data": {"document": "a"}, "fn_index": numbers[name], "session_hash": name}
        damaged.client.post("/gradio_api/queue/join", json=call).raise_for_status()
        said = damaged.client.get("/gradio_api/queue/data", params={"session_hash": name})
        assert "try again later" in said.text, name
        assert_hidden(damaged, said)


def test_the_tools_for_agents_do_not_tell_where_the_data_lie(damaged: Running) -> None:
    call = {"name": "search", "arguments": {"question": QUESTION}}
    request = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}
    response = damaged.client.post("/mcp", json=request, headers=headers)
    assert "try again later" in response.text
    assert_hidden(damaged, response)


def test_the_terminal_tells_where_they_lie(damaged: Running) -> None:
    damaged.client.get("/api/documents")
    until(lambda: any(str(damaged.data / "catalogue.sqlite") in line for line in damaged.said))
    asked = dalil("--data", damaged.data, "documents", "list")
    assert str(damaged.data / "catalogue.sqlite") in asked.stderr


def assert_hidden(server: Running, response: httpx.Response) -> None:
    plain = response.text + json.dumps(dict(response.headers))
    for part in (str(server.data), str(server.data.parent), str(Path(ARTICLE).parent), "DALIL_", "--data", "sqlite"):
        assert part not in plain
