"""docs/api.md stays in step with the routes and the errors; its examples run in test_server.py."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient

from ingest.formats.formats import FORMATS
from qa.settings import Settings
from qa.system import build
from tests.ui.http.test_errors import EXPECTED
from ui.http.uploads import REQUEST_BODY
from ui.server import create_app

REQUEST_ERRORS = {
    (400, "invalid_request"),
    (408, "invalid_request"),
    (415, "invalid_request"),
    (422, "invalid_request"),
    (403, "cross_origin"),
    (405, "method_not_allowed"),
    (421, "wrong_host"),
    (500, "internal_error"),
    (503, "overloaded"),
}
"""Errors without a class in Dalil's own tree."""

DOCS = (Path(__file__).parents[3] / "docs" / "api.md").read_text("utf-8")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    data = tmp_path_factory.mktemp("described") / "data"
    return TestClient(create_app(build(Settings(data=data))), base_url="http://127.0.0.1")


def test_the_table_of_routes_has_every_route_and_no_other(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    documented = set(re.findall(r"^\| \[`(.+?)`\]", DOCS, re.MULTILINE))
    assert documented == {route for route in routes if " /v1/" not in route}


SAID = [{"role": "user", "content": "Who?"}]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("post", "/api/ask", {"question": "Who?", "stream": 0}, 422),
        ("post", "/api/ask", {"question": " "}, 400),
        ("post", "/api/search", {"question": "Who?", "collection": "none"}, 404),
        ("post", "/api/translate", {"text": "Who?"}, 400),
        ("post", "/api/documents", {"urls": ["ftp://example.org"]}, 422),
        ("get", "/api/documents", None, 200),
        ("get", "/api/documents/{document_id}", None, 404),
        ("post", "/v1/chat/completions", {"model": "dalil", "messages": []}, 400),
        ("post", "/v1/chat/completions", {"model": "none", "messages": SAID}, 404),
        ("post", "/v1/responses", {"model": "dalil", "input": []}, 400),
        ("post", "/v1/embeddings", {"model": "none", "input": "Who?"}, 404),
        ("get", "/v1/models", None, 200),
        ("get", "/v1/models/{name}", None, 404),
    ],
)
def test_what_a_route_answers_is_described(
    client: TestClient, method: str, path: str, body: dict[str, Any] | None, status: int
) -> None:
    described = client.get("/openapi.json").json()
    response = client.request(method, path, json=body)
    assert response.status_code == status
    schema = described["paths"][path][method]["responses"][str(status)]["content"]["application/json"]["schema"]
    jsonschema.validate(response.json(), {**schema, "components": described["components"]})


def test_streams_are_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in ("/api/ask", "/v1/chat/completions", "/v1/responses"):
        assert set(paths[path]["post"]["responses"]["200"]["content"]) == {"application/json", "text/event-stream"}


def test_the_description_of_an_upload_names_every_format() -> None:
    described = REQUEST_BODY["content"]["multipart/form-data"]["schema"]["description"]
    assert [one.name for one in FORMATS if one.extensions[0][1:] not in described] == []


def test_the_table_of_errors_has_every_type_with_its_statuses_and_no_other() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \| `(\w+)` \|", DOCS, re.MULTILINE)
    documented = [(int(status), type_) for statuses, type_ in rows for status in statuses.split(", ")]
    assert len(documented) == len(set(documented))
    assert set(documented) == {(status, type_) for _, status, type_ in EXPECTED} | REQUEST_ERRORS
