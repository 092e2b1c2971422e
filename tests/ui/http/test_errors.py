"""Errors over HTTP: every kind has its status, and all have one shape."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from ingest import errors
from ingest.errors import DalilError
from ui.http.errors import add_error_handlers, kind

EXPECTED = [
    (errors.UsageError, 400, "usage_error"),
    (errors.SourceError, 422, "source_error"),
    (errors.TooLarge, 413, "too_large"),
    (errors.NotFound, 404, "not_found"),
    (errors.IndexMismatch, 409, "index_mismatch"),
    (errors.IndexBusy, 503, "index_busy"),
    (errors.StorageError, 507, "storage_error"),
    (errors.ModelError, 502, "model_error"),
]


class Body(BaseModel):
    question: str
    k: int = Field(default=1, le=100)


def client_of(error: Exception) -> TestClient:
    app = FastAPI()
    add_error_handlers(app)

    @app.get("/fail")
    def fail() -> None:
        raise error

    @app.post("/body")
    def take(body: Body) -> None:
        pass

    return TestClient(app, raise_server_exceptions=False)


@pytest.mark.parametrize(("error", "status", "type_"), EXPECTED)
def test_each_kind_of_error_has_its_status_and_name(error: type[DalilError], status: int, type_: str) -> None:
    response = client_of(error("what, which value, what to do")).get("/fail")
    assert response.status_code == status
    assert response.json()["error"]["type"] == type_


@pytest.mark.parametrize("error", [errors.UsageError, errors.SourceError, errors.TooLarge, errors.NotFound])
def test_an_error_of_the_request_is_told_in_its_own_words(error: type[DalilError]) -> None:
    assert client_of(error("k=0 is below 1")).get("/fail").json()["error"]["message"] == "k=0 is below 1"


@pytest.mark.parametrize(
    "error", [errors.IndexMismatch, errors.IndexBusy, errors.StorageError, errors.ModelError, DalilError]
)
def test_an_error_of_the_server_is_logged_and_told_without_its_folders(
    error: type[DalilError], caplog: pytest.LogCaptureFixture
) -> None:
    reported = client_of(error("/srv/dalil/catalogue.sqlite cannot be read")).get("/fail").json()["error"]["message"]
    assert "/srv" not in reported
    assert "log" in reported or "try again" in reported
    assert "/srv/dalil/catalogue.sqlite cannot be read" in caplog.messages


def test_every_error_dalil_has_is_in_the_table() -> None:
    tree = {cls for cls in vars(errors).values() if isinstance(cls, type) and issubclass(cls, DalilError)}
    assert tree - {DalilError} == {error for error, _, _ in EXPECTED}


def test_a_kind_unknown_to_the_table_goes_by_its_parent() -> None:
    class HugePdf(errors.TooLarge):
        pass

    assert kind(HugePdf()) == (413, "too_large")


def test_a_busy_index_says_when_to_come_again() -> None:
    assert client_of(errors.IndexBusy("later")).get("/fail").headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("status", "type_"), [(413, "too_large"), (415, "invalid_request"), (503, "overloaded"), (404, "not_found")]
)
def test_a_refusal_by_status_alone_has_a_name_too(status: int, type_: str) -> None:
    response = client_of(HTTPException(status, "why", {"Retry-After": "7"})).get("/fail")
    assert (response.status_code, response.headers["retry-after"]) == (status, "7")
    assert response.json() == {"error": {"type": type_, "message": "why"}}


def test_an_unexpected_error_tells_nothing_of_the_inside() -> None:
    response = client_of(RuntimeError("/home/someone/key=abc")).get("/fail")
    assert response.status_code == 500
    assert response.json()["error"]["type"] == "internal_error"
    assert "abc" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_wrong_body_is_told_field_by_field() -> None:
    response = client_of(RuntimeError()).post("/body", json={"k": 101})
    assert response.status_code == 422
    assert response.json() == {
        "error": {
            "type": "invalid_request",
            "message": "question: Field required; k: Input should be less than or equal to 100",
        }
    }


def test_a_body_that_is_no_json_is_reported() -> None:
    response = client_of(RuntimeError()).post("/body", content="{", headers={"Content-Type": "application/json"})
    assert response.status_code == 422
    assert "JSON decode error" in response.json()["error"]["message"]


def test_a_route_that_is_not_there_is_told_in_the_same_shape() -> None:
    client = client_of(RuntimeError())
    missing, wrong_method = client.get("/nowhere"), client.post("/fail")
    assert (missing.status_code, missing.json()["error"]["type"]) == (404, "not_found")
    assert missing.json()["error"]["message"] == "GET /nowhere: not found; the routes are listed at /docs"
    assert (wrong_method.status_code, wrong_method.json()["error"]["type"]) == (405, "method_not_allowed")
    assert wrong_method.headers["allow"] == "GET"
