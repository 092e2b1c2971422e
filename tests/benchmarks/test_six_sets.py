"""The script of the six public sets, without any of them."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent.parent / "benchmarks" / "six_sets.py"


@pytest.mark.model
def test_each_set_that_is_not_there_is_skipped_and_where_to_get_it_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--data", str(tmp_path)], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    names = ("TyDi ar", "MLQA ar", "FinanceBench", "HotpotQA", "Cranfield", "ragas")
    assert [line.startswith(f"SKIP {name}") for line, name in zip(lines, names, strict=True)] == [True] * 6
    assert all("https://" in line or "http://" in line for line in lines)
