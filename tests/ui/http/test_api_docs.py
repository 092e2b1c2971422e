"""docs/api.md stays in step with the routes and the errors; its examples run in test_server.py."""

import re
from pathlib import Path

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


def test_the_table_of_routes_has_every_route_and_no_other(tmp_path: Path) -> None:
    client = TestClient(create_app(build(Settings(data=tmp_path / "data"))), base_url="http://127.0.0.1")
    paths = client.get("/openapi.json").json()["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    documented = set(re.findall(r"^\| \[`(.+?)`\]", DOCS, re.MULTILINE))
    assert documented == {route for route in routes if " /v1/" not in route}


def test_the_description_of_an_upload_names_every_format() -> None:
    described = REQUEST_BODY["content"]["multipart/form-data"]["schema"]["description"]
    assert [one.name for one in FORMATS if one.extensions[0][1:] not in described] == []


def test_the_table_of_errors_has_every_type_with_its_statuses_and_no_other() -> None:
    rows = re.findall(r"^\| ([\d, ]+) \| `(\w+)` \|", DOCS, re.MULTILINE)
    documented = [(int(status), type_) for statuses, type_ in rows for status in statuses.split(", ")]
    assert len(documented) == len(set(documented))
    assert set(documented) == {(status, type_) for _, status, type_ in EXPECTED} | REQUEST_ERRORS
