"""A data directory that may be read and not written: documents are listed and shown, questions answered."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ARTICLE, AS_ORDINARY_USER
from tests.ui.processes import DALIL, dalil

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    data = tmp_path_factory.mktemp("read-only") / "data"
    assert dalil("--data", data, "ingest", ARTICLE).returncode == 0
    folders = [data, *(path for path in data.rglob("*") if path.is_dir())]
    for path in data.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    data.chmod(0o555)
    yield data
    for folder in folders:
        folder.chmod(0o755)


def read(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [*AS_ORDINARY_USER, str(DALIL), "--data", str(data), *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_documents_are_listed_and_shown(read_only: Path) -> None:
    listed = read(read_only, "documents", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    (record,) = json.loads(listed.stdout)["documents"]
    shown = read(read_only, "documents", "show", record["id"], "--json")
    assert shown.returncode == 0, shown.stderr
    assert "لافروف" in json.loads(shown.stdout)["text"]


def test_a_question_is_answered_and_nothing_is_written(read_only: Path) -> None:
    before = contents(read_only)
    asked = read(read_only, "ask", "--json", "What did Lavrov agree to?")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["citations"]
    assert contents(read_only) == before


def test_what_writes_is_refused_with_what_to_do(read_only: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Something new.")
    done = read(read_only, "ingest", str(tmp_path / "new.txt"))
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "--data" in done.stderr
    assert "Traceback" not in done.stderr
