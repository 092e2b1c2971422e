"""The process that reads documents, with real ones: too slow, too large, and what happens to it."""

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import SourceError, TooLarge
from ingest.formats.format import Raw
from ingest.formats.worker import ReadingProcess
from tests.slow import slow_pdf
from tests.waiting import until

SECONDS, MEMORY = 120.0, 2_000_000_000


@pytest.fixture
def others() -> set[int]:
    """The reading processes of other tests, which still run."""
    return workers(os.getpid())


@pytest.fixture
def reading(others: set[int]) -> Iterator[ReadingProcess]:
    with closing(ReadingProcess()) as reading:
        yield reading


def workers(pid: int) -> set[int]:
    """The reading processes that a process has started and that still run."""
    return {
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if re.search(rf"^PPid:\s+{pid}$", content(process / "status"), re.MULTILINE)
        and "worker_process" in content(process / "cmdline")
    }


def is_reading_a_pdf(worker: int) -> bool:
    return "pypdfium2" in content(Path(f"/proc/{worker}/maps"))


def content(file: Path) -> str:
    """Empty once the process has ended."""
    try:
        return file.read_text()
    except OSError:
        return ""


def raw(name: str, data: bytes) -> Raw:
    form = {"txt": "text", "pdf": "pdf"}[name.rpartition(".")[2]]
    return Raw(f"upload:{name}", name, form, data, 10**9)


def text(reading: ReadingProcess, words: str = "Lavrov spoke.") -> str:
    return reading.read(raw("b.txt", words.encode()), SECONDS, MEMORY).text


@pytest.mark.slow
def test_a_document_over_the_time_is_named_with_the_setting_and_the_next_one_is_read(reading: ReadingProcess) -> None:
    started = time.monotonic()
    with pytest.raises(
        TooLarge, match=r"^upload:a\.pdf takes more than 1 seconds to read; split it or raise DALIL_READING_SECONDS$"
    ):
        reading.read(raw("a.pdf", slow_pdf(300)), 1, MEMORY)
    assert time.monotonic() - started < 30
    assert text(reading) == "Lavrov spoke."


def test_a_document_over_the_memory_is_named_with_the_setting_and_the_next_one_is_read(reading: ReadingProcess) -> None:
    with pytest.raises(
        TooLarge,
        match=r"^upload:a\.txt takes more than 100 MB of memory to read; split it or raise DALIL_READING_MEMORY_MB$",
    ):
        reading.read(raw("a.txt", b"a line\n" * 10_000_000), SECONDS, 100_000_000)
    assert text(reading) == "Lavrov spoke."


def test_an_unexpected_error_is_reported_and_logged_as_in_this_process(
    reading: ReadingProcess, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(SourceError) as raised:
        reading.read(Raw("a.odd", "a", "odd", b"x", 1), SECONDS, MEMORY)
    assert str(raised.value) == "a.odd cannot be read (KeyError: 'odd'); save it in another form"
    assert "unexpected error while reading a.odd" in caplog.text
    assert "Traceback" in caplog.text


def test_a_process_that_was_killed_is_replaced(reading: ReadingProcess, others: set[int]) -> None:
    text(reading)
    (worker,) = workers(os.getpid()) - others
    os.kill(worker, signal.SIGKILL)
    until(lambda: os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT | os.WNOHANG) is not None)  # all its threads gone
    assert text(reading, "Kerry spoke.") == "Kerry spoke."
    assert workers(os.getpid()) - others != {worker}


def test_closing_ends_the_process_and_it_starts_again_where_something_is_read_after_that(others: set[int]) -> None:
    with closing(ReadingProcess()) as reading:
        text(reading)
        assert len(workers(os.getpid()) - others) == 1
        reading.close()
        assert workers(os.getpid()) - others == set()
        assert text(reading) == "Lavrov spoke."
    assert workers(os.getpid()) - others == set()


@pytest.mark.slow
def test_a_process_that_dies_in_the_middle_of_a_document_is_reported(reading: ReadingProcess, others: set[int]) -> None:
    def kill() -> None:
        until(lambda: any(map(is_reading_a_pdf, workers(os.getpid()) - others)))
        (worker,) = workers(os.getpid()) - others
        os.kill(worker, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(
        SourceError, match=r"^upload:a\.pdf cannot be read: the process that read it died; save it in another form"
    ):
        reading.read(raw("a.pdf", slow_pdf(300)), SECONDS, MEMORY)
    killer.join()


def slow_file(folder: Path) -> Path:
    (folder / "slow.pdf").write_bytes(slow_pdf(300))
    return folder / "slow.pdf"


@pytest.mark.slow
@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)])
def test_stopping_an_ingest_in_the_middle_of_a_document_leaves_no_process(
    stop: signal.Signals, code: int, tmp_path: Path
) -> None:
    command: list[str | Path] = [sys.executable, "-m", "ui", "--data", tmp_path / "data", "ingest", slow_file(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: any(map(is_reading_a_pdf, workers(process.pid))))
        (worker,) = workers(process.pid)
        process.send_signal(stop)
        started = time.monotonic()
        assert process.wait(20) == code
        assert time.monotonic() - started < 5
        until(lambda: not Path(f"/proc/{worker}").exists(), 5)
    finally:
        process.kill()
        process.wait()


def test_no_module_of_the_working_directory_is_taken_for_a_library(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong one')")
    (tmp_path / "a.txt").write_text("Lavrov spoke.")
    program = "from ingest.formats.loading import *; print(Loader(Limits()).load('a.txt').text)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "Lavrov spoke.\n"
