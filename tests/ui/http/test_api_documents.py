"""Documents in and out of the API, with a real client and the real model: good ones, bad ones, hostile ones."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from qa.settings import Settings
from qa.system import build
from tests.ui.calling import ADDRESS, error, exact
from ui.http import schemas
from ui.server import create_app

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API over an index of this module's own, which tests write to; files of at most 1 MB."""
    own_system = build(Settings(data=tmp_path_factory.mktemp("own") / "data", max_file_mb=1))
    with TestClient(create_app(own_system), base_url=ADDRESS) as client:
        yield client
    own_system.close()


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
    nothing = {"author": None, "date": None, "language": None, "pages": None}
    assert shown == {**record, "original": True, "metadata": nothing, "text": body["text"]}
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


def test_the_same_text_under_two_names_is_answered_once_and_both_are_named(own: TestClient) -> None:
    text = b"The windmill of Deir Hafir was sold to a miller in 1907."
    names = ("2023/mill.txt", "2024/mill.txt")
    added = own.post("/api/documents", files=[("files", (name, text)) for name in names]).json()["added"]
    assert [record["source"] for record in added] == ["upload:2023/mill.txt", "upload:2024/mill.txt"]
    answer = own.post("/api/ask", json={"question": "When was the windmill of Deir Hafir sold?"}).json()
    exact(schemas.Answer, answer)
    (citation,) = answer["citations"]
    assert sorted([citation["source"], *citation["also_in"]]) == ["upload:2023/mill.txt", "upload:2024/mill.txt"]
    for record in added:
        own.delete(f"/api/documents/{record['id']}")


def test_the_files_of_an_uploaded_zip_are_documents_and_the_rest_of_it_is_told(own: TestClient) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, data in {"in/well.txt": b"The well of Halfaya is dry.", "a.txt": b"", "x.exe": b"x"}.items():
            archive.writestr(name, data)
    answer = own.post("/api/documents", files=[("files", ("wells.zip", packed.getvalue()))], data={"collection": "w"})
    assert answer.status_code == 201
    exact(schemas.Summary, answer.json())
    (record,) = answer.json()["added"]
    assert (record["source"], record["collection"]) == ("upload:wells.zip/in/well.txt", "w")
    assert [failure["source"] for failure in answer.json()["failed"]] == ["upload:wells.zip/a.txt"]
    assert [failure["source"] for failure in answer.json()["skipped"]] == ["upload:wells.zip/x.exe"]
    original = own.get(f"/api/documents/{record['id']}/original")
    assert original.content == b"The well of Halfaya is dry."
    assert 'filename="well.txt"' in original.headers["content-disposition"]
    own.delete(f"/api/documents/{record['id']}")
    broken = own.post("/api/documents", files=[("files", ("wells.zip", b"PK no zip"))])
    assert error(broken)[:2] == (422, "source_error")


def test_a_collection_is_filled_listed_and_asked(own: TestClient) -> None:
    names = [("files", ("kiln.txt", b"The kiln of Samarra is red.")), ("files", ("mill.txt", b"The mill is blue."))]
    added = own.post("/api/documents", files=names, data={"collection": "works"}).json()["added"]
    body = {"title": "Loose", "text": "The barn is grey.", "collection": ""}
    (loose,) = own.post("/api/documents", json=body).json()["added"]
    assert [record["collection"] for record in [*added, loose]] == ["works", "works", None]

    collections = own.get("/api/collections").json()
    exact(schemas.CollectionList, collections)
    assert collections == {"collections": [{"name": "works", "documents": 2}]}
    listed = own.get("/api/documents", params={"collection": "works", "offset": 1, "limit": 1}).json()
    exact(schemas.DocumentList, listed)
    assert listed == {"documents": [added[1]], "total": 2}

    found = own.post("/api/search", json={"question": "What colour is the barn?", "collection": "works"}).json()
    assert {passage["document_id"] for passage in found["passages"]} == {record["id"] for record in added}
    asked = own.post("/api/ask", json={"question": "What colour is the barn?", "collection": "works"}).json()
    assert {passage["document_id"] for passage in asked["passages"]} == {record["id"] for record in added}
    status, kind, message = error(own.post("/api/ask", json={"question": "Is it red?", "collection": "wroks"}))
    assert (status, kind) == (404, "not_found")
    assert message.startswith("there is no collection 'wroks'; the collections are works")


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


def test_of_two_different_files_of_one_name_the_second_is_named_as_a_failure_each_time(own: TestClient) -> None:
    files = [
        (
            "files",
            ("report.txt", b"One year."),
        ),
        ("files", ("report.txt", b"Another year.")),
    ]
    for kind in ("added", "unchanged"):
        summary = own.post("/api/documents", files=files).json()
        (record,) = summary[kind]
        assert own.get(f"/api/documents/{record['id']}").json()["text"] == "One year."
        (failure,) = summary["failed"]
        assert "report.txt comes twice, with different texts; rename one" in failure["reason"]
    assert own.post("/api/documents", files=[files[0], files[0]]).json()["failed"] == []


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
