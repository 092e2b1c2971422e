"""Files of the server's machine: by no door of the page does a client get one that it did not upload itself."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count, product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

import ui.server
from tests.conftest import ARTICLE
from tests.ui.processes import Running, dalil, running

pytestmark = [pytest.mark.server, pytest.mark.model]

SECRET = "A sentence that stands in a file which nobody uploaded, 7f3a9c."
FILE_DATA = {"_type": "gradio.FileData"}
_sessions = count()


@dataclass(frozen=True)
class Attacked:
    """A server, the spellings of ten readable files, and what may not come out: how each of the files begins."""

    server: Running
    paths: list[str]
    beginnings: list[bytes]

    def functions(self) -> list[dict[str, Any]]:
        """Every function of the page with the kinds of its inputs, as the page publishes them."""
        config = self.server.client.get("/config").json()
        kinds = {component["id"]: component["type"] for component in config["components"]}
        functions = config["dependencies"]
        return [{"id": f["id"], "name": f["api_name"], "inputs": [kinds[i] for i in f["inputs"]]} for f in functions]

    def leaks(self, text: str) -> bool:
        """Whether a file's content stands in an answer, or in a file that the answer names."""
        named = re.findall(r'/gradio_api/file=([^"\\ ]+)', text) + re.findall(r'"(/[^"\\]+)"', text)
        bodies = [self.server.client.get(f"/gradio_api/file={name}").content for name in dict.fromkeys(named)]
        return any(beginning in body for beginning in self.beginnings for body in [text.encode(), *bodies])

    def sources(self) -> list[str]:
        return [record["source"] for record in self.server.client.get("/api/documents").json()["documents"]]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    folder, data = tmp_path_factory.mktemp("secrets"), tmp_path_factory.mktemp("attacked") / "data"
    here = Path.cwd()  # where the server starts too
    for path in (here / "note.md", here / "note.json", folder / "note.txt"):
        path.write_text(SECRET, "utf-8")
    (here / ".env").write_text(f"DALIL_LLM_API_KEY={SECRET}\n", "utf-8")
    (here / "link.md").symlink_to(folder / "note.txt")
    assert dalil("--data", data, "ingest", ARTICLE).returncode == 0
    with running(data) as server:
        (uploaded,) = server.client.post("/gradio_api/upload", files={"files": ("own.md", b"My own words.")}).json()
        files = ["/etc/passwd", "/etc/os-release", str(data / "catalogue.sqlite"), str(here / ".env")]
        files += [ui.server.__file__, str(here / "note.md"), str(here / "link.md"), str(folder / "note.txt")]
        files += ["note.json", os.path.relpath("/etc/passwd"), "file:///etc/passwd", f"file://{here}/note.md"]
        files += [f"{Path(uploaded).parent}/../../..{'/..' * 9}{folder}/note.txt", f"{uploaded}/../../../../etc/passwd"]
        beginnings = [Path(file).read_bytes()[:40] for file in files[:5]] + [SECRET.encode()]
        yield Attacked(server, files, beginnings)
    for name in ("note.md", "note.json", ".env", "link.md"):
        (here / name).unlink()


def file(path: str) -> dict[str, Any]:
    return {"path": path, "url": f"/gradio_api/file={path}", "orig_name": "x.md", "meta": FILE_DATA}


def said(content: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "metadata": None, "content": [content], "options": None}]


def attempts(path: str) -> dict[str, list[Any]]:
    """What each kind of component may be sent to make it take the file."""
    pictured = {"avatar_images": [path, None]}
    shown = {"type": "component", "component": "chatbot", "value": [], "constructor_args": pictured, "props": {}}
    messages = [said({"type": "file", "file": file(path)}), said({"type": "file", "file": {"path": path}})]
    messages += [said(file(path)), said(shown)]
    kept = [[message, []] for message in messages]
    return {"chatbot": messages, "file": [file(path), [file(path)], path], "browserstate": kept}


def bodies(function: dict[str, Any], path: str) -> Iterator[dict[str, Any]]:
    """Requests that bring the file to each input in turn."""
    benign = {"chatbot": [], "textbox": "What did Lavrov agree to?", "radio": "dalil", "checkbox": False}
    kinds = function["inputs"]
    for place, kind in enumerate(kinds):
        for attempt in attempts(path).get(kind, [file(path)]):
            data = [attempt if n == place else benign.get(other) for n, other in enumerate(kinds)]
            yield {"data": data}
    if not kinds:
        yield {"data": [file(path)]}


def messages(attacked: Attacked, session: str) -> str:
    """All that the server has to say to a session, until it is silent."""
    lines = []
    stream = attacked.server.client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}, timeout=9)
    with suppress(httpx.ReadTimeout), stream as response:
        for line in response.iter_lines():
            lines.append(line)
            if "process_completed" in line or "close_stream" in line:
                break
    return "\n".join(lines)


def test_no_function_takes_a_file_that_was_not_uploaded_and_none_fails_over_it(attacked: Attacked) -> None:
    before = attacked.sources()
    functions = attacked.functions()
    assert len(functions) > 15
    for function, path in product(functions, attacked.paths):
        for body in bodies(function, path):
            session = f"attack-{next(_sessions)}"
            request = {**body, "fn_index": function["id"], "session_hash": session}
            response = attacked.server.client.post("/gradio_api/queue/join", json=request)
            case = (function["name"], path, body)
            assert not (response.is_success and attacked.leaks(messages(attacked, session))), case
            assert response.status_code in (404, 422), case
    assert attacked.sources() == before


def test_a_file_in_the_data_of_an_event_is_no_file_to_any_function(attacked: Attacked) -> None:
    shown, removed = (next(f for f in attacked.functions() if f["name"] == name) for name in ("show", "take_out"))
    for function, path in product((shown, removed), attacked.paths):
        for data in (file(path), {"document": path}, [path]):
            session = f"event-{next(_sessions)}"
            kept = [None] * len(function["inputs"])  # states, which stay on the server
            request = {"data": kept, "event_data": data, "fn_index": function["id"], "session_hash": session}
            assert attacked.server.client.post("/gradio_api/queue/join", json=request).status_code == 200
            assert not attacked.leaks(messages(attacked, session)), (function["name"], data)


@pytest.mark.parametrize("door", ["run", "api", "call", "call/v2"])
def test_functions_are_not_run_by_their_names(attacked: Attacked, door: str) -> None:
    for function in attacked.functions():
        for name in (function["name"], "predict"):
            for body in bodies(function, attacked.paths[0]):
                request = {**body, "fn_index": function["id"], "session_hash": f"named-{next(_sessions)}"}
                response = attacked.server.client.post(f"/gradio_api/{door}/{name}", json=request)
                assert response.status_code in (404, 405), (door, name)


def test_no_file_is_served_by_its_path(attacked: Attacked) -> None:
    for path in attacked.paths:
        for door in ("/gradio_api/file=", "/gradio_api/file/", "/gradio_api/proxy=", "/file=", "/static/", "/assets/"):
            for spelling in (
                path,
                quote(path, safe=""),
                f"../../../../../../..{path}",
                quote(f"../../..{path}", safe=""),
            ):
                response = attacked.server.client.get(door + spelling)
                assert 400 <= response.status_code < 500, (door, spelling)
                assert not any(beginning in response.content for beginning in attacked.beginnings), (door, spelling)


def test_no_address_is_fetched_for_a_client(attacked: Attacked) -> None:
    address = f"{attacked.server.address}/healthz"
    for url in (
        f"/gradio_api/file={address}",
        f"/gradio_api/proxy={address}",
        "/gradio_api/file=https://example.org/x",
    ):
        assert attacked.server.client.get(url).status_code == 404, url
    for function in attacked.functions():
        for body in bodies(function, address):
            request = {**body, "fn_index": function["id"], "session_hash": f"fetch-{next(_sessions)}"}
            response = attacked.server.client.post("/gradio_api/queue/join", json=request)
            assert response.status_code in (404, 422), (function["name"], body)


@pytest.mark.parametrize(
    ("request_body", "status"),
    [
        ({"data": [], "fn_index": 9999}, 404),
        ({"data": [], "fn_index": -1}, 404),
        ({"data": []}, 422),
        ({"data": {}, "fn_index": 3}, 422),
        ({"data": [{"a": 1}], "fn_index": 3}, 422),
        ({"data": [[[], [["only a question"]]]], "fn_index": 3}, 422),
        ({"data": [[[], []], 1, 2], "fn_index": 3}, 422),
        ({"data": [[[], []]], "fn_index": 3, "trigger_id": 9999}, 422),
        ({"data": [[[], []]], "fn_index": 3, "simple_format": True}, 422),
        ({"data": [[[], []]], "fn_index": 3, "session_hash": None}, 422),
        ({"data": [[[], []]], "fn_index": 3, "session_hash": ["x"]}, 422),
        ([], 422),
    ],
)
def test_a_request_of_another_form_is_refused_with_a_reason(attacked: Attacked, request_body: Any, status: int) -> None:
    if isinstance(request_body, dict):
        request_body = {"session_hash": "form", **request_body}
    response = attacked.server.client.post("/gradio_api/queue/join", json=request_body)
    assert response.status_code == status
    assert response.json()["error"]["message"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"data": ["\\ud800"], "fn_index": 17}', b"[" * 100_000])
def test_a_request_that_is_no_json_is_refused(attacked: Attacked, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for door in ("queue/join", "cancel", "reset"):
        response = attacked.server.client.post(f"/gradio_api/{door}", content=content, headers=headers)
        assert response.status_code in (400, 422), door


def test_an_upload_of_another_form_is_refused(attacked: Attacked) -> None:
    post = attacked.server.client.post
    assert post("/gradio_api/upload", data={"files": "a field, no file"}).status_code == 400
    assert post("/gradio_api/upload", json=["/etc/passwd"]).status_code == 400
    part = b'--b\r\nContent-Disposition: form-data; name="files"\r\n\r\nno file\r\n--b--\r\n'
    for kind in ("multipart/form-data", "multipart/form-data; boundary=b", "multipart/form-data; boundary=c"):
        assert post("/gradio_api/upload", content=part, headers={"Content-Type": kind}).status_code in (400, 200), kind


def test_what_was_uploaded_is_taken_once_and_only_in_a_form_that_the_field_takes(attacked: Attacked) -> None:
    client = attacked.server.client
    add = next(function for function in attacked.functions() if function["name"] == "add")
    note, picture = client.post(
        "/gradio_api/upload",
        files=[("files", ("mine.md", b"The ferry leaves on Tuesdays.")), ("files", ("x.svg", b"<svg/>"))],
    ).json()

    def send(path: str) -> httpx.Response:
        request = {"data": [[file(path)], "", None], "fn_index": add["id"], "session_hash": "mine"}
        return client.post("/gradio_api/queue/join", json=request)

    assert send(picture).status_code == 422
    assert send(note).status_code == 200
    assert '"success":true' in messages(attacked, "mine").replace(" ", "")
    (record,) = [r for r in client.get("/api/documents").json()["documents"] if r["source"].endswith("mine.md")]
    client.delete(f"/api/documents/{record['id']}").raise_for_status()


def test_what_the_page_sends_first_is_taken(attacked: Attacked) -> None:
    start = next(function for function in attacked.functions() if function["name"] == "start")
    call = {"data": [[[], []]], "event_data": None, "fn_index": start["id"], "trigger_id": 0, "session_hash": "first"}
    assert attacked.server.client.post("/gradio_api/queue/join", json=call).status_code == 200
    assert ARTICLE.name in messages(attacked, "first")


def test_the_attacks_would_be_seen(attacked: Attacked) -> None:
    """The page's own upload, which may be read again, stands for a file that leaks."""
    (path,) = attacked.server.client.post("/gradio_api/upload", files={"files": ("x.md", SECRET.encode())}).json()
    assert attacked.leaks(json.dumps({"path": path, "url": f"/gradio_api/file={path}"}))
