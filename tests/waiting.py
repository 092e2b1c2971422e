"""Waiting in tests for what happens in another process or thread."""

import socket
import time
from collections.abc import Callable

import httpx


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Return once the condition holds; fails where it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def answers(url: str) -> bool:
    """Whether a server is there and well."""
    try:
        return httpx.get(url, timeout=60).is_success
    except httpx.TransportError:
        return False


def free_port() -> int:
    """A port for a server that is about to start."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
