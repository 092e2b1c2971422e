"""The process that reads documents, with real ones: too slow, too large, and what happens to it."""

import logging
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ingest.errors import SourceError, TooLarge
from ingest.formats.format import Raw
from ingest.formats.loading import Limits, load_bytes
from ingest.formats.worker import read_apart
from tests.slow import slow_pdf
from tests.waiting import until

LIMITS = Limits()


def workers(pid: int) -> list[int]:
    """The reading processes that this one has started and that still run."""
    return [
        int(process.name)
        for process in Path("/proc").glob("[0-9]*")
        if re.search(rf"^PPid:\s+{pid}$", content(process / "status"), re.MULTILINE)
        and "worker_process" in content(process / "cmdline")
    ]


def is_reading_a_pdf(worker: int) -> bool:
    return "pypdfium2" in content(Path(f"/proc/{worker}/maps"))


def content(file: Path) -> str:
    """Empty once the process has ended."""
    try:
        return file.read_text()
    except OSError:
        return ""


@pytest.mark.slow
def test_a_document_over_the_time_is_named_with_the_setting_and_the_next_one_is_read() -> None:
    started = time.monotonic()
    with pytest.raises(
        TooLarge, match=r"^upload:a\.pdf takes more than 1 seconds to read; split it or raise DALIL_READING_SECONDS$"
    ):
        load_bytes("a.pdf", slow_pdf(300), Limits(seconds=1))
    assert time.monotonic() - started < 30
    assert load_bytes("b.txt", b"Lavrov spoke.", LIMITS).text == "Lavrov spoke."


def test_a_document_over_the_memory_is_named_with_the_setting_and_the_next_one_is_read() -> None:
    with pytest.raises(
        TooLarge,
        match=r"^upload:a\.txt takes more than 100 MB of memory to read; split it or raise DALIL_READING_MEMORY_MB$",
    ):
        load_bytes("a.txt", b"a line\n" * 10_000_000, Limits(memory=100_000_000))
    assert load_bytes("b.txt", b"Lavrov spoke.", LIMITS).text == "Lavrov spoke."


def test_an_error_that_nobody_foresaw_is_told_and_logged_as_in_this_process(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), pytest.raises(SourceError) as told:
        read_apart(Raw("a.odd", "a", "odd", b"x", 1), 60, 10**9)
    assert str(told.value) == "a.odd cannot be read (KeyError: 'odd'); save it in another form"
    assert "unexpected error while reading a.odd" in caplog.text
    assert "Traceback" in caplog.text


def test_a_process_that_was_killed_is_replaced() -> None:
    load_bytes("a.txt", b"Lavrov spoke.", LIMITS)
    (worker,) = workers(os.getpid())
    os.kill(worker, signal.SIGKILL)
    until(lambda: re.search(r"^State:\s+Z", content(Path(f"/proc/{worker}/status")), re.MULTILINE) is not None)
    assert load_bytes("b.txt", b"Kerry spoke.", LIMITS).text == "Kerry spoke."
    assert workers(os.getpid()) != [worker]


def test_a_process_that_dies_in_the_middle_of_a_document_is_told() -> None:
    def kill() -> None:
        until(lambda: any(is_reading_a_pdf(worker) for worker in workers(os.getpid())))
        os.kill(workers(os.getpid())[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(
        SourceError, match=r"^upload:a\.pdf cannot be read: the process that read it died; save it in another form"
    ):
        load_bytes("a.pdf", slow_pdf(300), LIMITS)
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
    program = "from ingest.formats.loading import *; print(load('a.txt', Limits()).text)"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "Lavrov spoke.\n"
