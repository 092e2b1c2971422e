"""A queue of work: few at once, a bounded queue, and an event loop that stays free."""

import asyncio
import threading

import pytest
from starlette.exceptions import HTTPException

from ui.http.work_queue import WorkQueue


def test_the_given_number_run_at_once_and_no_more() -> None:
    together, seen, lock, pair = 0, [], threading.Lock(), threading.Barrier(2)

    def work() -> None:
        nonlocal together
        with lock:
            together += 1
            seen.append(together)
        pair.wait(30)  # passed by two at once only
        threading.Event().wait(0.02)  # for a third to come, if it may
        with lock:
            together -= 1

    async def main() -> None:
        queue = WorkQueue(running=2, waiting=10)
        await asyncio.gather(*(queue.run(work) for _ in range(8)))

    asyncio.run(main())
    assert len(seen) == 8
    assert max(seen) == 2


def test_one_who_finds_the_queue_full_is_sent_away_with_503_and_the_others_are_served() -> None:
    async def main() -> list[object]:
        queue, go_on = WorkQueue(running=1, waiting=1), threading.Event()
        tasks = [asyncio.create_task(queue.run(go_on.wait)) for _ in range(3)]
        await asyncio.sleep(0.05)
        go_on.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, second, third = asyncio.run(main())
    assert (first, second) == (True, True)
    assert isinstance(third, HTTPException)
    assert third.status_code == 503
    assert third.headers == {"Retry-After": "5"}


def test_a_failure_gives_the_slot_back() -> None:
    async def main() -> int:
        queue = WorkQueue(running=1, waiting=1)
        with pytest.raises(ZeroDivisionError):
            await queue.run(lambda: 1 // 0)
        return await asyncio.wait_for(queue.run(lambda: 7), 1)

    assert asyncio.run(main()) == 7
