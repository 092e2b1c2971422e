"""Dalil itself asks nothing of the network, with no variable set that forbids its libraries to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ARTICLE
from tests.ui.processes import dalil, running

pytestmark = [pytest.mark.server, pytest.mark.model, pytest.mark.timeout(600)]

QUESTION = "What did Lavrov agree to?"


@pytest.fixture
def watched(tmp_path: Path) -> dict[str, str]:
    """An environment in which what would leave the machine is noted in the file OUTBOUND, and refused."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "XDG_CACHE_HOME") if name in os.environ}
    watcher = Path(__file__).with_name("outbound")
    return {**kept, "LANG": "C.UTF-8", "PYTHONPATH": str(watcher), "OUTBOUND": str(tmp_path / "outbound.txt")}


def noted(environment: dict[str, str]) -> str:
    notes = Path(environment["OUTBOUND"])
    return notes.read_text("utf-8") if notes.exists() else ""


def test_nothing_that_dalil_does_looks_up_a_name_or_connects_to_another_machine(
    watched: dict[str, str], tmp_path: Path
) -> None:
    data = tmp_path / "data"
    assert dalil("--data", data, "ingest", ARTICLE, environment=watched).returncode == 0
    assert dalil("--data", data, "ask", QUESTION, environment=watched).returncode == 0
    with running(data, watched) as server:
        assert server.client.get("/").status_code == 200
        assert server.client.post("/api/ask", json={"question": QUESTION}).json()["citations"]
    assert noted(watched) == ""


@pytest.mark.parametrize("host", ["example.org", "192.0.2.1"])
def test_the_watcher_notes_and_refuses(watched: dict[str, str], host: str) -> None:
    program = f"import socket; socket.create_connection(({host!r}, 80))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=watched)
    assert "not in this test" in done.stderr
    assert noted(watched) == f"socket.getaddrinfo {host}\n"
