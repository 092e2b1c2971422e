"""The largest body a request may have, enforced while it is read: no more than that reaches memory or disk."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """ASGI middleware; `limit` gives the bytes that a path takes, None for no limit."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int | None]) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        most = self._limit(scope["path"]) if scope["type"] == "http" else None
        await self._app(scope, receive if most is None else _limited(scope, receive, most), send)


def _limited(scope: Scope, receive: Receive, most: int) -> Receive:
    announced = Headers(scope=scope).get("content-length", "")
    size = int(announced) if announced.isdecimal() else 0
    read = 0

    async def receive_limited() -> Message:
        nonlocal read
        if size > most:
            raise _over(most)
        message = await receive()
        read += len(message.get("body", b""))
        if read > most:
            raise _over(most, {"Connection": "close"})  # a body of unknown length may have no end
        return message

    return receive_limited


def _over(most: int, headers: dict[str, str] | None = None) -> HTTPException:
    return HTTPException(413, f"the request is over the limit of {most:,} bytes; send less in one request", headers)
