import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import SourceError, TooLarge
from ingest.formats.loading import Limits, expand, load, load_bytes, unsupported
from tests.conftest import ARTICLE, AS_ORDINARY_USER

LIMITS = Limits(max_bytes=100_000, allow_private_urls=True)


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


def test_the_seed_article_is_kept_to_the_letter_and_titled_by_its_headline() -> None:
    document = load(str(ARTICLE), LIMITS)
    assert document.text == ARTICLE.read_text(encoding="utf-8")
    assert document.title == "بوتين وكيري يبحثان تشديد الخناق على تنظيمَي «داعش» و«جبهة النصرة»"
    assert document.source == str(ARTICLE)


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    document = load(str(tmp_path / name), LIMITS)
    assert (document.text, document.source) == ("Lavrov spoke.", str(tmp_path / name))


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_upload_is_read(name: str) -> None:
    document = load_bytes(name, FILES[name], LIMITS)
    assert (document.text, document.source) == ("Lavrov spoke.", f"upload:{name}")


def test_a_title_is_found_in_each_kind_and_is_the_file_name_else() -> None:
    assert load_bytes("note.txt", b"The talks\n\nLavrov spoke.", LIMITS).title == "The talks"
    assert load_bytes("note.md", b"intro\n\n# The talks\n", LIMITS).title == "The talks"
    assert load_bytes("note.html", b"<title>The\n talks</title><p>Lavrov spoke.", LIMITS).title == "The talks"
    assert load_bytes("a note.txt", b"Lavrov spoke.", LIMITS).title == "a note"


def test_a_title_out_of_a_file_name_is_one_line_without_control_codes(tmp_path: Path) -> None:
    (tmp_path / "two\nlines\x1b[31m.txt").write_bytes(b"Lavrov spoke.")
    assert load(str(tmp_path / "two\nlines\x1b[31m.txt"), LIMITS).title == "two lines [31m"


def test_an_upload_keeps_no_folder_of_its_name() -> None:
    assert load_bytes("../../etc/a.txt", b"text", LIMITS).source == "upload:a.txt"
    assert load_bytes("C:\\secret\\a.txt", b"text", LIMITS).source == "upload:a.txt"


def test_a_relative_path_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_bytes(b"text")
    monkeypatch.chdir(tmp_path)
    assert load("a.txt", LIMITS).source == expand("./a.txt")[0] == str(tmp_path / "a.txt")


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_a_text_file_is_kept_to_the_letter(text: str) -> None:
    if not text.strip() or text.startswith("\ufeff"):
        return
    assert load_bytes("a.txt", text.encode(), LIMITS).text == text


def test_line_breaks_are_one_character_and_nul_and_lone_surrogates_go() -> None:
    assert load_bytes("a.txt", b"one\r\ntwo\rthree\n\nfour", LIMITS).text == "one\ntwo\nthree\n\nfour"
    assert load_bytes("a.txt", b"word " * 100 + b"\0" + b"end", LIMITS).text == "word " * 100 + "end"
    assert load_bytes("a.html", b"<p>one &#xD800; two</p>", LIMITS).text.isprintable()


def test_windows_1256_is_recognised_in_text_and_html() -> None:
    assert load_bytes("a.txt", "أعلن لافروف".encode("cp1256"), LIMITS).text == "أعلن لافروف"
    page = '<meta charset="windows-1256"><p>أعلن لافروف'
    assert load_bytes("a.html", page.encode("cp1256"), LIMITS).text == "أعلن لافروف"


def test_a_folder_is_expanded_recursively_in_order_without_hidden_and_unsupported_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.pdf", "a/c.md", ".hidden.txt", ".git/x.txt", "a/~$c.docx", "photo.png", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert expand(str(tmp_path)) == [str(tmp_path / name) for name in ("a/c.md", "a/z.pdf", "b.txt")]


def test_files_of_another_kind_in_a_folder_are_told_with_the_reason_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a/README", ".hidden.png", "a/~$c.docx", "photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    told = [(name, str(error).removeprefix(f"{name} is ").split(";")[0]) for name, error in unsupported(str(tmp_path))]
    assert told == [
        (str(tmp_path / "a/README"), "without an extension, which cannot be ingested"),
        (str(tmp_path / "photo.png"), "of the kind .png, which cannot be ingested"),
    ]
    assert unsupported(str(tmp_path / "photo.png")) == unsupported("") == unsupported("http://a.example/") == []


def test_a_name_composed_in_either_way_is_one_source(tmp_path: Path) -> None:
    composed, parted = "R\u00e9sum\u00e9.txt", "Re\u0301sume\u0301.txt"
    (tmp_path / parted).write_bytes(b"text")
    assert load(str(tmp_path / parted), LIMITS).source == str(tmp_path / composed)
    assert load(str(tmp_path / parted), LIMITS).title == "R\u00e9sum\u00e9"
    assert load_bytes(parted, b"text", LIMITS).id == load_bytes(composed, b"text", LIMITS).id


def test_a_link_to_a_parent_folder_is_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert expand(str(tmp_path)) == [str(tmp_path / "a.txt")]


def test_a_file_and_a_url_are_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    assert expand(str(tmp_path / "a.png")) == [str(tmp_path / "a.png")]
    assert expand("https://example.com/a?b=1#part") == ["https://example.com/a?b=1"]


def test_a_file_name_that_is_not_utf_8_is_shown_and_refused(tmp_path: Path) -> None:
    with open(os.fsencode(tmp_path) + b"/\xe9t\xe9.txt", "wb") as file:
        file.write(b"text")
    (source,) = expand(str(tmp_path))
    assert source == f"{tmp_path}/\\udce9t\\udce9.txt"
    with pytest.raises(SourceError, match="does not exist under this name"):
        load(source, LIMITS)


def test_a_path_longer_than_any_file_is_named() -> None:
    with pytest.raises(SourceError, match="does not exist"):
        expand("a" * 10_000)


@pytest.mark.parametrize("source", ["", " ", "\n"])
def test_a_blank_source_is_not_the_current_folder(source: str) -> None:
    with pytest.raises(SourceError, match="names no source; give a file, a folder or a URL"):
        expand(source)


def test_a_missing_path_and_a_folder_with_nothing_in_it_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"^{tmp_path}/none does not exist; check the path"):
        expand(f"{tmp_path}/none")
    with pytest.raises(SourceError, match=f"^{tmp_path} has no file in it that can be ingested; txt, md, html"):
        expand(str(tmp_path))


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
def test_a_bad_file_is_refused_with_its_reason(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(SourceError, match=f"^{tmp_path}/{message}"):
        load(str(tmp_path / name), LIMITS)
    with pytest.raises(SourceError, match=f"^upload:{message}"):
        load_bytes(name, data, LIMITS)


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with open(tmp_path / "a.txt", "wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(
        TooLarge, match=r"has 200,000,000 bytes, over the limit of 100,000,000; raise DALIL_MAX_FILE_MB"
    ):
        load(str(tmp_path / "a.txt"), Limits())
    with pytest.raises(TooLarge):
        load_bytes("a.txt", b"x" * 100_001, LIMITS)


def test_paths_that_are_no_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.txt does not exist under this name"):
        load(str(tmp_path / "none.txt"), LIMITS)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceError, match="not a regular file"):
        load(str(tmp_path / "pipe.txt"), LIMITS)
    with pytest.raises(SourceError, match="is a folder"):
        load(str(tmp_path), LIMITS)


def test_a_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.txt").chmod(0)
    words = ["-m", "ui", "--data", str(tmp_path / "data"), "ingest", str(tmp_path / "a.txt")]
    done = subprocess.run([*AS_ORDINARY_USER, sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a.txt cannot be read (Permission denied); check its permissions" in done.stdout


ANSWERS = {
    "/page": ("text/html; charset=windows-1256", "<title>لقاء</title><p>أعلن لافروف".encode("cp1256")),
    "/paper": ("application/pdf", pdf("Lavrov spoke.")),
    "/paper.pdf": ("application/octet-stream", pdf("Lavrov spoke.")),
    "/forced.pdf": ("application/force-download", pdf("Lavrov spoke.")),
    "/old.docx": ("application/msword", word("Lavrov spoke.")),
    "/notes.csv": ("text/csv", b"Lavrov spoke."),
    "/style.css": ("text/css", b"p { color: red }"),
    "/letter": ("text/rtf", b"{\\rtf1 Lavrov spoke.}"),
    "/feed": ("text/xml", b"<feed>Lavrov spoke.</feed>"),
    "/data": ("application/json", b"{}"),
    "/raw/talks.md": ("text/plain; charset=utf-8", b"# The talks\n\nLavrov spoke."),
    "/%D8%AE%D8%A8%D8%B1.txt": ("text/plain", b"Lavrov spoke."),
    "/two%0Alines": ("text/plain", b"Lavrov spoke."),
    "/": ("text/plain", b"Lavrov spoke."),
    "/photo.html": ("image/png", b"\x89PNG"),
    "/nothing": ("text/html", b""),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content_type, body = ANSWERS[self.path]
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "title", "text"),
    [
        ("/page#part", "لقاء", "أعلن لافروف"),
        ("/paper", "paper", "Lavrov spoke."),
        ("/paper.pdf", "paper", "Lavrov spoke."),
        ("/forced.pdf", "forced", "Lavrov spoke."),
        ("/old.docx", "old", "Lavrov spoke."),
        ("/notes.csv", "notes", "Lavrov spoke."),
        ("/letter", "letter", "Lavrov spoke."),
        ("/raw/talks.md", "The talks", "The talks\nLavrov spoke."),
        ("/خبر.txt", "خبر", "Lavrov spoke."),
        ("/two%0Alines", "two lines", "Lavrov spoke."),
    ],
)
def test_the_content_type_decides_for_a_url_then_the_extension(site: str, path: str, title: str, text: str) -> None:
    document = load(site + path, LIMITS)
    assert (document.title, document.text) == (title, text)
    assert document.source == site + path.removesuffix("#part")


def test_a_url_without_a_name_is_titled_by_its_host(site: str) -> None:
    assert load(f"{site}/", LIMITS).title == site.removeprefix("http://")


def test_a_url_of_another_kind_or_without_content_is_refused(site: str) -> None:
    with pytest.raises(SourceError, match=r"/photo\.html is image/png, which cannot be ingested; txt, md"):
        load(f"{site}/photo.html", LIMITS)
    for path, kind in (
        ("style.css", "text/css"),
        ("feed", "text/xml"),
        ("data", "application/json"),
    ):
        with pytest.raises(SourceError, match=f"/{path} is {kind}, which cannot be ingested"):
            load(f"{site}/{path}", LIMITS)
    with pytest.raises(SourceError, match="/nothing is empty"):
        load(f"{site}/nothing", LIMITS)


def test_a_private_url_is_refused_unless_allowed(site: str) -> None:
    with pytest.raises(SourceError, match=r"is at 127\.0\.0\.1, a private or reserved address"):
        load(f"{site}/page", Limits())


@pytest.mark.parametrize("source", ["ftp://example.com/a.txt", "file:///etc/hosts"])
def test_other_schemes_are_refused(source: str) -> None:
    with pytest.raises(SourceError, match=r"^(ftp://example\.com|file://) is not an http or https URL"):
        load(expand(source)[0], LIMITS)
