"""A deadline for a whole download: httpx bounds only the silence between two bytes."""

import socket
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Timer
from typing import TYPE_CHECKING, Any, Self

from ingest.errors import SourceError

if TYPE_CHECKING:
    import httpx

_OPENED = ("connection.connect_tcp.complete", "connection.start_tls.complete")


class Deadline:
    """Shuts the connections of the requests it watches when the time is over, and says so as a SourceError.

    httpx itself waits as long as a header or a chunk's size takes to end, however slowly its bytes drip.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self._late = f"{url} was not read to its end within {seconds:.0f} seconds; download it yourself"
        self._connections: list[socket.socket] = []
        self._over = Event()
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        """A shut connection surfaces as any error, or as the end of a body whose length was not told."""
        self._timer.cancel()
        if self._over.is_set() and (error is None or isinstance(error, Exception)):
            raise SourceError(self._late) from None

    def watch(self, request: "httpx.Request") -> None:
        if self._over.is_set():
            raise SourceError(self._late)
        request.extensions["trace"] = self._note

    def _note(self, event: str, info: Mapping[str, Any]) -> None:
        if event in _OPENED:
            self._connections.append(info["return_value"].get_extra_info("socket"))
            if self._over.is_set():
                self._end()

    def _end(self) -> None:
        self._over.set()
        for connection in self._connections:
            with suppress(OSError):  # closed already
                # not an SSLSocket's own method: that takes away what the reading thread is using
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
