"""Real local HTTP servers; and, for addresses that no test may reach, httpx's transport as a plain function."""

import gzip
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import pytest

from ingest.errors import SourceError, TooLarge
from ingest.formats.web.fetching import Fetcher

LOCAL = Fetcher(max_bytes=1000, allow_private=True)


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path, _, rest = self.path.lstrip("/").partition("/")
        getattr(self, f"serve_{path}")(rest)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def serve_page(self, rest: str) -> None:
        self.answer(200, "نص".encode("cp1256"), Content_Type='Text/HTML; charset="windows-1256"')

    def serve_host(self, rest: str) -> None:
        self.answer(200, self.headers["Host"].encode())

    def serve_missing(self, rest: str) -> None:
        self.answer(404)

    def serve_again(self, rest: str) -> None:
        left = int(rest)
        self.answer(302, Location=f"/again/{left - 1}" if left else "../page")

    def serve_long(self, rest: str) -> None:
        self.answer(200, b"x" * 1001)

    def serve_announced(self, rest: str) -> None:
        self.answer(200, Content_Length="5000000")

    def serve_packed(self, rest: str) -> None:
        self.answer(200, gzip.compress(b"x" * 100_000), Content_Encoding="gzip")

    def serve_garbled(self, rest: str) -> None:
        self.answer(200, b"this is not gzip", Content_Encoding="gzip")

    def serve_slowly(self, rest: str) -> None:
        """Ten seconds of single bytes, in the place that is named."""
        starts = {
            "status": b"",
            "header": b"HTTP/1.1 200 OK\r\nX-Long: ",
            "body": b"HTTP/1.1 200 OK\r\n\r\n",
            "chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;",
        }
        with suppress(OSError):
            self.wfile.write(starts[rest])
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.05)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


def test_a_page_comes_with_its_type_and_encoding(site: str) -> None:
    answer = LOCAL.fetch(f"{site}/page")
    assert (answer.content_type, answer.charset) == ("text/html", "windows-1256")
    assert answer.data.decode("cp1256") == "نص"


def test_the_host_is_named_to_the_server_though_its_address_is_connected_to(site: str) -> None:
    port = site.rpartition(":")[2]
    fetcher = Fetcher(1000, allow_private=True, resolve=lambda host, port: ["127.0.0.1"])
    assert fetcher.fetch(f"http://bücher.example:{port}/host").data == f"xn--bcher-kva.example:{port}".encode()


def test_the_next_address_is_tried_where_one_does_not_answer(site: str) -> None:
    port = site.rpartition(":")[2]
    fetcher = Fetcher(1000, allow_private=True, resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"])
    assert fetcher.fetch(f"http://two.example:{port}/page").content_type == "text/html"


def test_redirects_are_followed(site: str) -> None:
    assert LOCAL.fetch(f"{site}/again/5").url == f"{site}/page"


def test_endless_redirects_end(site: str) -> None:
    with pytest.raises(SourceError, match="redirects more than 10 times"):
        LOCAL.fetch(f"{site}/again/99")


def test_a_missing_page_is_named_with_its_status(site: str) -> None:
    with pytest.raises(SourceError, match=f"^{site}/missing answered 404 Not Found; check the address"):
        LOCAL.fetch(f"{site}/missing")


@pytest.mark.parametrize("path", ["long", "announced", "packed"])
def test_an_answer_over_the_limit_is_refused(site: str, path: str) -> None:
    with pytest.raises(TooLarge, match="over the limit of 1,000; raise DALIL_MAX_FILE_MB"):
        LOCAL.fetch(f"{site}/{path}")


def test_an_answer_that_is_garbled_is_refused(site: str) -> None:
    with pytest.raises(SourceError, match="could not be fetched"):
        LOCAL.fetch(f"{site}/garbled")


def test_a_closed_port_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(SourceError, match=f"^http://127.0.0.1:{port}/ could not be fetched .*refused"):
        LOCAL.fetch(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "0x7f.1", "017700000001", "2130706433", "0", "169.254.169.254", "192.168.0.1"),
        *("[::1]", "[::ffff:0:127.0.0.1]", "[::ffff:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]"),
    ],
)
def test_private_addresses_are_refused_before_any_connection(host: str) -> None:
    def unreachable(request: httpx.Request) -> httpx.Response:
        raise AssertionError("connected")

    with pytest.raises(SourceError, match="private or reserved address; set DALIL_ALLOW_PRIVATE_URLS"):
        Fetcher(1000, transport=httpx.MockTransport(unreachable)).fetch(f"http://{host}/")


def test_a_redirect_into_a_private_network_is_refused() -> None:
    asked = []

    def public(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://10.0.0.1/secret"})

    with pytest.raises(SourceError, match=r"http://10\.0\.0\.1/secret is at 10\.0\.0\.1, a private"):
        Fetcher(1000, transport=httpx.MockTransport(public)).fetch("http://93.184.216.34/")
    assert asked == ["http://93.184.216.34/"]


def test_a_redirect_to_a_file_is_refused() -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(302, headers={"Location": "file:///etc/passwd"}))
    with pytest.raises(SourceError, match="not an http or https URL"):
        Fetcher(1000, transport=transport).fetch("http://93.184.216.34/")


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    fetcher = Fetcher(1000, resolve=lambda host, port: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(SourceError, match=r"is at 127\.0\.0\.1, a private"):
        fetcher.fetch("http://mixed.example/")


def test_a_name_that_answers_differently_the_second_time_gains_nothing() -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    seen = []

    def server(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx.Response(200, content=iter([b"public"]))

    fetcher = Fetcher(1000, resolve=lambda host, port: next(answers), transport=httpx.MockTransport(server))
    assert fetcher.fetch("https://rebinding.example/").data == b"public"
    assert seen == [("93.184.216.34", "rebinding.example", "rebinding.example")]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://example.com/a.txt", "not an http or https URL"),
        ("http:///a.txt", "not an http or https URL"),
        ("http://user:secret@example.com/", "carries a user name or password"),
        ("http://[::1/", "not a valid URL"),
        ("http://xn--/", "not a valid URL .*Malformed A-label.*correct it"),
        ("http://example.com/\udcff", "not a valid URL"),
    ],
)
def test_other_urls_are_refused(url: str, message: str) -> None:
    with pytest.raises(SourceError, match=message) as refusal:
        LOCAL.fetch(url)
    assert "secret" not in str(refusal.value)


def test_a_redirect_to_no_valid_url_is_refused() -> None:
    astray = httpx.MockTransport(lambda request: httpx.Response(302, headers={"Location": "http://xn--/"}))
    with pytest.raises(SourceError, match=r"^http://93\.184\.216\.34/ is not a valid URL"):
        Fetcher(1000, transport=astray).fetch("http://93.184.216.34/")


def test_silence_is_named() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("")

    with pytest.raises(SourceError, match="did not answer within 20 seconds"):
        Fetcher(1000, transport=httpx.MockTransport(silent)).fetch("http://93.184.216.34/")


@pytest.mark.parametrize("place", ["status", "header", "body", "chunk"])
def test_a_server_that_drips_is_left_when_the_time_is_over(site: str, place: str) -> None:
    url, started = f"{site}/slowly/{place}", time.monotonic()
    with pytest.raises(SourceError, match=f"^{url} was not read to its end within 1 seconds; download it yourself"):
        Fetcher(1000, allow_private=True, seconds=0.6).fetch(url)
    assert time.monotonic() - started < 5


@pytest.mark.slow
def test_no_further_redirect_is_followed_when_the_time_is_over() -> None:
    asked = []

    def slow(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        time.sleep(3.5)
        return httpx.Response(302, headers={"Location": "/next"})

    with pytest.raises(SourceError, match="not read to its end within 3 seconds"):
        Fetcher(1000, seconds=3, transport=httpx.MockTransport(slow)).fetch("http://93.184.216.34/first")
    assert asked == ["/first"]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for site.example that no one has signed, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=site.example -keyout - -out -"
    names = ["-addext", "subjectAltName=DNS:site.example"]
    made = subprocess.run([*command.split(), *names], capture_output=True, check=True)
    path = tmp_path / "site.pem"
    path.write_bytes(made.stdout)
    return path


def test_tls_is_checked_against_the_name_not_the_address(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    fetcher = Fetcher(1000, allow_private=True, resolve=lambda host, port: ["127.0.0.1"])
    with serving(context) as port:
        with pytest.raises(SourceError, match=r"no valid TLS certificate .*self-signed"):
            fetcher.fetch(f"https://site.example:{port}/page")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert fetcher.fetch(f"https://site.example:{port}/page").content_type == "text/html"
        with pytest.raises(SourceError, match=r"no valid TLS certificate .*mismatch"):
            fetcher.fetch(f"https://other.example:{port}/page")


@pytest.mark.parametrize("place", ["header", "body"])
def test_a_server_that_drips_over_tls_is_left_too(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    fetcher = Fetcher(1000, allow_private=True, seconds=0.6, resolve=lambda host, port: ["127.0.0.1"])
    started = time.monotonic()
    with serving(context) as port, pytest.raises(SourceError, match="was not read to its end"):
        fetcher.fetch(f"https://site.example:{port}/slowly/{place}")
    assert time.monotonic() - started < 5
