import csv
import io
import json
from pathlib import Path

import pytest

from ingest.errors import UsageError
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.per_question import PerQuestion
from qa.evaluation.systems import Systems, read_systems, side_by_side
from qa.evaluation.testset import Question, TestSet
from ui.terminal.systems_table import TABLES


def run(*f1: float) -> PerQuestion:
    return PerQuestion([str(i) for i in range(len(f1))], {"answer.f1": [(score, 1.0) for score in f1]})


def three() -> Systems:
    return side_by_side({"low": run(*[0.0] * 8), "high": run(*[1.0] * 8), "other_high": run(*[1.0] * 7, 0.0)})


def test_each_pair_is_tested_and_p_adjusted_over_the_pairs() -> None:
    found = {(p.first, p.second): p.difference for p in three().pairs}
    raw = {names: d.raw_p for names, d in found.items() if d and d.raw_p}
    p = {names: d.p for names, d in found.items() if d}
    # of 2^8 ways to swap 2 are as far: of three pairs the smallest p counts three times; with 7 of 8 it is 2/128
    assert raw["low", "high"] == pytest.approx(2 / 256, abs=0.003)
    assert p["low", "high"] == pytest.approx(6 / 256, abs=0.009)
    assert p["low", "other_high"] == pytest.approx(max(p["low", "high"], 2 * raw["low", "other_high"]))
    assert p["high", "other_high"] == 1


def test_files_are_runs_or_predictions_by_their_looks(tmp_path: Path) -> None:
    testset = TestSet("set", [Question("0", "Where?", ("Moscow",)), Question("1", "When?", ("Friday",))])
    (tmp_path / "theirs.json").write_text(json.dumps({"0": "Moscow", "1": "Monday"}))
    (tmp_path / "ours.json").write_text(json.dumps({"per_question": {"id": ["0", "1"], "answer.f1": [[1, 1], [1, 1]]}}))
    paths = [tmp_path / "theirs.json", tmp_path / "ours.json"]
    systems = side_by_side(read_systems(paths, testset, Normalisation()))
    assert {name: of["answer.f1"].value for name, of in systems.figures.items()} == {"theirs": 0.5, "ours": 1.0}


def test_one_system_and_an_unknown_measure_are_refused() -> None:
    with pytest.raises(UsageError, match="two files at least"):
        side_by_side({"a": run(1.0)})
    with pytest.raises(UsageError, match=r"'answer\.f2' to decide by; .*nearest is 'answer\.f1'"):
        side_by_side({"a": run(1.0), "b": run(0.0)}, "answer.f2")


def test_the_best_is_marked_in_each_form_of_the_table() -> None:
    systems = three()
    assert "| high | **1.0000** |" in TABLES["markdown"](systems)
    assert r"answer.f1 & 0.0000 & \textbf{1.0000} & 0.8750 \\" in TABLES["latex"](systems)
    assert r"other\_high" in TABLES["latex"](systems)
    assert "1.0000*" in TABLES["text"](systems)
    rows = list(csv.DictReader(io.StringIO(TABLES["csv"](systems))))
    assert [(row["system"], row["value"]) for row in rows] == [
        ("low", "0.0000"),
        ("high", "1.0000"),
        ("other_high", "0.8750"),
    ]
