import math

import pytest
import pytrec_eval

from qa.evaluation.ranking import ranking_scores


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


def test_no_judged_question_gives_no_scores() -> None:
    assert ranking_scores({}, {}) == {}
