"""`dalil` as a process of its own: one command, or a server with a client for it."""

import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.waiting import answers, free_port, until

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
    port = free_port()
    command = [str(DALIL), "--data", str(data), "serve", "--port", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment)
    said: list[str] = []
    listener = threading.Thread(target=_collect, args=(process, said))
    listener.start()
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
            until(lambda: process.poll() is not None or answers(f"{client.base_url}/healthz"))
            assert process.poll() is None, said
            yield Running(process, data, f"http://127.0.0.1:{port}", client, said)
    finally:
        process.kill()
        process.wait()
        listener.join()


def _collect(process: subprocess.Popen[str], said: list[str]) -> None:
    assert process.stderr is not None
    with process.stderr as lines:
        said.extend(lines)


def dalil(*arguments: object, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [str(DALIL), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, env=environment)
