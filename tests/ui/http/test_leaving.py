"""Clients that leave while they wait for their turn, over real connections."""

import json
import socket
import threading
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager
from urllib.parse import urlsplit

import httpx
from anyio import to_thread
from fastapi import FastAPI

from qa.answer import Answer, Event, Found, Sentence
from tests.ui.serving import served
from tests.waiting import until
from ui.http.openai_api import openai_app
from ui.http.work_queue import WorkQueue

LEAVING = 150
JSON = {"Content-Type": "application/json"}


class Slow:
    """Stands in for a system: the first question holds the only slot until `go_on`; questions are noted."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.came = 0
        self.read: list[str] = []

    async def stream(
        self, question: str, history: object, slot: AbstractAsyncContextManager[None], collection: str | None
    ) -> AsyncGenerator[Event]:
        self.came += 1
        async with slot:
            self.read.append(question)
            await to_thread.run_sync(self.go_on.wait)
        yield Found([])
        yield Answer(question, True, "quoted", [Sentence("Here.", (), True)], None, 0.9, passages=[])


def body(question: str) -> bytes:
    return json.dumps({"model": "dalil", "messages": [{"role": "user", "content": question}]}).encode()


def asked(address: str, question: str) -> socket.socket:
    """A connection over which a question was sent."""
    parts = urlsplit(address)
    connection = socket.create_connection((parts.hostname or "", parts.port or 0))
    head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
    connection.sendall(f"{head}Content-Length: {len(body(question))}\r\n\r\n".encode() + body(question))
    return connection


def test_the_questions_of_150_clients_that_left_are_not_read() -> None:
    slow, app = Slow(), FastAPI()
    app.mount("/v1", openai_app(slow, WorkQueue(running=1, waiting=LEAVING + 10)))  # type: ignore[arg-type]
    with served(app) as address:
        first = asked(address, "first")
        until(lambda: slow.read == ["first"])
        leaving = [asked(address, f"left {n}") for n in range(LEAVING)]
        until(lambda: slow.came == 1 + LEAVING)
        for connection in leaving:
            connection.close()
        httpx.get(f"{address}/v1/models/dalil").raise_for_status()  # the server has seen the ends by now
        slow.go_on.set()
        response = httpx.post(f"{address}/v1/chat/completions", content=body("last"), headers=JSON, timeout=60)
        first.close()
    assert response.status_code == 200
    assert slow.read == ["first", "last"]
