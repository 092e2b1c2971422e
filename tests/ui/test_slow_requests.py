"""Requests that are sent by halves: each is closed in its time, others are answered meanwhile."""

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.processes import Running, running

pytestmark = [pytest.mark.server, pytest.mark.model]

HALF_HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
HEAD = b"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: 9000\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """It gives a request two seconds."""
    data: Path = tmp_path_factory.mktemp("slow") / "data"
    with running(data, os.environ | {"DALIL_REQUEST_TIMEOUT": "2"}) as server:
        yield server


def connected(server: Running, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])))
    connection.sendall(sent)
    connection.settimeout(60)
    return connection


def answered(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    with connection:
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize("sent", [b"", HALF_HEAD], ids=["nothing", "half a head"])
def test_a_head_that_does_not_come_closes_the_connection(server: Running, sent: bytes) -> None:
    slow = [connected(server, sent) for _ in range(50)]
    assert server.client.get("/healthz").status_code == 200
    assert {answered(connection) for connection in slow} == {b""}


def test_a_head_that_comes_byte_by_byte_is_not_waited_for(server: Running) -> None:
    def drip() -> None:
        for _ in range(600):
            slow.sendall(b"x")
            time.sleep(0.1)

    with connected(server, HALF_HEAD) as slow, pytest.raises(OSError, match=r"reset|[Bb]roken pipe"):
        drip()


def test_half_a_head_after_an_answered_request_closes_the_connection_too(server: Running) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert answered(connected(server, whole + HALF_HEAD)).count(b"HTTP/1.1 200") == 1


@pytest.mark.parametrize(
    ("path", "kind", "begun"),
    [
        (b"/api/ask", b"application/json", b"{"),
        (b"/api/documents", b"multipart/form-data; boundary=b", b"--b\r\n"),
        (b"/v1/chat/completions", b"application/json", b"{"),
        (b"/gradio_api/queue/join", b"application/json", b"{"),
        (b"/gradio_api/upload", b"multipart/form-data; boundary=b", b"--b\r\n"),
    ],
)
def test_a_body_that_does_not_come_is_answered_408(server: Running, path: bytes, kind: bytes, begun: bytes) -> None:
    assert answered(connected(server, HEAD % (path, kind) + begun)).startswith(b"HTTP/1.1 408 ")


def test_a_client_that_asks_now_and_then_keeps_its_connection(server: Running) -> None:
    with connected(server, b"") as connection:
        for _ in range(4):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            answer = b""
            while not answer.endswith(b'{"status":"ok"}'):
                answer += connection.recv(65536) or pytest.fail("the server closed the connection")
            assert answer.startswith(b"HTTP/1.1 200")
            time.sleep(1)
