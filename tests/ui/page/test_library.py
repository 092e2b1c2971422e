"""The documents on the page: uploads with the reason of each failure, the list, removal. With the real system."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.pipeline import Failure, Summary
from ingest.stores.catalogue import DocumentRecord
from qa.settings import Settings
from qa.system import System, build
from ui.page.library import list_html, remove, report_html, upload
from ui.page.strings import ARABIC, ENGLISH

pytestmark = pytest.mark.model


@pytest.fixture
def own(tmp_path: Path, system: System) -> Iterator[System]:
    """A system of this test's own, with files of at most 1 MB."""
    own = build(Settings(data=tmp_path / "data", max_file_mb=1), like=system)
    yield own
    own.close()


def quiet(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def lines(report: str) -> list[tuple[str, str]]:
    found = re.findall(r'<p class="(\w+)" dir="auto">(.*?)</p>', report)
    return [(kind, html.unescape(re.sub("</?bdi>", "|", text))) for kind, text in found]


def uploaded(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_uploads_are_ingested_and_their_files_deleted(own: System, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = uploaded(tmp_path, "dublin.txt", b"Dublin\n\nThe Liffey flows through Dublin.")
    report = upload(own, [path], "", ENGLISH, lambda *progress: seen.append(progress))
    assert lines(report) == [("done", "Added: |Dublin|")]
    assert [record.source for record in own.index.documents()] == ["upload:dublin.txt"]
    assert not path.exists()
    assert [seen[0], seen[-1]] == [("files", 1, 1), ("chunks", 1, 1)]


def test_a_file_that_two_visitors_upload_at_once_is_told_to_the_second(own: System, tmp_path: Path) -> None:
    """Gradio puts both at one place, and the first upload deletes what lies there."""
    path = uploaded(tmp_path, "dublin.txt", b"Dublin\n\nThe Liffey flows through Dublin.")
    upload(own, [path], "", ENGLISH, quiet)
    ((kind, reported),) = lines(upload(own, [path], "", ENGLISH, quiet))
    assert kind == "failed"
    assert "dublin.txt was uploaded twice at the same time" in reported
    assert str(tmp_path) not in reported


def test_a_bad_upload_is_told_with_its_reason_and_the_others_are_ingested(own: System, tmp_path: Path) -> None:
    paths = [
        uploaded(tmp_path, "empty.txt", b""),
        uploaded(tmp_path, "big.txt", b"x" * 1_000_001),
        uploaded(tmp_path, "good.txt", b"Good news."),
    ]
    report = lines(upload(own, paths, "", ENGLISH, quiet))
    assert [kind for kind, _ in report] == ["done", "failed", "failed"]
    assert "empty.txt" in report[1][1]
    assert "big.txt" in report[2][1]
    assert "1 MB" in report[2][1] or "1,000,000" in report[2][1]
    assert not any(path.exists() for path in paths)


def test_the_same_upload_again_is_unchanged_and_another_text_replaces_it(own: System, tmp_path: Path) -> None:
    def again(text: bytes) -> list[tuple[str, str]]:
        return lines(upload(own, [uploaded(tmp_path, "a.txt", text)], "", ENGLISH, quiet))

    again(b"First\n\nOne.")
    assert again(b"First\n\nOne.") == [("done", "Already there, unchanged: |First|")]
    assert again(b"Second\n\nTwo.") == [("done", "|a.txt|: “|Second|” replaces the former version, “|First|”")]
    assert len(own.index.documents()) == 1


def test_a_file_that_was_skipped_is_reported_with_its_reason_and_a_name_in_the_other_script_isolated() -> None:
    summary = Summary(skipped=[Failure("صورة.png", SourceError("png cannot be read"))])
    assert lines(report_html(summary, {}, ENGLISH)) == [("failed", "Skipped: |صورة.png|. |png cannot be read|")]


def test_a_file_that_the_reason_names_is_named_once() -> None:
    summary = Summary(failed=[Failure("upload:a.txt", SourceError("a.txt has no text"))])
    assert lines(report_html(summary, {}, ENGLISH)) == [("failed", "Not added: |a.txt has no text|")]


def test_a_document_that_keeps_its_title_is_replaced_under_it(own: System, tmp_path: Path) -> None:
    for text in (b"Tides\n\nLow at six.", b"Tides\n\nLow at seven."):
        report = lines(upload(own, [uploaded(tmp_path, "tides.txt", text)], "", ENGLISH, quiet))
    assert report == [("done", "“|Tides|” replaces its former version")]


def test_a_document_is_removed_once(own: System, tmp_path: Path) -> None:
    upload(own, [uploaded(tmp_path, "a.txt", b"Short\n\nA text.")], "", ENGLISH, quiet)
    document = own.index.documents()[0].id
    assert lines(remove(own, document, ARABIC)) == [("done", "أُزيل: |Short|")]
    assert own.index.documents() == []
    assert lines(remove(own, document, ENGLISH))[0][0] == "failed"


def test_the_list_shows_the_latest_first_with_a_link_and_a_button_and_escapes_names(
    own: System, tmp_path: Path
) -> None:
    upload(own, [uploaded(tmp_path, "old.txt", b"Old\n\nA text.")], "", ENGLISH, quiet)
    upload(own, [uploaded(tmp_path, "new.txt", b"<b>New</b>\n\nA text.")], "", ENGLISH, quiet)
    old, new = own.index.documents()
    page = list_html([old, new], ENGLISH)
    assert re.findall(r'href="([^"]*)"', page) == [
        *(f"#at-{new.id}-0-0", f"api/documents/{new.id}/original"),
        *(f"#at-{old.id}-0-0", f"api/documents/{old.id}/original"),
    ]
    assert re.findall(r'data-remove="([^"]*)"', page) == [new.id, old.id]
    assert "<b>" not in page
    assert "new.txt" in page


def test_an_empty_index_says_how_to_begin() -> None:
    assert list_html([], ENGLISH).startswith('<p class="nothing">There are no documents yet.')


def test_of_very_many_documents_the_latest_are_listed_and_the_rest_counted() -> None:
    records = [DocumentRecord(f"{n:04}", f"Document {n}", f"/{n}.txt", 10, 1, "2026-11-24") for n in range(503)]
    page = list_html(records, ENGLISH)
    assert page.count("<li>") == 500
    assert page.index("Document 502") < page.index("Document 3<")
    assert "Document 2<" not in page
    assert "and 3 earlier ones" in page
