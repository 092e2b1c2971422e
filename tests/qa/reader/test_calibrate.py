"""Fitting finds the order and the threshold that the scenes ask for."""

from dataclasses import replace

import pytest

from qa.reader.calibrate import choose_order, fit
from qa.reader.calibration import Calibration, Signals
from qa.reader.training.scenes import Candidate, Scene, recall_at_1

PLAIN = Calibration(0, 0)


def scene(*candidates: tuple[float, float, float, bool]) -> Scene:
    """Candidates by retrieval's score, relevance, margin, and whether they are the question's own, then also right."""
    return Scene("set", tuple(Candidate(Signals(c, c, r, m), gold, float(gold), gold) for c, r, m, gold in candidates))


# retrieval puts the wrong passage 0.02 ahead; the relevance logit, 6 above, must count at least 1/3 to turn that
MISSED = scene((0.82, -3, -2, False), (0.80, 3, 4, True))
FOUND = scene((0.85, 4, 5, True), (0.80, -3, -4, False))


def test_the_order_is_chosen_that_brings_the_own_passage_first() -> None:
    read = [MISSED, FOUND]
    assert recall_at_1(read, PLAIN) == 0.5
    order = choose_order(read)
    assert recall_at_1(read, order) == 1
    assert order.order_relevance >= 0.25 or order.order_margin >= 0.3


def rival(signals: float) -> Scene:
    """Of another set: retrieval is right by 0.02, the wrong passage has that much more relevance and margin."""
    return replace(scene((0.82, 0, 0, True), (0.80, signals, signals, False)), testset="other")


def test_an_order_that_costs_another_set_is_not_chosen() -> None:
    # MISSED is turned where both weights together are above 2/6; this one is lost where they are above 2/8
    assert choose_order([MISSED, rival(8)]) == PLAIN


def test_an_order_that_helps_one_set_and_costs_none_is_chosen() -> None:
    # MISSED is turned above 2/6, this one lost above 2/5
    order = choose_order([MISSED, rival(5)])
    assert 2 / 6 < order.order_relevance + order.order_margin < 2 / 5 + 1e-6  # there a tie


def test_fitted_confidence_tells_answerable_from_unanswerable() -> None:
    read = [MISSED, FOUND] * 10
    fitted = fit(read, choose_order(read), (True, True, True))
    right, wrong = fitted.confidence(Signals(0.8, 0.8, 3, 4)), fitted.confidence(Signals(0.82, 0.82, -3, -2))
    assert wrong < fitted.threshold <= right
    assert right > 0.9
    assert wrong < 0.1


def test_a_signal_that_is_not_used_gets_no_weight() -> None:
    fitted = fit([MISSED, FOUND], Calibration(1, 0), (False, True, False))
    assert (fitted.similarity, fitted.margin) == (0, 0)
    assert fitted.relevance > 0


def test_half_right_at_every_signal_is_a_confidence_of_a_half() -> None:
    wrong = Scene("set", (Candidate(Signals(0.8, 0.8, 1, 1), True, 0.0, False),))
    right = Scene("set", (Candidate(Signals(0.8, 0.8, 1, 1), True, 1.0, True),))
    other = Candidate(Signals(0.7, 0.7, 0, 0), False, 0.0, False)
    read = [Scene("set", (*one.candidates, other)) for one in (wrong, right)]
    fitted = fit(read * 200, Calibration(0, 0), (False, False, True))
    assert fitted.confidence(Signals(0.8, 0.8, 1, 1)) == pytest.approx(0.5, abs=0.01)
