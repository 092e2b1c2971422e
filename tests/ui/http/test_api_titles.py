"""The title of a text that is added over the API: one printable line, or none is added."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.system import System, build
from tests.ui.calling import ADDRESS, error
from ui.server import create_app

pytestmark = pytest.mark.model


@pytest.fixture
def client(tmp_path: Path, system: System) -> Iterator[TestClient]:
    own = build(Settings(data=tmp_path / "data"), like=system)
    with TestClient(create_app(own), base_url=ADDRESS) as client:
        yield client
    own.close()


def test_a_title_becomes_one_printable_line(client: TestClient) -> None:
    added = client.post("/api/documents", json={"title": " a\x00b\x1b[31m\n\tx/y ", "text": "Hello there."})
    (record,) = added.json()["added"]
    assert record["title"] == "a\ufffdb\ufffd[31m x/y"
    assert record["source"] == "upload:a\ufffdb\ufffd[31m x/y"


@pytest.mark.parametrize("title", [" ", "\n\t", ""])
def test_a_blank_title_is_named(client: TestClient, title: str) -> None:
    status, type_, message = error(client.post("/api/documents", json={"title": title, "text": "Hello there."}))
    assert (status, type_) == (422, "invalid_request")
    assert message.startswith("title: ")
    assert client.get("/api/documents").json() == {"documents": [], "total": 0}


def test_a_title_that_is_too_long_is_told_in_characters(client: TestClient) -> None:
    _, _, message = error(client.post("/api/documents", json={"title": "x" * 301, "text": "Hello there."}))
    assert message == "title: String should have at most 300 characters"


def test_a_text_without_words_is_named_by_its_title(client: TestClient) -> None:
    response = client.post("/api/documents", json={"title": "Note", "text": "   "})
    assert response.status_code == 422
    (failure,) = response.json()["failed"]
    assert failure["reason"].startswith("upload:Note.txt has no text in it")
