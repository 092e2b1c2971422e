import json
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import SourceError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.per_question import PerQuestion, read_run
from qa.evaluation.row import Row


def test_a_run_is_read_from_what_json_printed(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    row = Row("a", "Where?", ("x",), answerable=True, answered=True, answer="x", text="x", f1=1.0)
    lost = replace(row, id="b", answerable=False, f1=None, unscored="its document is lost")
    evaluation = Evaluation("set.csv", [row, lost], {"normalisation": "squad"}, "2026-01-01")
    path.write_text(json.dumps(evaluation.to_json()))
    read = read_run(path)
    assert read == PerQuestion.of(evaluation)
    assert (read.ids, read.texts, read.unscored) == (["a", "b"], ["Where?", "Where?"], {"b"})
    assert (read.testset, read.normalisation) == ("set.csv", "squad")
    assert read.shares["answer.f1"] == [(1.0, 1.0), None]


def test_an_older_run_without_texts_is_read(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"per_question": {"id": ["a"], "answer.f1": [[1.0, 1.0]]}}))
    assert read_run(path) == PerQuestion(["a"], {"answer.f1": [(1.0, 1.0)]})


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"per_question": {}}',
        '{"per_question": {"id": 3}}',
        '{"per_question": {"id": ["a", "b"], "question": ["Where?"]}}',
        '{"per_question": {"id": []}, "settings": []}',
        '{"per_question": {"id": []}, "unscored": [1]}',
        '{"per_question": {"id": ["a", "b"], "answer.f1": [[1, 1]]}}',
        '{"per_question": {"id": ["a"], "answer.f1": [[1]]}}',
        '{"per_question": {"id": ["a"], "answer.f1": [["x", 1]]}}',
    ],
)
def test_another_file_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(SourceError, match="not what `dalil evaluate --json` prints"):
        read_run(path)
    with pytest.raises(SourceError, match="no run at"):
        read_run(tmp_path / "none.json")
