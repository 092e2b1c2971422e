"""Reading in a process of its own, which is killed where a document takes too long or too much memory.

The process ends when its input does, so it never outlives the one that started it.
"""

import json
import logging
import mmap
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from ingest.document import Document, blocks_from_json
from ingest.errors import SourceError, TooLarge
from ingest.formats.format import Raw
from ingest.formats.reading import over_memory
from ingest.metadata import Metadata

_log = logging.getLogger(__name__)

_LOOK = 0.05  # seconds between two looks at the clock and the memory
_KEPT = 0.25  # of the memory allowed: a process that holds more after a document is not used again
_ERRORS = {"SourceError": SourceError, "TooLarge": TooLarge}


class ReadingProcess:
    """Reads documents one after the other; started for the first one, and replaced once it was killed.

    Used by several threads. Whoever makes one closes it; it starts again where something is read after that.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def read(self, raw: Raw, seconds: float, memory: int) -> Document:
        """The document, read within `seconds` and `memory` (bytes). Waits while another is read.

        Raises TooLarge over a limit, SourceError where the process dies, and what `ingest.formats.reading.read` raises.
        """
        with self._turn:
            answer, text = self._answer(raw, seconds, memory)
        if trace := answer.get("trace"):
            _log.error("unexpected error while reading %s\n%s", raw.source, trace)
        if error := answer.get("error"):
            raise _ERRORS[error](answer["message"])
        blocks, warnings = blocks_from_json(answer["blocks"]), tuple(answer["warnings"])
        return Document(raw.source, answer["title"], text, blocks, warnings, Metadata(**answer["metadata"]))

    def close(self) -> None:
        """End the process, also in the middle of a document."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # closing sends what is left, which nobody reads
                if pipe:
                    pipe.close()

    def _answer(self, raw: Raw, seconds: float, memory: int) -> tuple[dict[str, Any], str]:
        process = self._running()
        is_usable = False
        try:
            with _watching(process, raw.source, seconds, memory):
                answer, text = _exchange(process, (raw, seconds, memory))
            is_usable = _resident(process) < _KEPT * memory
            return answer, text
        finally:  # at Ctrl-C too, whatever the process is doing
            if not is_usable:
                self.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # modules come from where they come from here, never from the working directory (-P)
            program = f"import sys; sys.path[:] = {sys.path!r}; from ingest.formats.worker_process import run; run()"
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", program],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,  # where Ctrl-C does not reach it
            )
        return self._process


@contextmanager
def _watching(process: subprocess.Popen[bytes], source: str, seconds: float, memory: int) -> Iterator[None]:
    """Kills the process over a limit. Raises TooLarge then, and SourceError where it dies of something else."""
    done, over = threading.Event(), list[str]()

    def watch() -> None:
        end = time.monotonic() + seconds
        while not over and not done.wait(_LOOK):
            if time.monotonic() > end:
                over.append(_over_time(source, seconds))
            elif _resident(process) > memory:
                over.append(over_memory(source, memory))
        if over:
            process.kill()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except (EOFError, OSError):
        raise TooLarge(over[0]) if over else SourceError(_died(source)) from None
    finally:
        done.set()
        watcher.join()


def _over_time(source: str, seconds: float) -> str:
    return f"{source} takes more than {seconds:g} seconds to read; split it or raise DALIL_READING_SECONDS"


def _died(source: str) -> str:
    return (
        f"{source} cannot be read: the process that read it died; save it in another form, "
        "or raise DALIL_READING_MEMORY_MB in case it ran out of memory"
    )


def _resident(process: subprocess.Popen[bytes]) -> int:
    """Bytes of memory that the process holds; 0 where the system does not tell as Linux does."""
    try:
        return int(Path(f"/proc/{process.pid}/statm").read_bytes().split()[1]) * mmap.PAGESIZE
    except (OSError, IndexError):
        return 0


def _exchange(process: subprocess.Popen[bytes], request: object) -> tuple[dict[str, Any], str]:
    """The process's answer: a line of JSON, then the text. Raises EOFError or OSError where the process is gone."""
    assert process.stdin
    assert process.stdout
    pickle.dump(request, process.stdin)
    process.stdin.flush()
    line = process.stdout.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    answer = json.loads(line)
    text = process.stdout.read(answer["bytes"])
    if len(text) < answer["bytes"]:
        raise EOFError
    return answer, text.decode("utf-8")
