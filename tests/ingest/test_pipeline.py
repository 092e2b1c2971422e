"""The pipeline into a real index, with vectors that need no model."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import SourceError, StorageError, TooLarge
from ingest.formats.loading import Load, Loader
from ingest.index import Index
from ingest.pipeline import ingest, ingest_loads
from ingest.recipe import Recipe
from tests.indexes import index_in
from tests.ingest.test_index import Hashed


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = index_in(tmp_path, Hashed(), Recipe("hashed", 64, 0))
    yield index
    index.close()


def raising(error: BaseException) -> Load:
    def bring() -> Document:
        raise error

    return bring


def text(loader: Loader, name: str, content: bytes) -> tuple[str, Load]:
    return name, partial(loader.load_bytes, name, content)


def titles(index: Index) -> list[str]:
    return [record.title for record in index.documents()]


def test_each_source_is_reported_as_added_replaced_unchanged_or_failed(loader: Loader, index: Index) -> None:
    ingest_loads(index, [text(loader, "old.txt", b"Old."), text(loader, "same.txt", b"Same.")])
    loads = [
        text(loader, "old.txt", b"New."),
        text(loader, "same.txt", b"Same."),
        text(loader, "more.txt", b"More."),
        text(loader, "none.txt", b""),
    ]
    summary = ingest_loads(index, loads)
    reported = [
        [record.title for record in records] for records in (summary.added, summary.replaced, summary.unchanged)
    ]
    assert reported == [["more"], ["old"], ["same"]]
    assert [failure.source for failure in summary.failed] == ["none.txt"]


def test_a_failure_keeps_the_error_and_tells_it(loader: Loader, index: Index) -> None:
    (failure,) = ingest_loads(index, [text(loader, "long.txt", b"x" * 100_001)]).failed
    assert isinstance(failure.error, TooLarge)
    assert failure.reason == str(failure.error)
    assert failure.reason.startswith("upload:long.txt has 100,001 bytes, over the limit of 100,000")


def test_an_unexpected_error_is_reported_and_logged_and_stops_no_other_source(
    loader: Loader, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    loads: list[tuple[str, Load]] = [
        ("bad.txt", raising(ZeroDivisionError("by zero"))),
        text(loader, "good.txt", b"Good."),
    ]
    (failure,) = ingest_loads(index, loads).failed
    assert failure.reason == "bad.txt cannot be read (ZeroDivisionError: by zero); save it in another form"
    assert titles(index) == ["good"]
    assert "bad.txt" in caplog.text
    assert "Traceback" in caplog.text


def test_a_url_that_names_no_host_stops_no_other_source(loader: Loader, index: Index) -> None:
    loads: list[tuple[str, Load]] = [
        ("http://xn--/", partial(loader.load, "http://xn--/")),
        text(loader, "good.txt", b"Good."),
    ]
    (failure,) = ingest_loads(index, loads).failed
    assert failure.reason.startswith("http://xn--/ is not a valid URL")
    assert titles(index) == ["good"]


def test_files_of_another_kind_in_a_folder_are_listed_with_the_reason(
    loader: Loader, index: Index, tmp_path: Path
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "good.txt").write_bytes(b"Good.")
    (folder / "photo.png").write_bytes(b"x")
    summary = ingest(index, [str(folder)], loader)
    assert (titles(index), summary.failed) == (["good"], [])
    (skipped,) = summary.to_json()["skipped"]
    assert skipped["source"] == str(folder / "photo.png")
    assert skipped["reason"].startswith(f"{folder / 'photo.png'} is of the kind .png, which cannot be ingested; txt,")


def test_what_concerns_the_index_and_ctrl_c_end_the_whole(index: Index) -> None:
    with pytest.raises(StorageError):
        ingest_loads(index, [("a.txt", raising(StorageError("full")))])
    with pytest.raises(KeyboardInterrupt):
        ingest_loads(index, [("a.txt", raising(KeyboardInterrupt()))])


@pytest.mark.parametrize("source", ["/none/\udcff.txt", "http://127.0.0.1/\udcff"])
def test_a_failed_source_whose_name_is_not_utf_8_can_be_written_down(loader: Loader, index: Index, source: str) -> None:
    (failure,) = ingest(index, [source], loader).failed
    assert isinstance(failure.error, SourceError)
    assert "\\udcff" in json.dumps(ingest(index, [source], loader).to_json(), ensure_ascii=False).encode().decode()


def test_what_could_not_be_read_of_a_source_is_reported(index: Index) -> None:
    document = Document("lease.pdf", "Lease", "The lease begins in May.", warnings=("lease.pdf: page 2 is an image",))
    summary = ingest_loads(index, [("lease.pdf", lambda: document)])
    assert summary.to_json()["warnings"] == ["lease.pdf: page 2 is an image"]
    assert [record.title for record in summary.added] == ["Lease"]
