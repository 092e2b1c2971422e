"""Server-sent events: an answer's events as they come, with comments in between that keep the connection open.

Format: https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse
from starlette.types import Send

from qa.answer import Answer, Event, Found, Token
from ui.http.errors import body_of

KEEP_ALIVE_SECONDS = 15.0
_KEEP_ALIVE = b": keep-alive\n\n"
# JSON escapes the breaks that the format knows; Python clients, httpx among them, break lines at these too
_LINE_BREAKS = {ord(letter): f"\\u{ord(letter):04x}" for letter in "\x85\u2028\u2029"}

EVENTS: dict[str, Any] = {"content": {"text/event-stream": {}}}
"""For OpenAPI: that a response may also come as events."""

Wire = asyncio.Queue[bytes | None]
"""Encoded events; None ends them."""


class ByteStream(StreamingResponse):
    """A response of encoded server-sent events. It ends with `chunks`, or closes them when the client leaves.

    Once the status is sent a failure is an event too; what `chunks` raises all the same breaks the stream off.
    """

    media_type = "text/event-stream"

    def __init__(self, chunks: AsyncGenerator[bytes], keep_alive: float = KEEP_ALIVE_SECONDS) -> None:
        self._chunks = _kept_alive(chunks, keep_alive)
        # proxies shall pass each event on at once
        super().__init__(self._chunks, headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})

    async def stream_response(self, send: Send) -> None:
        async with aclosing(self._chunks):
            await super().stream_response(send)


class EventStream(ByteStream):
    """The events of an answer; `first` has been drawn already."""

    def __init__(self, first: Event, events: AsyncGenerator[Event], keep_alive: float = KEEP_ALIVE_SECONDS) -> None:
        super().__init__(_encoded_events(first, events), keep_alive)


async def _encoded_events(first: Event, events: AsyncGenerator[Event]) -> AsyncGenerator[bytes]:
    async with aclosing(events):
        yield _encoded(first)
        try:
            async for event in events:
                yield _encoded(event)
        except Exception as error:  # the status is sent already: the failure can only be sent as an event
            yield sse("error", body_of(error))


async def _kept_alive(chunks: AsyncGenerator[bytes], keep_alive: float) -> AsyncGenerator[bytes]:
    wire: Wire = asyncio.Queue(maxsize=1)
    # One task draws all chunks: a generator that is drawn from by several may lose its context between them.
    pump = asyncio.create_task(_pump(chunks, wire))
    try:
        while (chunk := await _next(wire, keep_alive)) is not None:
            yield chunk
        await pump  # raises what ended the chunks before their time
    finally:
        pump.cancel()
        await asyncio.gather(pump, return_exceptions=True)


async def _pump(chunks: AsyncGenerator[bytes], wire: Wire) -> None:
    """None comes last whatever went wrong, be it the panic of a Rust library, which is no Exception."""
    try:
        async with aclosing(chunks):
            async for chunk in chunks:
                await wire.put(chunk)
    finally:
        task = asyncio.current_task()
        if task and not task.cancelling():  # nobody takes it once the client has left
            await wire.put(None)


async def _next(wire: Wire, keep_alive: float) -> bytes | None:
    try:
        return await asyncio.wait_for(wire.get(), keep_alive)
    except TimeoutError:
        return _KEEP_ALIVE


def _encoded(event: Event) -> bytes:
    match event:
        case Found(passages):
            return sse("passages", {"passages": [passage.to_json() for passage in passages]})
        case Token(text):
            return sse("token", {"text": text})
        case Answer():
            return sse("answer", event.to_json())


def sse(name: str, data: dict[str, Any]) -> bytes:
    """One named event."""
    return f"event: {name}\n".encode() + data_event(data)


def data_event(data: dict[str, Any]) -> bytes:
    """One event; its JSON is a single line for every client."""
    line = json.dumps(data, ensure_ascii=False).translate(_LINE_BREAKS)
    return f"data: {line}\n\n".encode()
