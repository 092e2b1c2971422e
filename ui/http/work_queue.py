"""Blocking work in a queue: a few requests at a time, and a bounded number behind them that wait."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException

T = TypeVar("T")


class WorkQueue:
    """At most `running` hold a slot at once and at most `waiting` more wait for theirs."""

    def __init__(self, running: int, waiting: int) -> None:
        self._slots = CapacityLimiter(running)
        self._waiting = waiting

    @property
    def place(self) -> int:
        """How many come before one who asks for a slot now."""
        statistics = self._slots.statistics()
        return statistics.borrowed_tokens + statistics.tasks_waiting

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Waits for a slot and holds it. Raises HTTPException 503 where too many wait already."""
        if self._slots.statistics().tasks_waiting >= self._waiting:
            raise HTTPException(503, "too many requests are waiting; try again later", {"Retry-After": "5"})
        async with self._slots:
            yield

    async def run(self, work: Callable[[], T]) -> T:
        """The result of `work`, called in a thread once it has a slot; the event loop stays free to answer others."""
        async with self.slot():
            return await to_thread.run_sync(work)
