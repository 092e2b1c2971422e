"""The body limit, with and without an announced length; what is over it does not reach the application."""

import asyncio
from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.http.body_limit import BodyLimit


class Application:
    """Counts the bytes it gets."""

    def __init__(self) -> None:
        self.read = 0

    async def count(self, request: Request) -> PlainTextResponse:
        async for part in request.stream():
            self.read += len(part)
        return PlainTextResponse(str(self.read))


def post(path: str, content: bytes | AsyncIterator[bytes]) -> tuple[httpx.Response, int]:
    counting = Application()
    routes = [Route("/small", counting.count, methods=["POST"]), Route("/free", counting.count, methods=["POST"])]
    app = BodyLimit(Starlette(routes=routes), lambda path: 10 if path == "/small" else None)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            return await client.post(path, content=content)

    return asyncio.run(ask()), counting.read


async def in_parts(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def test_a_body_of_just_the_limit_passes() -> None:
    response, read = post("/small", b"0123456789")
    assert (response.status_code, read) == (200, 10)


def test_a_body_announced_as_longer_is_refused_before_a_byte_is_read() -> None:
    response, read = post("/small", b"0123456789A")
    assert (response.status_code, read) == (413, 0)
    assert "10 bytes" in response.text


def test_a_body_that_announces_nothing_is_cut_off_where_it_passes_the_limit() -> None:
    response, read = post("/small", in_parts(b"01234", b"56789", b"A", b"never read"))
    assert (response.status_code, read) == (413, 10)


def test_a_path_without_a_limit_takes_everything() -> None:
    response, read = post("/free", b"x" * 1000)
    assert (response.status_code, read) == (200, 1000)
