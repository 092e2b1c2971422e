"""The server as a process of its own: what it says, what it withstands, how it stops, what it sees of others' work."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import ARTICLE
from tests.examples import examples, printed
from tests.ui.calling import ADDRESS
from tests.ui.processes import Running, dalil, running
from tests.waiting import until

pytestmark = [pytest.mark.server, pytest.mark.model]

QUESTION = "What did Lavrov agree to?"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server over the seed article."""
    data = tmp_path_factory.mktemp("served") / "data"
    assert dalil("--data", data, "ingest", ARTICLE).returncode == 0
    with running(data) as server:
        yield server


def test_it_says_where_it_is_and_what_to_ask_on_stderr(server: Running) -> None:
    until(lambda: len(server.said) >= 2)
    assert server.address in server.said[0]
    assert QUESTION in server.said[1]


def test_it_gets_ready_by_itself_and_answers(server: Running) -> None:
    until(lambda: server.client.get("/readyz").status_code == 200)
    answer = server.client.post("/api/ask", json={"question": QUESTION}).json()
    assert answer["passages"][0]["source"].endswith(ARTICLE.name)


def test_it_tells_its_health_while_questions_are_read(server: Running) -> None:
    asking = [threading.Thread(target=_ask, args=(server.address,)) for _ in range(4)]
    for thread in asking:
        thread.start()
    started, slowest = time.perf_counter(), 0.0
    while any(thread.is_alive() for thread in asking):
        begun = time.perf_counter()
        assert server.client.get("/healthz").status_code == 200
        slowest = max(slowest, time.perf_counter() - begun)
        time.sleep(0.05)
    # it would be a question's time, a fourth of all, if questions were read in the thread that answers health checks
    assert slowest < max(2, (time.perf_counter() - started) / 5)


def _ask(address: str) -> None:
    httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=200)


def test_a_stream_comes_as_it_is_made_and_may_be_left(server: Running) -> None:
    body = {"question": QUESTION, "stream": True}
    with server.client.stream("POST", "/api/ask", json=body) as response:
        assert next(response.iter_lines()) == "event: passages"
    with server.client.stream("POST", "/api/ask", json=body) as response:
        lines = list(response.iter_lines())
    assert [line for line in lines if line.startswith("event:")][-1] == "event: answer"
    assert json.loads(lines[lines.index("event: answer") + 1].removeprefix("data: "))["question"] == QUESTION


def test_it_sees_what_another_process_ingests_and_removes(server: Running, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The ferry to Socotra leaves on Tuesdays from the old harbour.", "utf-8")
    question = {"question": "When does the ferry to Socotra leave?", "k": 1}

    def found() -> bool:
        return bool(server.client.post("/api/search", json=question).json()["passages"][0]["source"] == str(note))

    assert not found()
    assert dalil("--data", server.data, "ingest", note).returncode == 0
    assert found()
    (record,) = [r for r in server.client.get("/api/documents").json()["documents"] if r["source"] == str(note)]
    assert dalil("--data", server.data, "documents", "remove", record["id"]).returncode == 0
    assert not found()


def test_an_upload_of_200_mb_is_refused_without_being_taken_in(server: Running) -> None:
    until(lambda: server.client.get("/readyz").status_code == 200)  # the models' memory is no upload's
    _ask(server.address)
    before = _peak_memory(server.process.pid)
    parts = _multipart(b"x" * 1_000_000 for _ in range(200))
    response = _post_documents(server, parts, {"Content-Length": str(200_000_000 + len(_HEAD + _TAIL))})
    assert response.status_code == 413
    assert response.json()["error"]["type"] == "too_large"
    assert _peak_memory(server.process.pid) - before < 30_000_000


def test_an_upload_without_end_is_cut_off(server: Running) -> None:
    sent = 0

    def nearly_endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 300_000_000:
            sent += 1_000_000
            yield b"x" * 1_000_000

    with contextlib.suppress(httpx.NetworkError):  # the answer may be lost with the connection
        assert _post_documents(server, _multipart(nearly_endless()), {}).status_code == 413
    assert sent < 150_000_000  # 101 MB are read, some more was on its way
    assert server.client.get("/healthz").status_code == 200


_HEAD = b'--b\r\nContent-Disposition: form-data; name="files"; filename="big.txt"\r\n\r\n'
_TAIL = b"\r\n--b--\r\n"


def _multipart(content: Iterator[bytes]) -> Iterator[bytes]:
    yield _HEAD
    yield from content
    yield _TAIL


def _post_documents(server: Running, parts: Iterator[bytes], headers: dict[str, str]) -> httpx.Response:
    headers = {"Content-Type": "multipart/form-data; boundary=b", **headers}
    return server.client.post("/api/documents", content=parts, headers=headers)


def _peak_memory(pid: int) -> int:
    """Bytes, the most the process ever held."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        pytest.skip("only Linux tells a process's memory in /proc")
    peak = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
    assert peak is not None
    return int(peak[1]) * 1024


def test_the_python_examples_of_the_api_s_document_run(server: Running) -> None:
    said, names = printed("\n".join(examples("docs/api.md")).replace(ADDRESS, server.address))
    names["dalil"].close()
    assert "The ferry leaves on Tuesdays." in said
    assert "upload:Note" not in [record["source"] for record in _listed(server)]
    _forget(server, "upload:notes.md")


@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_javascript_examples_of_the_api_s_document_run(server: Running, tmp_path: Path) -> None:
    script = tmp_path / "examples.mjs"
    script.write_text("\n".join(examples("docs/api.md", "javascript")).replace(ADDRESS, server.address), "utf-8")
    ran = subprocess.run(["node", script], capture_output=True, text=True, timeout=200)
    assert ran.returncode == 0, ran.stderr
    assert "a translation needs a language model" in ran.stderr
    assert "The ferry leaves on Tuesdays." in ran.stdout
    assert "quote:" in ran.stdout  # a citation of the streamed answer
    _forget(server, "upload:notes.md")


def test_the_curl_examples_of_the_api_s_document_run(server: Running, tmp_path: Path) -> None:
    for name in ("report.txt", "notes.md", "handbook.md"):
        (tmp_path / name).write_text(f"The {name} says that engineers may work from home.", "utf-8")
    ran = list[str]()
    for example in examples("docs/api.md", "sh"):
        for command in re.split(r"^(?=curl )", example, flags=re.MULTILINE)[1:]:
            named = [one["id"] for one in _listed(server) if one["source"] == "upload:notes.md"]
            command = command.replace(ADDRESS, server.address).replace("DOCUMENT_ID", "".join(named))
            with_status = command.replace("curl", "curl -w '%{http_code}'", 1)
            shell = subprocess.run(["bash", "-c", with_status], cwd=tmp_path, capture_output=True, text=True)
            assert shell.returncode == 0, shell.stderr
            refused = "/api/translate" in command or "example.org" in command  # no language model, no network
            assert shell.stdout[-3:] in (("400", "422") if refused else ("200", "201")), shell
            ran.append(command)
    assert len(ran) > 12
    assert "notes.md says" in (tmp_path / "original").read_text("utf-8")
    _forget(server, "upload:report.txt", "upload:handbook.md", "upload:Note")


def _listed(server: Running) -> list[dict[str, str]]:
    documents: list[dict[str, str]] = server.client.get("/api/documents").json()["documents"]
    return documents


def _forget(server: Running, *sources: str) -> None:
    left = {one["source"]: one["id"] for one in _listed(server)}
    for source in sources:
        server.client.delete(f"/api/documents/{left[source]}").raise_for_status()


@pytest.mark.parametrize("document", ["README.md", "docs/llm.md"])
def test_the_python_examples_of_other_documents_bring_citations(server: Running, document: str) -> None:
    (code,) = [code for code in examples(document) if ADDRESS in code and "llama_index" not in code]
    said, _ = printed(code.replace(ADDRESS, server.address))
    assert "بوتين وكيري يبحثان" in said  # the cited article's title


@pytest.mark.browser
def test_the_docs_page_shows_the_routes_and_asks_no_other_machine(server: Running) -> None:
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    complaints: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{server.address}/docs")
        page.get_by_text("/api/search").wait_for(timeout=60_000)
        page.get_by_text("/api/search").click()
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("button", name="Execute").click()
        page.get_by_text("document_id").first.wait_for(timeout=60_000)
        browser.close()
    assert {url for url in asked if not url.startswith((server.address, "data:"))} == set()
    assert complaints == []


def test_a_foreign_name_for_this_machine_is_refused(server: Running) -> None:
    response = server.client.get("/api/documents", headers={"Host": "rebound.example"})
    assert response.status_code == 421


def test_a_port_in_use_is_wrong_usage_and_says_what_to_do(server: Running, tmp_path: Path) -> None:
    port = server.address.rpartition(":")[2]
    second = dalil("--data", tmp_path / "data", "serve", "--port", port)
    assert second.returncode == 2
    assert f"port {port} on 127.0.0.1 is in use" in second.stderr
    assert "--port" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly_when_told_with_models_still_loading_and_a_page_open(
    tmp_path: Path, stop: signal.Signals
) -> None:
    with running(tmp_path / "data") as server:
        page_is_open = server.client.stream("GET", "/gradio_api/heartbeat/an-open-page")
        with page_is_open as response, contextlib.suppress(httpx.TransportError):
            lines = response.iter_lines()
            next(lines)
            os.kill(server.process.pid, stop)
            assert server.process.wait(timeout=120) == 0
            list(lines)
    said = "".join(server.said)
    assert "no documents yet" in said
    assert "ERROR" not in said
    assert "Traceback" not in said
