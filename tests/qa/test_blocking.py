"""Waiting for a coroutine, with and without a running loop."""

import asyncio

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
