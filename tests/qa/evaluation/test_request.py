import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import SourceError, UsageError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.request import Request, score
from qa.evaluation.testset import TestSet


def never(testset: TestSet, normalise: Normalisation) -> Evaluation:
    raise AssertionError("nothing should be asked")


def written(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value) if not isinstance(value, str) else value, "utf-8")
    return path


@pytest.fixture
def testset(tmp_path: Path) -> Path:
    return written(
        tmp_path / "set.jsonl", '{"question": "أين؟", "answer": "موسكو"}\n{"question": "من؟", "answer": "كيري"}'
    )


def test_the_system_is_asked_with_the_normalisation_and_the_script_of_the_answers(testset: Path) -> None:
    asked = []

    def ask(testset: TestSet, normalise: Normalisation) -> Evaluation:
        asked.append((len(testset.questions), normalise))
        return Evaluation(testset.name, [], {}, "2026-01-01")

    assert score(Request(testset, normalise="mlqa"), ask).comparison is None
    score(Request(testset, normalise="mlqa", language="de"), ask)
    assert asked == [(2, Normalisation("mlqa", "ar")), (2, Normalisation("mlqa", "de"))]


def test_predictions_are_scored_and_nothing_is_asked(tmp_path: Path, testset: Path) -> None:
    predictions = written(tmp_path / "theirs.json", {"1": "موسكو", "2": "لافروف"})
    scored = score(Request(testset, predictions), never)
    assert json.loads(scored.json())["answer"]["exact_match"] == 0.5
    assert [json.loads(line)["id"] for line in scored.rows().splitlines()] == ["1", "2"]


def test_what_one_run_printed_is_the_next_one_s_earlier_run(tmp_path: Path, testset: Path) -> None:
    first = score(Request(testset, written(tmp_path / "a.json", {"1": "موسكو", "2": ""})), never)
    old = written(tmp_path / "old.json", first.json())
    second = score(Request(testset, written(tmp_path / "b.json", {"1": "موسكو", "2": "كيري"}), old), never)
    told = json.loads(second.json())["comparison"]["answer.f1"]
    assert (told["old"], told["new"], told["n"]) == (0.5, 1.0, 2)
    third = score(Request(testset, tmp_path / "b.json", written(tmp_path / "newer.json", second.json())), never)
    assert third.comparison
    assert {difference.verdict for difference in third.comparison.differences} == {"unclear"}


def test_runs_without_a_common_question_have_no_differences(tmp_path: Path, testset: Path) -> None:
    other = written(tmp_path / "old.json", {"per_question": {"id": ["x"], "answer.f1": [[1, 1]]}})
    scored = score(Request(testset, written(tmp_path / "a.json", {"1": "موسكو"}), other), never)
    assert scored.comparison
    assert scored.comparison.differences == []
    assert "comparison" not in json.loads(scored.json())


def test_a_run_of_another_normalisation_is_refused_before_anything_is_asked(tmp_path: Path, testset: Path) -> None:
    first = score(Request(testset, written(tmp_path / "a.json", {"1": "موسكو"}), normalise="squad"), never)
    old = written(tmp_path / "old.json", first.json())
    with pytest.raises(UsageError, match="'squad', this run's as 'dalil'"):
        score(Request(testset, earlier=old), never)


@pytest.mark.parametrize("file", ["predictions", "earlier"])
def test_every_file_is_read_before_anything_is_asked(tmp_path: Path, testset: Path, file: str) -> None:
    broken: dict[str, Any] = {file: written(tmp_path / "broken.json", "{")}
    with pytest.raises(SourceError, match=r"broken\.json, line 1"):
        score(Request(testset, **broken), never)
