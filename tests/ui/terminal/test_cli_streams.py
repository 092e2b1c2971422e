"""The command's stdin, stdout and stderr where they are not as one would wish: closed, full, of another encoding."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each starts a process

BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
LISTING = ("documents", "list", "--json")


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "ui", *words]


def run(*words: str, said: bytes = b"", **settings: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(*words), input=said, capture_output=True, check=False, env=BUFFERED | settings)


@pytest.mark.parametrize("words", [("--help",), ("evaluate", "--help"), LISTING])
@pytest.mark.parametrize("settings", [{}, {"PYTHONUNBUFFERED": "1"}])
def test_a_reader_that_has_left_is_told_nothing(
    tmp_path: Path, words: tuple[str, ...], settings: dict[str, str]
) -> None:
    read, write = os.pipe()
    os.close(read)
    words = ("--data", str(tmp_path / "data"), *words)
    done = subprocess.run(
        command(*words), stdout=write, stderr=subprocess.PIPE, check=False, env=BUFFERED | settings, text=True
    )
    os.close(write)
    assert done.stderr == ""
    assert done.returncode in ({0, 1} if "--help" in words else {1})


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("words", [("--help",), LISTING])
def test_a_full_disk_is_reported(tmp_path: Path, words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("--data", str(tmp_path / "data"), *words),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=BUFFERED,
            text=True,
        )
    assert done.stderr == "dalil: cannot write the result: No space left on device\n"
    assert done.returncode == 1


def test_a_question_that_is_no_text_is_wrong_usage(tmp_path: Path) -> None:
    words = ("--data", str(tmp_path / "data"), "ask", "-")
    done = run(*words, said="où?".encode("latin-1"), PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 2
    assert b"send it as UTF-8 text" in done.stderr
    assert b"Traceback" not in done.stderr


def test_letters_that_the_terminal_does_not_know_are_escaped() -> None:
    done = run("--help", PYTHONIOENCODING="latin-1")
    assert done.returncode == 0
    assert rb"\u0639\u0644\u0649" in done.stdout
    assert "exit codes: 0 done · 1 failed".encode("latin-1") in done.stdout


def test_json_is_utf_8_whatever_the_terminals_encoding_is(tmp_path: Path) -> None:
    data = ("--data", str(tmp_path / "data"))
    (tmp_path / "قهوة.txt").write_text("Café 😀", "utf-8")
    assert run(*data, "ingest", str(tmp_path / "قهوة.txt"), PYTHONIOENCODING="ascii").returncode == 0
    done = run(*data, *LISTING, PYTHONIOENCODING="ascii")
    (record,) = json.loads(done.stdout.decode("utf-8"))["documents"]
    assert record["source"].endswith("قهوة.txt")
    shown = run(*data, "documents", "show", record["id"], PYTHONIOENCODING="ascii")
    assert shown.stdout.decode("utf-8") == "Café 😀\n"


def test_a_closed_stdin_is_reported(tmp_path: Path) -> None:
    words = ("--data", str(tmp_path / "data"), "ask", "-")
    for close in ("<&-", "0>/dev/null"):
        done = subprocess.run(
            ["sh", "-c", f'"$@" {close}', "sh", *command(*words)], capture_output=True, check=False, text=True
        )
        assert done.stderr == ("dalil: the question cannot be read from stdin; pipe it in, or give it in place of -\n")
        assert done.returncode == 2


def test_with_stderr_closed_an_error_is_no_result(tmp_path: Path) -> None:
    words = ("--data", str(tmp_path / "data"), "documents", "show", "nothing")
    done = subprocess.run(
        ["sh", "-c", '"$@" 2>&-', "sh", *command(*words)], stdout=subprocess.PIPE, check=False, text=True
    )
    assert (done.stdout, done.returncode) == ("", 1)
