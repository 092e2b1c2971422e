"""The API with a real client, the real model and the seed article: contracts, bad input."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.system import System, build
from tests.conftest import ARTICLE
from tests.ui.calling import ADDRESS, error, events, exact
from ui.http import schemas
from ui.server import create_app

pytestmark = pytest.mark.model

QUESTION = "What did Lavrov agree to?"


@pytest.fixture(scope="module")
def seeds(system: System) -> Iterator[TestClient]:
    """The API over the seed article; tests only read."""
    with TestClient(create_app(system), base_url=ADDRESS) as client:  # one event loop for all, as in a server
        yield client


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


def test_only_the_documents_that_are_named_are_asked_and_an_unknown_one_is_reported(
    seeds: TestClient, system: System
) -> None:
    known = system.index.documents()[0].id
    for route in ("/api/ask", "/api/search"):
        assert seeds.post(route, json={"question": QUESTION, "documents": [known]}).json()["passages"]
        assert seeds.post(route, json={"question": QUESTION, "documents": ["nothing"]}).status_code == 404


def test_a_greeting_gets_a_reply_that_is_not_from_documents(seeds: TestClient) -> None:
    answer = seeds.post("/api/ask", json={"question": "hello"}).json()
    assert (answer["mode"], answer["citations"], answer["passages"]) == ("chat", [], [])


def test_a_follow_up_leans_on_the_short_answer_that_is_sent_back(seeds: TestClient) -> None:
    turn = {"question": "Who is the UN envoy to Syria?", "answer": "It is he.", "short_answer": "Staffan de Mistura"}
    answer = seeds.post("/api/ask", json={"question": "What is he expected to present?", "history": [turn]}).json()
    assert answer["notice"].startswith("Understood as: Who is the UN envoy to Syria? What is he expected to present?")


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
    answer = seeds.post("/api/ask", json={"question": "And whom did he meet?", "history": history}).json()
    exact(schemas.Answer, answer)
    assert answer["notice"] == (
        "Understood as: متى وصل كيري إلى موسكو؟ And whom did he meet? Quoted from the Arabic original."
    )


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


# the rest of the application


def test_health_and_readiness(seeds: TestClient) -> None:
    assert seeds.get("/healthz").json() == {"status": "ok"}
    assert seeds.get("/readyz").json() == {"status": "ok"}
    assert [seeds.head(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


def test_an_index_of_another_recipe_is_told_by_questions_and_readiness(system: System) -> None:
    settings = Settings(data=system.settings.data, chunk_tokens=99)
    other = build(settings)
    client = TestClient(create_app(other), base_url=ADDRESS)
    assert client.get("/healthz").status_code == 200
    code, type_, message = error(client.get("/readyz"))
    assert (code, type_) == (503, "index_mismatch")
    assert "its log says what to set or run" in message
    assert error(client.post("/api/ask", json={"question": QUESTION}))[:2] == (409, "index_mismatch")
    assert error(client.post("/api/ask", json={"question": QUESTION, "stream": True}))[0] == 409
    other.close()


def test_a_data_directory_that_cannot_be_written_is_told_but_to_the_log_alone_where_it_is(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no directory")
    broken = build(Settings(data=tmp_path / "file" / "data"))
    with TestClient(create_app(broken), base_url=ADDRESS) as client:
        code, type_, message = error(client.post("/api/documents", json={"title": "a", "text": "A sentence."}))
        assert (code, type_) == (507, "storage_error")
        assert str(tmp_path) not in message
        assert str(tmp_path / "file" / "data") in caplog.text
        assert client.get("/healthz").status_code == 200
    broken.close()


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/nowhere"])
def test_an_unknown_route_is_an_error_in_json(seeds: TestClient, path: str) -> None:
    assert error(seeds.get(path))[:2] == (404, "not_found")


def test_a_wrong_method_is_an_error_in_json_that_names_the_right_ones(seeds: TestClient) -> None:
    refused = seeds.put("/api/documents")
    assert error(refused)[:2] == (405, "method_not_allowed")
    assert refused.headers["allow"] == "GET, POST"
    assert seeds.get("/api/ask").headers["allow"] == "POST"


def test_every_response_is_described_in_the_schema(seeds: TestClient) -> None:
    paths = seeds.get("/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for operation in operations.values():
            (media, described), *_ = operation["responses"]["200"]["content"].items()
            if path.endswith("/original"):
                assert media == "application/octet-stream"
            else:
                assert "$ref" in described["schema"] or path.startswith("/v1/"), path
            assert operation["description"], path
    for path in ("/api/ask", "/api/search"):
        assert {"400", "409", "413", "422", "502", "503", "507"} < set(paths[path]["post"]["responses"])
    adding = paths["/api/documents"]["post"]
    assert adding["responses"]["201"]["content"] == adding["responses"]["200"]["content"]
    assert set(adding["requestBody"]["content"]) == {"multipart/form-data", "application/json"}


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
