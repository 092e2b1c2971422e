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


def test_one_whose_turn_does_not_come_in_time_is_sent_away_with_503() -> None:
    async def main() -> object:
        queue, go_on = WorkQueue(running=1, waiting=9, seconds=0.1), threading.Event()
        first = asyncio.create_task(queue.run(go_on.wait))
        await asyncio.sleep(0.05)
        (second,) = await asyncio.gather(queue.run(lambda: "answered"), return_exceptions=True)
        go_on.set()
        assert await first
        assert await queue.run(lambda: 7) == 7  # no slot is lost
        return second

    second = asyncio.run(main())
    assert isinstance(second, HTTPException)
    assert second.status_code == 503
    assert second.detail == "no turn came within 0.1 seconds; try again later"
    assert second.headers == {"Retry-After": "5"}


def test_for_clients_that_left_while_they_waited_nothing_is_done() -> None:
    async def main() -> tuple[list[BaseException | None], list[str]]:
        queue, go_on, done = WorkQueue(running=1, waiting=200), threading.Event(), list[str]()
        first = asyncio.create_task(queue.run(go_on.wait))
        await asyncio.sleep(0.05)
        leaving = [asyncio.create_task(queue.run(lambda: done.append("left"), left)) for _ in range(150)]
        staying = asyncio.create_task(queue.run(lambda: done.append("stayed"), stayed))
        await asyncio.sleep(0.05)
        go_on.set()
        ends = await asyncio.gather(*leaving, return_exceptions=True)
        await asyncio.gather(first, staying)
        return ends, done

    async def left() -> bool:
        return True

    async def stayed() -> bool:
        return False

    ends, done = asyncio.run(main())
    assert done == ["stayed"]
    assert all(isinstance(end, HTTPException) for end in ends)
