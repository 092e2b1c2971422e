import math

import pytest
import pytrec_eval

from ingest.errors import UsageError
from qa.evaluation.ranking import cutoff, ranking_measure, ranking_scores


def test_scores_of_one_question_worked_out_by_hand() -> None:
    scores = ranking_scores({"q": {"a": 1, "b": 1}}, {"q": ["x", "a", "y", "z", "w", "b"]})["q"]
    assert scores["recall@1"] == 0
    assert scores["recall@5"] == 0.5
    assert scores["recall@10"] == 1
    assert scores["mrr@10"] == 0.5
    # gains at ranks 2 and 6, against ranks 1 and 2
    ideal = 1 + 1 / math.log2(3)
    assert scores["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(7)) / ideal)


def test_a_question_that_found_nothing_scores_zero_and_is_kept() -> None:
    scores = ranking_scores({"q1": {"a": 1}, "q2": {"a": 1}}, {"q1": ["a"]})
    assert scores["q1"]["recall@1"] == 1
    assert scores["q2"] == dict.fromkeys(scores["q1"], 0)


def test_beyond_the_tenth_counts_for_nothing() -> None:
    units = [f"x{i}" for i in range(10)]
    assert ranking_scores({"q": {"a": 1}}, {"q": [*units, "a"]})["q"]["mrr@10"] == 0


def test_scores_equal_trec_eval_on_the_same_run() -> None:
    judged = {f"q{i}": {f"d{i}": 2, f"d{i + 1}": 1, f"d{i + 5}": 1} for i in range(8)}
    run = {f"q{i}": [f"d{(i * j + 3) % 13}" for j in dict.fromkeys(range(1, 12))] for i in range(8)}
    run = {q: list(dict.fromkeys(units)) for q, units in run.items()}
    theirs = pytrec_eval.RelevanceEvaluator(judged, {"recall.1,5,10", "ndcg_cut.10"}).evaluate(
        {q: {unit: 1.0 / rank for rank, unit in enumerate(units, start=1)} for q, units in run.items()}
    )
    ours = ranking_scores(judged, run)
    for question, scores in ours.items():
        for k in (1, 5, 10):
            assert scores[f"recall@{k}"] == pytest.approx(theirs[question][f"recall_{k}"])
        assert scores["ndcg@10"] == pytest.approx(theirs[question]["ndcg_cut_10"])


def test_further_measures_equal_trec_eval_at_any_depth() -> None:
    judged = {f"q{i}": {f"d{i}": 2, f"d{i + 1}": 1, f"d{i + 5}": 1} for i in range(8)}
    run = {f"q{i}": list(dict.fromkeys(f"d{(i * j + 3) % 13}" for j in range(1, 12))) for i in range(8)}
    names = {"p@5": "P_5", "map@20": "map_cut_20", "hit@5": "success_5", "ndcg@20": "ndcg_cut_20"}
    theirs = pytrec_eval.RelevanceEvaluator(judged, {"P.5", "map_cut.20", "success.5", "ndcg_cut.20"}).evaluate(
        {q: {unit: 1.0 / rank for rank, unit in enumerate(units, start=1)} for q, units in run.items()}
    )
    ours = ranking_scores(judged, run, list(names))
    assert ours == {
        q: {name: pytest.approx(of[theirs_name]) for name, theirs_name in names.items()} for q, of in theirs.items()
    }
    # by hand: relevant at ranks 2 and 6 of two: (1/2 + 2/6) / 2
    assert ranking_scores({"q": {"a": 1, "b": 1}}, {"q": ["x", "a", "y", "z", "w", "b"]}, ["map@10"])["q"][
        "map@10"
    ] == pytest.approx((1 / 2 + 2 / 6) / 2)


@pytest.mark.parametrize("name", ["recall", "recall@0", "rouge@5", "p@x"])
def test_what_is_no_measure_is_refused_with_what_there_is(name: str) -> None:
    with pytest.raises(UsageError, match="no retrieval measure; give one like recall@5"):
        ranking_measure(name)
    assert (ranking_measure("MAP@100"), cutoff("map@100")) == ("map@100", 100)


def test_no_judged_question_gives_no_scores() -> None:
    assert ranking_scores({}, {}) == {}
