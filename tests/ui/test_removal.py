"""`dalil documents remove` with several documents."""

import json
from pathlib import Path

import pytest

from ui.terminal.cli import main

pytestmark = pytest.mark.model


def test_all_are_removed_or_where_one_is_unknown_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(f"The note {name}.", "utf-8")
    data = ("--data", str(tmp_path / "data"))
    assert main([*data, "ingest", str(tmp_path / "one.txt"), str(tmp_path / "two.txt"), "--json"]) == 0
    one, two = (record["id"] for record in json.loads(capsys.readouterr().out)["added"])
    assert main([*data, "documents", "remove", one, "unknown", "--json"]) == 1
    assert "there is no document 'unknown'" in capsys.readouterr().err
    assert main([*data, "documents", "remove", one, two, one, "--json"]) == 0
    assert [record["id"] for record in json.loads(capsys.readouterr().out)["removed"]] == [one, two]
