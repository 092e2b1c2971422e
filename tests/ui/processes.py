"""`dalil` as a process of its own: one command, or a server with a client for it."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.waiting import until

DALIL = Path(sys.executable).parent / "dalil"


@dataclass(frozen=True)
class Running:
    """A server process and a client for it."""

    process: subprocess.Popen[str]
    data: Path
    address: str
    client: httpx.Client
    said: list[str]


@contextmanager
def running(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[Running]:
    """`dalil serve` on a free port, until the block ends; what it says is collected."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [DALIL, "--data", data, "serve", "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    said: list[str] = []
    listener = threading.Thread(target=_collect, args=(process, said))
    listener.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            until(lambda: answers(client))
            yield Running(process, data, f"http://127.0.0.1:{port}", client, said)
    finally:
        process.kill()
        process.wait()
        listener.join()


def _collect(process: subprocess.Popen[str], said: list[str]) -> None:
    assert process.stderr is not None
    with process.stderr as lines:
        said.extend(lines)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx.ConnectError:
        return False


def dalil(*arguments: object, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [DALIL, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, env=environment)
