"""The API with a real client, the real model and the seed article: contracts, documents in and out, bad input."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.system import System, build
from tests.conftest import ARTICLE
from ui.http import schemas
from ui.server import create_app

pytestmark = pytest.mark.model

ADDRESS = "http://127.0.0.1:7860"
QUESTION = "What did Lavrov agree to?"


@pytest.fixture(scope="module")
def seeds(system: System) -> Iterator[TestClient]:
    """The API over the seed article; tests only read."""
    with TestClient(create_app(system), base_url=ADDRESS) as client:  # one event loop for all, as in a server
        yield client


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API over an index of this module's own, which tests write to; files of at most 1 MB."""
    own_system = build(Settings(data=tmp_path_factory.mktemp("own") / "data", max_file_mb=1))
    with TestClient(create_app(own_system), base_url=ADDRESS) as client:
        yield client
    own_system.close()


def events(body: str) -> list[tuple[str, Any]]:
    frames = [frame.split("\n") for frame in body.strip().split("\n\n") if not frame.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in frames]


def error(response: Any) -> tuple[int, str, str]:
    """Status, type and message of an error, which has no other parts."""
    body = response.json()
    assert set(body["error"]) == {"type", "message"}
    return response.status_code, body["error"]["type"], body["error"]["message"]


def exact(model: type[schemas.BaseModel], data: dict[str, Any]) -> None:
    """The JSON has all of the described keys and no other, at every depth."""
    described = model.model_validate(data)
    assert described.model_dump() == data


# asking


def test_an_answer_has_the_form_of_the_contract_and_its_passages_are_verbatim(seeds: TestClient) -> None:
    response = seeds.post("/api/ask", json={"question": QUESTION})
    assert response.status_code == 200
    answer = response.json()
    exact(schemas.Answer, answer)
    assert (answer["question"], answer["mode"], answer["model"]) == (QUESTION, "quoted", None)
    assert len(answer["passages"]) > 1
    text = seeds.get(f"/api/documents/{answer['passages'][0]['document_id']}").json()["text"]
    for passage in answer["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["text"]


def test_arabic_goes_in_and_comes_out_as_it_is(seeds: TestClient) -> None:
    response = seeds.post("/api/ask", json={"question": "متى وصل كيري إلى موسكو؟"})
    assert response.json()["question"] == "متى وصل كيري إلى موسكو؟"
    assert "\\u" not in response.text


def test_a_stream_brings_passages_then_the_text_then_the_same_answer(seeds: TestClient) -> None:
    whole = seeds.post("/api/ask", json={"question": QUESTION}).json()
    response = seeds.post("/api/ask", json={"question": QUESTION, "stream": True})
    assert response.headers["content-type"].startswith("text/event-stream")
    came = events(response.text)
    names = [name for name, _ in came]
    assert names[0] == "passages"
    assert set(names[1:-1]) == {"token"}
    assert names[-1] == "answer"
    answer = came[-1][1]
    assert {**answer, "timings_ms": 0} == {**whole, "timings_ms": 0}
    assert came[0][1]["passages"][0].keys() == answer["passages"][0].keys()


def test_a_failure_before_the_first_event_has_its_own_status_in_a_stream_too(seeds: TestClient) -> None:
    assert error(seeds.post("/api/ask", json={"question": " \n", "stream": True}))[:2] == (400, "usage_error")


def test_history_is_taken(seeds: TestClient) -> None:
    history = [{"question": "متى وصل كيري إلى موسكو؟", "answer": "الخميس"}]
    response = seeds.post("/api/ask", json={"question": "And whom did he meet?", "history": history})
    assert response.status_code == 200


def test_search_brings_as_many_passages_as_asked_for_best_first(seeds: TestClient) -> None:
    found = seeds.post("/api/search", json={"question": QUESTION, "k": 2}).json()
    exact(schemas.SearchResult, found)
    first, second = found["passages"]
    assert first["score"] >= second["score"]


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"question": ""}, 400, "empty"),
        ({"question": "س" * 10_000}, 400, "10,000"),
        ({}, 422, "question"),
        ({"question": 7}, 422, "question"),
        ({"question": "x", "historie": []}, 422, "historie"),
        ({"question": "x", "history": [{"question": "a"}]}, 422, "history.0.answer"),
        ({"question": "x", "history": [{"question": "a", "answer": "b"}] * 51}, 422, "history"),
        ({"question": "x" * 2_000_001}, 413, "2,000,000"),
    ],
)
def test_a_wrong_question_is_refused_with_the_field_named(
    seeds: TestClient, body: dict[str, Any], status: int, named: str
) -> None:
    code, _, message = error(seeds.post("/api/ask", json=body))
    assert code == status
    assert named in message


@pytest.mark.parametrize("k", [0, 101, "many"])
def test_a_wrong_k_is_refused(seeds: TestClient, k: object) -> None:
    assert error(seeds.post("/api/search", json={"question": "x", "k": k}))[:2] == (422, "invalid_request")


def test_half_a_surrogate_pair_is_refused_and_a_nul_is_no_harm(seeds: TestClient) -> None:
    half = seeds.post("/api/ask", content=b'{"question": "\\ud800"}', headers={"Content-Type": "application/json"})
    assert error(half)[0] == 422
    assert seeds.post("/api/ask", json={"question": "Lavrov\0 agreed?"}).status_code == 200


def test_many_questions_at_once_are_all_answered(seeds: TestClient) -> None:
    with ThreadPoolExecutor(6) as pool:
        codes = pool.map(lambda _: seeds.post("/api/ask", json={"question": QUESTION}).status_code, range(6))
    assert list(codes) == [200] * 6


# documents


def test_a_text_is_added_found_shown_and_removed(own: TestClient) -> None:
    body = {"title": "ملاحظة", "text": "The lighthouse of Qasr Ibrim was painted green in 1911."}
    added = own.post("/api/documents", json=body)
    assert added.status_code == 201
    exact(schemas.Summary, added.json())
    (record,) = added.json()["added"]
    assert (record["title"], record["source"], record["characters"]) == ("ملاحظة", "upload:ملاحظة", 55)

    assert record in own.get("/api/documents").json()["documents"]
    shown = own.get(f"/api/documents/{record['id']}").json()
    exact(schemas.FullDocument, shown)
    assert shown == {**record, "text": body["text"]}
    answer = own.post("/api/ask", json={"question": "What colour was the lighthouse painted?"}).json()
    exact(schemas.Answer, answer)
    assert answer["answered"]
    (citation,) = answer["citations"]
    assert citation["document_id"] == record["id"]
    assert "green" in citation["quote"]
    assert body["text"][citation["start"] : citation["end"]] == citation["quote"]

    assert own.delete(f"/api/documents/{record['id']}").json() == {"removed": record}
    assert record not in own.get("/api/documents").json()["documents"]
    assert error(own.get(f"/api/documents/{record['id']}"))[:2] == (404, "not_found")
    assert error(own.delete(f"/api/documents/{record['id']}"))[:2] == (404, "not_found")


def test_a_file_sent_again_is_unchanged_and_a_changed_one_replaces_the_former(own: TestClient) -> None:
    def upload(text: str) -> tuple[int, list[str]]:
        response = own.post("/api/documents", files={"files": ("تقرير.txt", text.encode())})
        return response.status_code, [kind for kind, records in response.json().items() if records]

    assert upload("The bridge was opened in March.") == (201, ["added"])
    assert upload("The bridge was opened in March.") == (200, ["unchanged"])
    assert upload("The bridge was opened in April.") == (201, ["replaced"])
    reports = [r for r in own.get("/api/documents").json()["documents"] if r["source"] == "upload:تقرير.txt"]
    assert len(reports) == 1


def test_good_files_are_added_beside_bad_ones_which_are_named(own: TestClient) -> None:
    files = [("files", ("good.md", b"# Camels\n\nCamels store fat.")), ("files", ("bad.exe", b"MZ"))]
    response = own.post("/api/documents", files=files)
    assert response.status_code == 201
    assert [record["title"] for record in response.json()["added"]] == ["Camels"]
    assert [failure["source"] for failure in response.json()["failed"]] == ["upload:bad.exe"]


def test_where_all_files_are_bad_the_answer_is_an_error_with_the_summary(own: TestClient) -> None:
    response = own.post("/api/documents", files=[("files", ("a.exe", b"MZ")), ("files", ("empty.txt", b""))])
    code, type_, message = error(response)
    assert (code, type_) == (422, "source_error")
    assert "a.exe" in message
    assert "empty.txt" in message
    assert len(response.json()["failed"]) == 2


def test_a_file_over_the_limit_is_refused(own: TestClient) -> None:
    code, type_, message = error(own.post("/api/documents", files={"files": ("big.txt", b"x" * 1_000_001)}))
    assert (code, type_) == (413, "too_large")
    assert "1,000,000" in message


@pytest.mark.parametrize(
    "url",
    ["/etc/passwd", "file:///etc/passwd", "ftp://example.org/a.txt", "etc/passwd", "C:\\a.txt", "http://", "HTTP:/x"],
)
def test_no_file_of_the_server_can_be_named_as_a_url(own: TestClient, url: str) -> None:
    code, type_, message = error(own.post("/api/documents", json={"urls": [url]}))
    assert (code, type_) == (422, "invalid_request")
    assert message.startswith("urls.0: ")


def test_a_url_into_the_private_network_is_refused(own: TestClient) -> None:
    code, _, message = error(own.post("/api/documents", json={"urls": ["http://127.0.0.1:9/secret"]}))
    assert code == 422
    assert "DALIL_ALLOW_PRIVATE_URLS" in message


def test_an_uploaded_name_with_folders_in_it_is_a_name_only(own: TestClient) -> None:
    response = own.post("/api/documents", files={"files": ("../../etc/passwd.txt", b"A harmless sentence.")})
    assert response.json()["added"][0]["source"] == "upload:passwd.txt"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": {}}, 422),
        ({"json": {"text": "a"}}, 422),
        ({"json": {"title": "a"}}, 422),
        ({"json": {"urls": []}}, 422),
        ({"json": {"urls": ["http://example.org"], "text": "a", "title": "b"}}, 422),
        ({"json": {"paths": ["/etc/passwd"]}}, 422),
        ({"json": ["http://example.org"]}, 422),
        ({"json": {"title": "blank", "text": " \n "}}, 422),
        ({"data": {"files": "no file"}, "files": {"other": ("a.txt", b"x")}}, 422),
        ({"content": b"a text", "headers": {"Content-Type": "text/plain"}}, 415),
        ({"content": b"no parts", "headers": {"Content-Type": "multipart/form-data"}}, 400),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 422),
    ],
)
def test_a_body_of_another_form_adds_nothing(own: TestClient, sent: dict[str, Any], status: int) -> None:
    before = own.get("/api/documents").json()
    assert error(own.post("/api/documents", **sent))[0] == status
    assert own.get("/api/documents").json() == before


# the rest of the application


def test_health_and_readiness(seeds: TestClient) -> None:
    assert seeds.get("/healthz").json() == {"status": "ok"}
    assert seeds.get("/readyz").json() == {"status": "ok"}


def test_an_index_of_another_recipe_is_told_by_questions_and_readiness(system: System) -> None:
    settings = Settings(data=system.settings.data, chunk_tokens=99)
    other = build(settings)
    client = TestClient(create_app(other), base_url=ADDRESS)
    assert client.get("/healthz").status_code == 200
    code, type_, message = error(client.get("/readyz"))
    assert (code, type_) == (503, "index_mismatch")
    assert "chunk_tokens=99" in message
    assert error(client.post("/api/ask", json={"question": QUESTION}))[:2] == (409, "index_mismatch")
    assert error(client.post("/api/ask", json={"question": QUESTION, "stream": True}))[0] == 409
    other.close()


def test_a_data_directory_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    broken = build(Settings(data=tmp_path / "file" / "data"))
    with TestClient(create_app(broken), base_url=ADDRESS) as client:
        code, type_, message = error(client.post("/api/documents", json={"title": "a", "text": "A sentence."}))
        assert (code, type_) == (507, "storage_error")
        assert str(tmp_path / "file" / "data") in message
        assert client.get("/healthz").status_code == 200
    broken.close()


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/", "/v1/nowhere"])
def test_an_unknown_route_is_an_error_in_json(seeds: TestClient, path: str) -> None:
    assert error(seeds.get(path))[:2] == (404, "not_found")


def test_a_wrong_method_is_an_error_in_json(seeds: TestClient) -> None:
    assert error(seeds.put("/api/ask"))[:2] == (405, "method_not_allowed")


def test_every_response_is_described_in_the_schema(seeds: TestClient) -> None:
    paths = seeds.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for operation in operations.values():
            described = operation["responses"]["200"]["content"]["application/json"]["schema"]
            assert "$ref" in described or path.startswith("/v1/"), path
            assert operation["description"], path
    assert set(paths["/api/documents"]["post"]["requestBody"]["content"]) == {"multipart/form-data", "application/json"}


def test_the_page_stands_beside_the_api(seeds: TestClient) -> None:
    response = seeds.get("/")
    assert response.status_code == 200
    assert "text/html" in response.headers["content-type"]
    assert "default-src 'self'" in response.headers["content-security-policy"]


def test_a_foreign_page_can_remove_nothing(seeds: TestClient) -> None:
    (record, *_) = seeds.get("/api/documents").json()["documents"]
    foreign = seeds.delete(f"/api/documents/{record['id']}", headers={"Origin": "http://evil.example"})
    assert error(foreign)[:2] == (403, "cross_origin")
    assert seeds.get(f"/api/documents/{record['id']}").status_code == 200


def test_the_article_comes_out_as_it_is_in_the_file(seeds: TestClient) -> None:
    (record, *_) = seeds.get("/api/documents").json()["documents"]
    text = seeds.get(f"/api/documents/{record['id']}").json()["text"]
    assert text.split() == Path(ARTICLE).read_text("utf-8").split()
