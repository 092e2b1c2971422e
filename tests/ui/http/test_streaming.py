"""Server-sent events as a client reads them, and what becomes of the generator behind them."""

import asyncio
import threading
from collections.abc import AsyncGenerator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message

from ingest.errors import ModelError
from qa.answer import Answer, Event, Found, Passage, Sentence, Token
from tests.ui.calling import events
from tests.ui.serving import served
from ui.http.body_limit import BodyLimit
from ui.http.errors import message_of
from ui.http.guard import Guard
from ui.http.security import SecurityHeaders
from ui.http.streaming import EventStream

PASSAGE = Passage("d1", "عنوان", "a.txt", 0, 4, "نص\nb", 0.5)
ANSWER = Answer("س", True, "quoted", [Sentence("نص", (1,), True)], "نص", 0.9)


class Panic(BaseException):
    """What a library in Rust raises where it panics."""


async def pieces(*events: Event, error: BaseException | None = None) -> AsyncGenerator[Event]:
    for event in events:
        yield event
    if error:
        raise error


def received(response: EventStream, body: list[bytes] | None = None) -> str:
    """The body, as a server would send it to a client that stays; `body` has its parts as they come."""
    body = [] if body is None else body

    async def send(message: Message) -> None:
        body.append(message.get("body", b""))

    asyncio.run(response.stream_response(send))
    return b"".join(body).decode()


def test_events_come_in_order_under_the_names_of_the_contract() -> None:
    came = events(received(EventStream(Found([PASSAGE]), pieces(Token("نص "), Token("[1]"), ANSWER))))
    assert came == [
        ("passages", {"passages": [PASSAGE.to_json()]}),
        ("token", {"text": "نص "}),
        ("token", {"text": "[1]"}),
        ("answer", ANSWER.to_json()),
    ]


def test_line_breaks_in_a_text_do_not_break_an_event() -> None:
    assert events(received(EventStream(Token("a\n\nb\r\nc\u2028d"), pieces()))) == [
        ("token", {"text": "a\n\nb\r\nc\u2028d"})
    ]


def test_breaks_that_only_some_clients_know_do_not_break_a_line() -> None:
    text = "one\u2028two\u2029three\x85four"
    body = received(EventStream(Token(text), pieces()))
    assert body.splitlines() == ["event: token", 'data: {"text": "one\\u2028two\\u2029three\\u0085four"}', ""]
    assert events(body) == [("token", {"text": text})]


def test_a_failure_on_the_way_is_the_last_event() -> None:
    came = events(received(EventStream(Token("a"), pieces(Token("b"), error=ModelError("the LLM is gone; retry")))))
    assert came[1:] == [
        ("token", {"text": "b"}),
        ("error", {"error": {"type": "model_error", "message": message_of(ModelError())}}),
    ]


def test_a_panic_breaks_the_stream_off_instead_of_keeping_it_alive_for_ever() -> None:
    body: list[bytes] = []
    with pytest.raises(Panic):
        received(EventStream(Token("a"), pieces(Token("b"), error=Panic()), keep_alive=1), body)
    assert [name for name, _ in events(b"".join(body).decode())] == ["token", "token"]


def test_an_unexpected_failure_keeps_its_text_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    body = received(EventStream(Token("a"), pieces(error=RuntimeError("secret path /etc"))))
    assert events(body)[-1][0] == "error"
    assert "secret" not in body
    assert "secret path" in caplog.text


def test_a_silence_is_filled_with_comments() -> None:
    sent: list[bytes] = []

    async def slow() -> AsyncGenerator[Event]:
        while sent.count(b": keep-alive\n\n") < 2:
            await asyncio.sleep(0.01)
        yield ANSWER

    body = received(EventStream(Token("a"), slow(), keep_alive=0.05), sent)
    assert [name for name, _ in events(body)] == ["token", "answer"]


def test_a_client_that_leaves_while_the_model_thinks_ends_the_generator() -> None:
    ended = asyncio.run(_left_after(asyncio.Event().wait))
    assert ended == ["cancelled", "closed"]


def test_a_client_that_leaves_while_something_is_sent_ends_the_generator() -> None:
    async def many() -> None:
        await asyncio.sleep(0)

    assert asyncio.run(_left_after(many, send_blocks=True))[-1] == "closed"


async def _left_after(thinking: object, send_blocks: bool = False) -> list[str]:
    ended: list[str] = []

    async def endless() -> AsyncGenerator[Event]:
        try:
            while True:
                yield Token("b")
                await thinking()  # type: ignore[operator]
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        finally:
            ended.append("closed")

    async def send(message: Message) -> None:
        if send_blocks and b"token" in message.get("body", b""):
            await asyncio.Event().wait()

    sending = asyncio.create_task(EventStream(Token("a"), endless()).stream_response(send))
    await asyncio.sleep(0.05)
    assert ended == []
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    return ended


@pytest.mark.server
def test_a_client_that_hangs_up_on_a_real_server_ends_the_generator() -> None:
    closed = threading.Event()

    async def thinking() -> AsyncGenerator[Event]:
        try:
            await asyncio.sleep(60)
            yield ANSWER
        finally:
            closed.set()

    async def ask(request: Request) -> EventStream:
        await request.body()
        return EventStream(Token("a"), thinking())

    routes = [Route("/", ask, methods=["POST"])]
    app = SecurityHeaders(Guard(BodyLimit(Starlette(routes=routes), lambda path: 1000), "127.0.0.1"))
    with served(app) as address, httpx.stream("POST", address, content=b"?") as response:
        lines = response.iter_lines()  # held: httpx hangs up as soon as it is dropped
        assert next(lines) == "event: token"
        assert not closed.is_set()
        response.close()
        assert closed.wait(10)
