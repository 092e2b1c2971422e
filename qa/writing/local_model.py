"""A language model in a GGUF file of one's own, served by a process that ends with this one. Needs `dalil[local]`."""

import os
import secrets
import subprocess
import sys
import weakref
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import ModelError, UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

PREFIX = "gguf:"
ANSWER_TOKENS = 512
"""The most tokens of an answer, a minute's work of two cores: a small model may say the same words without end."""


def is_local(name: str) -> bool:
    """Whether a model's name is that of a file: `gguf:PATH`."""
    return name.startswith(PREFIX)


def load_local(name: str, context: int, timeout: float) -> "BaseChatModel":
    """The chat model of the file that `gguf:PATH` names, with a context for prompts of `context` tokens.

    Raises UsageError where there is no such file; ModelError where it cannot be served.
    """
    path = Path(name.removeprefix(PREFIX)).expanduser()
    if not path.is_file():
        raise UsageError(f"DALIL_LLM={name!r}: there is no file {path}; expected `gguf:` and the path of a model")
    missing = [package for package in ("xllamacpp", "langchain_openai") if find_spec(package) is None]
    if missing:
        raise ModelError(f"DALIL_LLM={name!r} needs {missing[0]}; install it with `pip install 'dalil[local]'`")
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    key = secrets.token_hex(16)
    process, address = _served(path, 2 * context + ANSWER_TOKENS, key)
    model = ChatOpenAI(
        model=path.stem,
        base_url=f"{address}/v1",
        api_key=SecretStr(key),
        temperature=0,
        timeout=timeout,
        stream_chunk_timeout=timeout,
        max_retries=0,
        max_completion_tokens=ANSWER_TOKENS,
        http_async_client=client_of_any_loop(),
    )
    weakref.finalize(model, _end, process)
    return model


def client_of_any_loop() -> Any:
    """A client of the `openai` package that keeps no connection: a kept one belongs to an earlier question's loop."""
    from httpx2 import Limits
    from openai import DefaultAsyncHttpxClient

    return DefaultAsyncHttpxClient(limits=Limits(max_keepalive_connections=0))


def _served(path: Path, context: int, key: str) -> tuple[subprocess.Popen[str], str]:
    """The process and its address, once it answers."""
    arguments = [str(path), str(context), str(_cores())]
    process = subprocess.Popen(
        [sys.executable, "-m", f"{__package__}.local_server", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{key}\n")
    process.stdin.flush()
    address = process.stdout.readline().strip()
    if not address.startswith("http://"):
        _end(process)
        raise ModelError(f"{path} cannot be served; is it a whole GGUF file, and is there enough memory for it?")
    return process, address


def _cores() -> int:
    """How many this process may use, which may be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()
