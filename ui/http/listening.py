"""A port to listen on, and the server that runs an application there until a signal stops it."""

import asyncio
import errno
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from ingest.errors import UsageError

_GOODBYE_SECONDS = 2
_LAST_SECONDS = 60
_TICKS_A_SECOND = 10  # of uvicorn's main loop


def listen(host: str, port: int) -> socket.socket:
    """A listening socket: from now on no other program can take the port; 0 takes any free one.

    Raises UsageError where that is not possible.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen()
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise UsageError(_refusal(host, port, error)) from error
    return listening


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; stop the program that has it, or choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} needs rights that this user does not have; choose one above 1023 with --port"
    return f"cannot listen on {host}: {error.strerror or error}; choose an address of this machine with --host"


def run(app: ASGIApp, listening: socket.socket, started: Callable[[], None], head_seconds: float = 30) -> None:
    """Serve on the socket until SIGINT or SIGTERM; `started` is called once requests are answered.

    What is being answered then has some seconds to end. A connection over which no whole head of a request has come for
    `head_seconds` is closed.
    """
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=_LAST_SECONDS)
    with _no_failure_to_be_stopped():
        _Server(config, started, head_seconds).run(sockets=[listening])


@contextmanager
def _no_failure_to_be_stopped() -> Iterator[None]:
    """Once it has shut down, uvicorn raises the signal again; here that ends nothing."""
    if threading.current_thread() is not threading.main_thread():  # signals go to the main thread alone
        yield
        return
    before = {stop: signal.signal(stop, lambda *_: None) for stop in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for stop, handler in before.items():
            signal.signal(stop, handler)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None], head_seconds: float) -> None:
        super().__init__(config)
        self._on_start = on_start
        self._head_seconds = head_seconds
        self._since: dict[tuple[Any, Any], float] = {}

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_start()

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_A_SECOND == 0:
            self._close_where_no_head_comes()
        return await super().on_tick(counter)

    def _close_where_no_head_comes(self) -> None:
        """Uvicorn closes what is idle after an answer, but waits for ever for a first head, and for half of any."""
        now, before = time.monotonic(), self._since
        self._since = {}
        for connection in list(self.server_state.connections):
            request = getattr(connection, "cycle", None)  # None before the first; else the last one, answered or not
            if request is None or request.response_complete:
                since = before.get((connection, request), now)
                self._since[connection, request] = since
                if now - since > self._head_seconds:
                    connection.transport.close()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # An open page holds a stream that never ends. Uvicorn would cancel it and log that as a failure.
        asyncio.get_running_loop().call_later(_GOODBYE_SECONDS, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        for connection in list(self.server_state.connections):
            connection.transport.close()
