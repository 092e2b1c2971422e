import json
from typing import Any

import pytest

from qa.evaluation.evaluation import Evaluation
from qa.evaluation.ranking import RANKING_MEASURES
from qa.evaluation.row import Cited, Row

NOTHING = dict.fromkeys(RANKING_MEASURES, 0.0)


def cited(gold: bool, verbatim: bool = True) -> Cited:
    return Cited("d", "t", 0, 1, "x", gold, verbatim)


def row(id: str, **rest: Any) -> Row:
    given: dict[str, Any] = {"answerable": True, "answered": True, "confidence": 0.5, "citations": ()}
    return Row(**{"id": id, "question": "?", "golds": (), "answer": "", "text": "", **given, **rest})


def of(*rows: Row) -> dict[str, Any]:
    return Evaluation("set", rows, {"normalisation": "dalil"}, "2026-01-01").to_json()


def test_every_figure_is_made_of_the_rows() -> None:
    found, missed = {"recall@1": 1.0}, {"recall@1": 0.0}
    rest = dict.fromkeys(RANKING_MEASURES[1:], 1.0)
    seen = of(
        row("1", retrieval=found | rest, exact_match=1.0, f1=1.0, contains=1.0, latency_ms={"total": 10.0}),
        row("2", retrieval=missed | rest, exact_match=0.0, f1=0.5, contains=1.0, latency_ms={"total": 30.0}),
    )
    assert (seen["questions"], seen["answerable"]) == (2, 2)
    assert seen["retrieval"]["recall@1"] == 0.5
    assert seen["answer"].items() >= {"exact_match": 0.5, "f1": 0.75, "contains": 1.0}.items()
    assert seen["latency_ms"] == {"p50": 20.0, "p95": 29.0}
    assert seen["intervals"]["answer"]["contains"] == [0.3424, 1.0]  # Wilson: 2 / (2 + 1.96²)


def test_citation_precision_is_over_citations_and_recall_over_answerable_questions() -> None:
    seen = of(
        row("1", citations=(cited(True), cited(False))),
        row("2", citations=()),
        row("3", answerable=False, citations=(cited(False, verbatim=False),)),
    )
    assert seen["citations"] == {
        "precision": pytest.approx(1 / 3, abs=1e-4),
        "recall": 0.5,
        "verbatim": pytest.approx(2 / 3, abs=1e-4),
    }


def test_a_citation_is_not_counted_where_the_gold_answer_has_no_place_in_its_text() -> None:
    seen = of(row("1", citations=(cited(True),), unplaced=True), row("2", citations=(cited(True), cited(False))))
    assert (seen["citations"]["precision"], seen["citations"]["recall"], seen["unplaced"]) == (0.5, 1.0, 1)
    assert of(row("1", citations=(cited(True),), unplaced=True))["citations"]["precision"] is None


def test_questions_about_one_document_widen_the_interval() -> None:
    """Twelve documents of ten questions, eight of them all wrong: twelve coins, not 120."""
    scores = [float(i < 40) for i in range(120)]
    alone = of(*(row(str(i), f1=score) for i, score in enumerate(scores)))
    together = of(*(row(str(i), f1=score, document=str(i // 10)) for i, score in enumerate(scores)))
    (low, high), (lower, higher) = (seen["intervals"]["answer"]["f1"] for seen in (alone, together))
    assert lower < low < high < higher


def test_abstention_needs_questions_that_the_sources_do_not_answer() -> None:
    assert of(row("1", answered=False, f1=0.0))["abstention"] == {
        "precision": None,
        "recall": None,
        "auroc": None,
        "coverage@80": 0.0,  # the one question was not answered
    }


def test_abstention_over_answerable_and_unanswerable_questions() -> None:
    seen = of(
        row("1", confidence=0.9, f1=1.0, exact_match=1.0),
        row("2", confidence=0.4, f1=0.0, exact_match=0.0, answered=False),
        row("3", answerable=False, confidence=0.6),
        row("4", answerable=False, confidence=0.2, answered=False),
    )
    # abstained: 2 and 4, of which 4 is rightly; unanswerable: 3 and 4; pairs in order: 1>3, 1>4, 2>4
    # the surest answer is right, the next is not: one of four questions at 80 % right
    assert seen["abstention"] == {"precision": 0.5, "recall": 0.5, "auroc": 0.75, "coverage@80": 0.25}
    assert seen["answer"]["f1"] == 0.5
    assert seen["overall"]["f1"] == 0.5  # 1 and 4 of four, as SQuAD 2.0 counts


def test_unscored_questions_are_counted_and_named_and_no_measure_counts_them() -> None:
    seen = of(row("1", f1=1.0), row("2", answerable=False, unscored="lost", citations=(cited(False),), confidence=0.1))
    assert seen["unscored"] == [{"id": "2", "reason": "lost"}]
    assert (seen["questions"], seen["answerable"]) == (2, 1)
    assert seen["citations"]["precision"] is None
    assert seen["abstention"]["auroc"] is None


def test_failures_are_counted_by_cause() -> None:
    seen = of(row("1", f1=0.0, retrieval=NOTHING, rank=None), row("2", answerable=False), row("3", f1=1.0))
    assert seen["failures"]["not retrieved"] == 1
    assert seen["failures"]["wrongly answered"] == 1


def test_it_is_json_to_the_last_key() -> None:
    assert json.loads(json.dumps(of(row("1", f1=1.0))))["per_question"]["id"] == ["1"]
