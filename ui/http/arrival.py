"""The time that a request's body may take to arrive; that of its head is `ui.http.listening`'s business."""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BYTES_A_SECOND = 10_000
"""A large body that keeps coming is no attack: so many bytes give a second more."""


class Arrival:
    """ASGI middleware: 408 for a body that has not arrived in `seconds` and one for each 10,000 bytes."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, _in_time(receive, self._seconds) if scope["type"] == "http" else receive, send)


def _in_time(receive: Receive, seconds: float) -> Receive:
    deadline = asyncio.get_running_loop().time() + seconds
    whole = False

    async def receive_in_time() -> Message:
        nonlocal deadline, whole
        if whole:  # what comes now is the connection's end, which may take its time
            return await receive()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            text = f"the request did not arrive within {seconds:g} seconds and one for each {BYTES_A_SECOND:,} bytes"
            raise HTTPException(408, f"{text}; send it again", {"Connection": "close"}) from None
        whole = not message.get("more_body", False)
        deadline += len(message.get("body", b"")) / BYTES_A_SECOND
        return message

    return receive_in_time
