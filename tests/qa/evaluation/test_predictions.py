import json
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import SourceError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.predictions import Prediction, read_predictions, score_predictions
from qa.evaluation.request import row_line
from qa.evaluation.testset import Evidence, Question, TestSet

SET = TestSet(
    "set",
    [
        Question("a", "Where?", ("Moscow",), (Evidence("d", 0, 6),)),
        Question("b", "When?", ("on Friday",), (Evidence("d", 9, 18),)),
        Question("c", "Why?", impossible=True),
    ],
)


def test_answers_are_scored_by_the_same_measures_and_a_missing_one_scores_zero() -> None:
    seen = score_predictions(
        SET, {"a": Prediction("The Moscow"), "c": Prediction("")}, Normalisation("squad")
    ).to_json()
    assert seen["answer"].items() >= {"exact_match": 0.5, "f1": 0.5, "contains": 0.5}.items()
    assert seen["overall"]["exact_match"] == pytest.approx(2 / 3, abs=1e-4)
    assert seen["abstention"]["recall"] == 1.0
    assert (seen["settings"]["predictions"], seen["settings"]["without_prediction"]) == (2, 1)


def test_silence_of_the_file_is_no_abstention_an_empty_answer_is() -> None:
    silent = score_predictions(SET, {}).to_json()
    assert (silent["overall"]["exact_match"], silent["overall"]["f1"]) == (0, 0)
    assert (silent["abstention"]["precision"], silent["abstention"]["recall"]) == (None, 0)
    assert (silent["failures"]["not predicted"], silent["failures"]["wrongly abstained"]) == (3, 0)
    abstaining = score_predictions(SET, dict.fromkeys("abc", Prediction(""))).to_json()
    assert abstaining["overall"]["f1"] == pytest.approx(1 / 3, abs=1e-4)  # c alone
    assert (abstaining["abstention"]["precision"], abstaining["abstention"]["recall"]) == (0.3333, 1)
    assert (abstaining["failures"]["not predicted"], abstaining["failures"]["wrongly abstained"]) == (0, 2)


def test_an_answer_of_which_nothing_is_left_is_an_abstention_to_squad_s_script_alone() -> None:
    told = {"c": Prediction("The ..."), "a": Prediction("Moscow"), "b": Prediction("on Friday")}
    for normalise, right in ((Normalisation("squad"), 1.0), (Normalisation("dalil"), 2 / 3)):
        seen = score_predictions(SET, told, normalise).to_json()
        assert seen["overall"]["exact_match"] == pytest.approx(right, abs=1e-4)


def test_what_predictions_do_not_tell_is_null() -> None:
    seen = score_predictions(SET, {"a": Prediction("Moscow"), "x": Prediction("y")}).to_json()
    assert set(seen["retrieval"].values()) == set(seen["citations"].values()) == {None}
    assert seen["latency_ms"] == {"p50": None, "p95": None}
    assert seen["settings"]["unknown_ids"] == 1


def test_confidence_counts_where_the_file_tells_it() -> None:
    told = {"a": Prediction("Moscow", 0.9), "b": Prediction("x", 0.4), "c": Prediction("y", 0.5)}
    assert score_predictions(SET, told).to_json()["abstention"]["auroc"] == 0.5


def test_a_file_gives_answers_as_text_or_with_confidence(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"a": " Moscow ", "b": {"answer": "Friday", "confidence": 1}, "c": None}))
    assert read_predictions(path) == {"a": Prediction("Moscow"), "b": Prediction("Friday", 1), "c": Prediction("")}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "one JSON object"),
        ('{"a": 3}', "the prediction for 'a'"),
        ('{"a": {"answer": "x", "confidence": -3.5}}', "the confidence for 'a' should be from 0 to 1, found -3.5"),
        ('{"a": {"answer": "x", "confidence": 97}}', "found 97; scale it or leave it out"),
        ('{"a": {"answer": "x", "confidence": NaN}}', "found nan"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "answers.json"
    path.write_text(text)
    with pytest.raises(SourceError, match=fault):
        read_predictions(path)


def test_an_answer_under_another_key_is_refused_instead_of_taken_for_an_abstention(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"7": {"text": "Moscow"}}))
    with pytest.raises(SourceError, match="prediction for '7' has no `answer`, its keys are text"):
        read_predictions(path)


TALKS = Document("testset:set#d1", "Talks", "They met in Moscow on Friday.")
CATS = Document("testset:set#d2", "Cats", "Cats sleep all day.")
PLACED = TestSet("set", [Question("a", "Where?", ("Moscow",), (Evidence(TALKS.id, 12, 18),))], [TALKS, CATS])


def read(folder: Path, name: str, text: str) -> Evaluation:
    (folder / name).write_text(text)
    return score_predictions(PLACED, read_predictions(folder / name))


def test_contexts_and_citations_of_another_system_are_placed_and_scored(tmp_path: Path) -> None:
    told = {
        "id": "a",
        "answer": "Moscow",
        "contexts": ["Cats sleep all day.", {"title": "Talks", "text": "met in Moscow"}],
        "citations": [{"document": "Talks", "quote": "in Moscow"}, {"quote": "in Paris"}, {"quote": "on Friday"}],
    }
    evaluation = read(tmp_path, "theirs.jsonl", json.dumps(told))
    (row,) = evaluation.rows
    assert row.rank == 2
    assert row.retrieval is not None
    assert (row.retrieval["recall@1"], row.retrieval["mrr@10"]) == (0, 0.5)
    assert [(c.gold, c.verbatim) for c in row.citations or ()] == [(True, True), (False, False), (False, True)]
    assert evaluation.to_json()["citations"] == {
        "precision": pytest.approx(1 / 3, abs=1e-4),
        "recall": 1.0,
        "verbatim": pytest.approx(2 / 3, abs=1e-4),
    }


def test_a_trec_run_is_retrieval_alone_in_the_order_of_its_scores(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "bm25.run", "a Q0 d1 1 3.5 bm25\na Q0 d2 2 7.5 bm25\n").rows
    assert [(p.document_id, p.relevant) for p in row.passages] == [(CATS.id, False), (TALKS.id, True)]
    assert (row.answered, row.f1, row.retrieval and row.retrieval["mrr@10"]) == (None, None, 0.5)
    with pytest.raises(SourceError, match="line 1: expected a TREC run"):
        read(tmp_path, "broken.run", "a Q0 d1\n")


def test_rows_that_dalil_wrote_are_predictions_too(tmp_path: Path) -> None:
    """What another run saw of each question scores as it did there."""
    first = read(tmp_path, "theirs.json", json.dumps({"a": {"answer": "Moscow", "contexts": ["met in Moscow"]}}))
    lines = "".join(row_line(row) for row in first.rows)
    again = read(tmp_path, "rows.jsonl", lines)
    assert again.to_json()["retrieval"] == first.to_json()["retrieval"]
    assert again.to_json()["answer"] == first.to_json()["answer"]


def test_a_prediction_without_an_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="line 1: no id to know the question by; its keys are answer"):
        read(tmp_path, "theirs.jsonl", '{"answer": "x"}')
