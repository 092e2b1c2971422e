"""The process that reads documents for `ingest.formats.worker`: requests come in at stdin, answers go out at stdout."""

import json
import os
import pickle
import signal
import sys
import threading
import traceback
from queue import SimpleQueue
from typing import Any, BinaryIO

from ingest.document import blocks_to_json
from ingest.errors import SourceError
from ingest.formats.format import Raw
from ingest.formats.reading import over_memory, read

_Request = tuple[Raw, float, int]


def run() -> None:
    """Answer requests until there are no more, or until nobody waits for the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints does not come between the answers
    requests: SimpleQueue[_Request] = SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    while True:
        _answer(answers, *requests.get())


def _receive(stream: BinaryIO, requests: "SimpleQueue[_Request]") -> None:
    """Ends the process with its input, in the middle of a document too."""
    try:
        while True:
            requests.put(pickle.load(stream))
    finally:
        os._exit(0)


def _answer(answers: BinaryIO, raw: Raw, seconds: float, memory: int) -> None:
    _limit(seconds, memory)
    text = b""
    answer: dict[str, Any]
    try:
        document = read(raw)
        answer = {
            "title": document.title,
            "blocks": blocks_to_json(document.blocks),
            "warnings": document.warnings,
            "metadata": document.metadata.to_json(),
        }
        text = document.text.encode("utf-8")
    except Exception as error:
        answer = _failure(raw.source, error, memory)
    answers.write(json.dumps({**answer, "bytes": len(text)}).encode() + b"\n")
    answers.write(text)
    answers.flush()
    _limit(0, memory)


def _limit(seconds: float, memory: int) -> None:
    """What the system itself sees to, where it can, in case the process that watches this one does not.

    That one is killed and this one busy in a library that lets no other thread run; or memory grows faster than it
    looks. A library that gets no more memory may report anything, hence the leeway.
    """
    if hasattr(signal, "alarm"):
        signal.alarm(int(seconds + 2) if seconds else 0)
    try:
        import resource
    except ImportError:  # on Windows
        return
    most, hard = memory + memory // 2, resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _failure(source: str, error: Exception, memory: int) -> dict[str, Any]:
    if _is_out_of_memory(error):
        return {"error": "TooLarge", "message": over_memory(source, memory)}
    if isinstance(error, SourceError):
        return {"error": type(error).__name__, "message": str(error)}
    what = f"{type(error).__name__}: {error}"
    return {
        "error": "SourceError",
        "message": f"{source} cannot be read ({what}); save it in another form",
        "trace": "".join(traceback.format_exception(error)),
    }


def _is_out_of_memory(error: BaseException | None) -> bool:
    """A reader reports it as a broken file, since nothing tells the two apart there."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False
