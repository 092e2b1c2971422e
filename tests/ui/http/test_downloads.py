"""Originals over the API: saved, never shown, and under a name that no header takes for more than a name."""

from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.system import build
from tests.ui.calling import ADDRESS, error
from ui.http.downloads import original_name
from ui.server import create_app

HOSTILE = b"<!doctype html><title>T</title><p>The vault opens at nine.</p><script>fetch('/api/documents')</script>"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    own_system = build(Settings(data=tmp_path_factory.mktemp("own") / "data"))
    with TestClient(create_app(own_system), base_url=ADDRESS) as client:
        yield client
    own_system.close()


@pytest.mark.model
def test_a_web_page_is_saved_and_never_shown(own: TestClient) -> None:
    name = 'قبو";x="\r\nX-Evil: 1.html'
    (record,) = own.post("/api/documents", files={"files": (name, HOSTILE)}).json()["added"]
    path = f"/api/documents/{record['id']}/original"
    response = own.get(path)
    assert (response.status_code, response.content) == (200, HOSTILE)
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "x-evil" not in response.headers
    kind, _, rest = response.headers["content-disposition"].partition("; ")
    assert kind == "attachment"
    assert unquote(rest.removeprefix("filename*=utf-8''")).startswith("قبو")
    assert own.get(f"/api/documents/{record['id']}").json()["original"] is True

    own.delete(f"/api/documents/{record['id']}")
    assert error(own.get(path))[:2] == (404, "not_found")


def test_only_ids_of_documents_lead_to_files(own: TestClient) -> None:
    for name in ("nothing", "..", "%2e%2e%2f%2e%2e%2fcatalogue.sqlite", "..%2fcatalogue.sqlite"):
        assert own.get(f"/api/documents/{name}/original").status_code == 404


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("/home/layla/the report.pdf", "the report.pdf"),
        ("upload:2024/plan.docx", "plan.docx"),
        ("upload:Note", "Note.txt"),
        ("https://example.org/a%20page?x=1", "a page.txt"),
        ("https://example.org/", "original.txt"),
        ('upload:a\nb".txt', "ab.txt"),
    ],
)
def test_the_name_is_the_file_s_with_an_extension(source: str, name: str) -> None:
    assert original_name(source, ".txt") == name
