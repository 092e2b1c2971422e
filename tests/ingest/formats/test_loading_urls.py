"""URLs through the whole of loading, from a real web server."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ingest.errors import SourceError
from ingest.formats.loading import Limits, Loader
from ingest.formats.sources import expand
from tests.ingest.formats.test_loading import pdf, word

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
def test_the_content_type_decides_for_a_url_then_the_extension(
    loader: Loader, site: str, path: str, title: str, text: str
) -> None:
    document = loader.load(site + path)
    assert (document.title, document.text) == (title, text)
    assert document.source == site + path.removesuffix("#part")


def test_a_url_without_a_name_is_titled_by_its_host(loader: Loader, site: str) -> None:
    assert loader.load(f"{site}/").title == site.removeprefix("http://")


def test_a_url_of_another_kind_or_without_content_is_refused(loader: Loader, site: str) -> None:
    with pytest.raises(SourceError, match=r"/photo\.html is image/png, which cannot be ingested; txt, md"):
        loader.load(f"{site}/photo.html")
    for path, kind in (
        ("style.css", "text/css"),
        ("feed", "text/xml"),
        ("data", "application/json"),
    ):
        with pytest.raises(SourceError, match=f"/{path} is {kind}, which cannot be ingested"):
            loader.load(f"{site}/{path}")
    with pytest.raises(SourceError, match="/nothing is empty"):
        loader.load(f"{site}/nothing")


def test_a_private_url_is_refused_unless_allowed(site: str) -> None:
    with pytest.raises(SourceError, match=r"is at 127\.0\.0\.1, a private or reserved address"):
        Loader(Limits()).load(f"{site}/page")


@pytest.mark.parametrize("source", ["ftp://example.com/a.txt", "file:///etc/hosts"])
def test_other_schemes_are_refused(loader: Loader, source: str) -> None:
    with pytest.raises(SourceError, match=r"^(ftp://example\.com|file://) is not an http or https URL"):
        loader.load(expand(source)[0])
