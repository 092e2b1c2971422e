"""Blocking work in a queue: a few requests at a time, and a bounded number behind them that wait for a bounded time."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from anyio import CapacityLimiter, move_on_after, to_thread
from starlette.exceptions import HTTPException

T = TypeVar("T")

Gone = Callable[[], Awaitable[bool]]
"""Whether the client has left: Starlette's `Request.is_disconnected`."""

_RETRY = {"Retry-After": "5"}  # seconds


async def _stays() -> bool:
    return False


class WorkQueue:
    """At most `running` hold a slot at once, and at most `waiting` more wait, each at most `seconds`, for theirs."""

    def __init__(self, running: int, waiting: int, seconds: float = 60) -> None:
        self._slots = CapacityLimiter(running)
        self._waiting = waiting
        self._seconds = seconds

    @property
    def place(self) -> int:
        """How many come before one who asks for a slot now."""
        statistics = self._slots.statistics()
        return statistics.borrowed_tokens + statistics.tasks_waiting

    @asynccontextmanager
    async def slot(self, gone: Gone = _stays) -> AsyncIterator[None]:
        """Waits for a slot and holds it. Raises HTTPException 503 where too many wait already, or it took too long.

        A client that is `gone` when its turn comes is skipped, so that no one waits for an answer that nobody reads.
        """
        if self._slots.statistics().tasks_waiting >= self._waiting:
            raise HTTPException(503, "too many requests are waiting; try again later", _RETRY)
        with move_on_after(self._seconds) as patience:
            await self._slots.acquire()
        if patience.cancelled_caught:
            raise HTTPException(503, f"no turn came within {self._seconds:g} seconds; try again later", _RETRY)
        try:
            if await gone():
                raise HTTPException(503, "the client left before its turn came")
            yield
        finally:
            self._slots.release()

    async def run(self, work: Callable[[], T], gone: Gone = _stays) -> T:
        """The result of `work`, called in a thread once it has a slot; the event loop stays free to answer others."""
        async with self.slot(gone):
            return await to_thread.run_sync(work)
