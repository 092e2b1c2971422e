"""Files and uploads of each kind through the whole of loading, and those that are refused."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import SourceError, TooLarge
from ingest.formats.loading import Limits, Loader
from ingest.formats.sources import expand
from tests.conftest import ARTICLE, AS_ORDINARY_USER


def word(text: str) -> bytes:
    file, document = BytesIO(), WordDocument()
    document.add_paragraph(text)
    document.save(file)
    return file.getvalue()


def pdf(text: str) -> bytes:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(60, 700, text)
    canvas.save()
    return file.getvalue()


FILES = {
    "a.txt": b"Lavrov spoke.",
    "a.md": b"Lavrov spoke.",
    "a.HTML": b"<p>Lavrov spoke.</p>",
    "a.htm": b"<p>Lavrov spoke.</p>",
    "a.docx": word("Lavrov spoke."),
    "a.pdf": pdf("Lavrov spoke."),
    "a.csv": b"Lavrov spoke.",
    "a.rtf": b"{\\rtf1 Lavrov spoke.}",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nLavrov spoke.\n",
}


def test_the_seed_article_is_kept_to_the_letter_and_titled_by_its_headline(loader: Loader) -> None:
    document = loader.load(str(ARTICLE))
    assert document.text == ARTICLE.read_text(encoding="utf-8")
    assert document.title == "بوتين وكيري يبحثان تشديد الخناق على تنظيمَي «داعش» و«جبهة النصرة»"
    assert document.source == str(ARTICLE)


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_is_read(loader: Loader, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    document = loader.load(str(tmp_path / name))
    assert (document.text, document.source) == ("Lavrov spoke.", str(tmp_path / name))


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_upload_is_read(loader: Loader, name: str) -> None:
    document = loader.load_bytes(name, FILES[name])
    assert (document.text, document.source) == ("Lavrov spoke.", f"upload:{name}")


def test_a_title_is_found_in_each_kind_and_is_the_file_name_else(loader: Loader) -> None:
    assert loader.load_bytes("note.txt", b"The talks\n\nLavrov spoke.").title == "The talks"
    assert loader.load_bytes("note.md", b"intro\n\n# The talks\n").title == "The talks"
    assert loader.load_bytes("note.html", b"<title>The\n talks</title><p>Lavrov spoke.").title == "The talks"
    assert loader.load_bytes("a note.txt", b"Lavrov spoke.").title == "a note"


def test_a_title_out_of_a_file_name_is_one_line_without_control_codes(loader: Loader, tmp_path: Path) -> None:
    (tmp_path / "two\nlines\x1b[31m.txt").write_bytes(b"Lavrov spoke.")
    assert loader.load(str(tmp_path / "two\nlines\x1b[31m.txt")).title == "two lines [31m"


def test_an_upload_keeps_no_place_on_a_machine_in_its_name(loader: Loader) -> None:
    assert loader.load_bytes("../../etc/a.txt", b"text").source == "upload:a.txt"
    assert loader.load_bytes("notes/../../etc/a.txt", b"text").source == "upload:a.txt"
    assert loader.load_bytes("/home/layla/a.txt", b"text").source == "upload:a.txt"
    assert loader.load_bytes("C:\\secret\\a.txt", b"text").source == "upload:a.txt"


def test_the_folders_of_an_uploaded_folder_are_part_of_the_name(loader: Loader) -> None:
    documents = [
        loader.load_bytes(name, b"text") for name in ("2023/plan.txt", "./2024//plan.txt", "2024\\Q1\\plan.txt")
    ]
    assert [d.source for d in documents] == ["upload:2023/plan.txt", "upload:2024/plan.txt", "upload:2024/Q1/plan.txt"]
    assert {d.title for d in documents} == {"plan"}


def test_a_relative_path_becomes_absolute(loader: Loader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"text")
    monkeypatch.chdir(tmp_path)
    assert loader.load("a.txt").source == expand("./a.txt")[0] == str(tmp_path / "a.txt")


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_text_file_is_kept_to_the_letter(loader: Loader, text: str) -> None:
    if not text.strip() or text.startswith("\ufeff"):
        return
    assert loader.load_bytes("a.txt", text.encode()).text == text


def test_line_breaks_are_one_character_and_nul_and_lone_surrogates_go(loader: Loader) -> None:
    assert loader.load_bytes("a.txt", b"one\r\ntwo\rthree\n\nfour").text == "one\ntwo\nthree\n\nfour"
    assert loader.load_bytes("a.txt", b"word " * 100 + b"\0" + b"end").text == "word " * 100 + "end"
    assert loader.load_bytes("a.html", b"<p>one &#xD800; two</p>").text.isprintable()


def test_windows_1256_is_recognised_in_text_and_html(loader: Loader) -> None:
    assert loader.load_bytes("a.txt", "أعلن لافروف".encode("cp1256")).text == "أعلن لافروف"
    page = '<meta charset="windows-1256"><p>أعلن لافروف'
    assert loader.load_bytes("a.html", page.encode("cp1256")).text == "أعلن لافروف"


def test_a_name_composed_in_either_way_is_one_source(loader: Loader, tmp_path: Path) -> None:
    composed, parted = "R\u00e9sum\u00e9.txt", "Re\u0301sume\u0301.txt"
    (tmp_path / parted).write_bytes(b"text")
    assert loader.load(str(tmp_path / parted)).source == str(tmp_path / composed)
    assert loader.load(str(tmp_path / parted)).title == "R\u00e9sum\u00e9"
    assert loader.load_bytes(parted, b"text").id == loader.load_bytes(composed, b"text").id


def test_a_file_name_that_is_not_utf_8_is_shown_and_refused(loader: Loader, tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt", "wb") as file:
        file.write(b"text")
    (source,) = expand(str(tmp_path))
    assert source == f"{tmp_path}/\\udce9t\\udce9.txt"
    with pytest.raises(SourceError, match="does not exist under this name"):
        loader.load(source)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "a.txt is empty"),
        ("a.txt", b" \n\t ", "a.txt has no text in it"),
        ("a.html", b"<html><body></body></html>", "a.html has no text in it"),
        ("a.docx", word(""), "a.docx has no text in it"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.txt is not text"),
        ("a.txt", pdf("text"), "a.txt is not text"),
        ("a.pdf", b"Lavrov spoke.", "a.pdf is a broken PDF"),
        ("a.docx", b"Lavrov spoke.", "a.docx is a broken DOCX"),
        ("a.png", b"x", r"a.png is of the kind \.png, which cannot be ingested; txt, md"),
        ("README", b"x", "README is without an extension, which cannot be ingested"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    loader: Loader, name: str, data: bytes, message: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=f"^{tmp_path}/{message}"):
        loader.load(str(tmp_path / name))
    with pytest.raises(SourceError, match=f"^upload:{message}"):
        loader.load_bytes(name, data)


def test_a_file_over_the_limit_is_refused_before_it_is_read(loader: Loader, tmp_path: Path) -> None:
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(
        TooLarge, match=r"has 200,000,000 bytes, over the limit of 100,000,000; raise DALIL_MAX_FILE_MB"
    ):
        Loader(Limits()).load(str(tmp_path / "a.txt"))
    with pytest.raises(TooLarge):
        loader.load_bytes("a.txt", b"x" * 100_001)


def test_paths_that_are_no_files_are_refused(loader: Loader, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.txt does not exist under this name"):
        loader.load(str(tmp_path / "none.txt"))
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceError, match="not a regular file"):
        loader.load(str(tmp_path / "pipe.txt"))
    with pytest.raises(SourceError, match="is a folder"):
        loader.load(str(tmp_path))


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.txt").chmod(0)
    words = ["-m", "ui", "--data", str(tmp_path / "data"), "ingest", str(tmp_path / "a.txt")]
    done = subprocess.run([*AS_ORDINARY_USER, sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a.txt cannot be read (Permission denied); check its permissions" in done.stdout
