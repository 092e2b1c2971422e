"""`dalil ingest` of folders: what is removed, when it is asked, and watching, with the real model."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.ui.processes import DALIL
from ui.terminal.cli import main

pytestmark = pytest.mark.model

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "kept.txt").write_text("The tower stays.\n")
    (folder / "gone.txt").write_text("The bridge falls.\n")
    return folder


def test_what_a_folder_no_longer_has_is_listed_and_removed_only_with_yes(
    folder: Path, tmp_path: Path, capsys: Captured
) -> None:
    ingest = ["--data", str(tmp_path / "data"), "ingest", str(folder)]
    assert main(ingest) == 0
    (folder / "gone.txt").unlink()
    capsys.readouterr()

    assert main([*ingest, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["removed"] == []

    assert main([*ingest, "--sync", "--json"]) == 1  # nobody is at the terminal to be asked
    captured = capsys.readouterr()
    assert json.loads(captured.out)["removed"] == []
    assert f"no longer there: {folder / 'gone.txt'}" in captured.err
    assert "not removed: 1 document; run it again with --yes" in captured.err

    assert main([*ingest, "--sync", "--yes"]) == 0
    out = capsys.readouterr().out
    assert "removed    " in out
    assert out.endswith("0 added, 0 replaced, 1 unchanged, 0 failed, 1 removed\n")
    assert main([*ingest, "--sync"]) == 0


def test_only_folders_are_synchronised(folder: Path, tmp_path: Path, capsys: Captured) -> None:
    words = ["--data", str(tmp_path / "data"), "ingest", str(folder / "kept.txt"), "--sync"]
    assert main(words) == 2
    assert "is not a folder; --sync and --watch take folders only" in capsys.readouterr().err


@pytest.mark.server
def test_a_watched_folder_is_followed_until_ctrl_c(folder: Path, tmp_path: Path) -> None:
    command = [str(DALIL), "--data", str(tmp_path / "data"), "ingest", "--watch", "--json", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None

    def titles(key: str) -> list[str]:
        assert process.stdout is not None
        return [record["title"] for record in json.loads(process.stdout.readline())[key]]

    try:
        assert titles("added") == ["gone", "kept"]
        (folder / "new.txt").write_text("The market opens.\n")
        assert titles("added") == ["new"]
        (folder / "gone.txt").unlink()
        assert titles("removed") == ["gone"]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    finally:
        process.kill()
        process.communicate()
