"""`dalil doctor`: what the index lacks is reported and repaired."""

import json
import shutil
from pathlib import Path

import pytest

from tests.ui.processes import dalil

pytestmark = pytest.mark.model


def test_lost_vectors_are_reported_and_repaired(tmp_path: Path) -> None:
    (tmp_path / "cats.txt").write_text("Cats hunt mice at night.")
    data = tmp_path / "data"
    assert dalil("--data", data, "ingest", tmp_path / "cats.txt").returncode == 0
    shutil.rmtree(data / "chroma")

    asked = dalil("--data", data, "ask", "What do cats hunt?")
    assert asked.returncode == 1
    assert "`dalil doctor`" in asked.stderr

    done = dalil("--data", data, "doctor", "--json")
    assert done.returncode == 0, done.stderr
    reported = json.loads(done.stdout)
    assert (reported["documents"], reported["chunks"], len(reported["missing"]), reported["orphaned"]) == (1, 1, 1, [])
    assert reported["repaired"] is True

    again = dalil("--data", data, "doctor")
    assert again.returncode == 0
    assert again.stdout == "1 documents, 1 chunks\nnothing is missing\n"
    assert dalil("--data", data, "ask", "What do cats hunt?").returncode == 0


def test_what_cannot_be_repaired_is_reported(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "catalogue.sqlite").write_bytes(b"this is no database, and longer than a header" * 10)
    done = dalil("--data", data, "doctor")
    assert done.returncode == 1
    assert "file is not a database" in done.stderr
