"""Waiting for a coroutine, with and without a running loop."""

import asyncio
import os
import signal
import threading

import pytest

from qa.blocking import wait_for


async def doubled(number: int) -> int:
    await asyncio.sleep(0)
    if number < 0:
        raise ValueError("below zero")
    return 2 * number


async def inside(number: int) -> int:
    return wait_for(doubled(number))


def test_it_waits_where_no_loop_runs() -> None:
    assert wait_for(doubled(2)) == 4


def test_it_waits_inside_a_running_loop() -> None:
    assert asyncio.run(inside(3)) == 6


def test_what_is_raised_inside_comes_out() -> None:
    with pytest.raises(ValueError, match="below zero"):
        asyncio.run(inside(-1))


def test_an_interrupt_does_not_wait_for_a_thread_that_goes_on() -> None:
    go_on, ended = threading.Event(), list[bool]()

    async def waits() -> None:
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        await asyncio.to_thread(lambda: ended.append(go_on.wait(20)))

    with pytest.raises(KeyboardInterrupt):
        wait_for(waits())
    assert ended == []
    go_on.set()
