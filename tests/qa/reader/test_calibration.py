"""Order and confidence from what the network says."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answer import Passage
from qa.reader.calibration import Calibration, Signals
from qa.reader.finding import Finding

CALIBRATION = Calibration(
    order_relevance=0.5, order_margin=0.1, bias=-1, similarity=2, relevance=1, margin=0.5, across=3, threshold=0.3
)


def test_the_order_adds_the_logits_to_a_hundred_scores() -> None:
    assert CALIBRATION.order(Signals(score=0.8, similarity=0, relevance=4, margin=-10)) == pytest.approx(80 + 2 - 1)


def test_a_logit_counts_for_no_more_than_the_bound() -> None:
    bounded = replace(CALIBRATION, order_bound=8)
    # tanh(1/2) = 0.4621, tanh(−50) = −1
    signals = Signals(score=0.8, similarity=0, relevance=4, margin=-400)
    assert bounded.order(signals) == pytest.approx(80 + 0.5 * 8 * 0.4621 - 0.1 * 8, abs=1e-3)


def test_confidence_is_the_logistic_of_the_weighted_signals() -> None:
    # −1 + 2×0.5 + 1×2 + 0.5×(−4) = 0, the middle of the logistic
    assert CALIBRATION.confidence(Signals(score=0, similarity=0.5, relevance=2, margin=-4)) == 0.5
    assert CALIBRATION.confidence(Signals(score=0, similarity=0.5, relevance=4, margin=-4)) == pytest.approx(
        1 / (1 + math.exp(-2))
    )


def test_confidence_across_scripts_has_a_weight_of_its_own() -> None:
    signals = Signals(score=0, similarity=0.5, relevance=2, margin=-4, across=True)
    assert CALIBRATION.confidence(signals) == pytest.approx(1 / (1 + math.exp(-3)))


def test_confidence_rises_with_what_question_and_passage_share() -> None:
    # −1 + 4×0.25 = 0
    assert replace(CALIBRATION, shared=4).confidence(Signals(0, 0, 0, 0, shared=0.25)) == 0.5


@pytest.mark.parametrize(
    ("question", "across", "shared"),
    [("Who agreed?", True, 0.5), ("Did Lavrov agree?", True, 0.75), ("من وافق؟", False, 0.75)],
)
def test_signals_tell_of_another_script_and_of_what_is_shared(question: str, across: bool, shared: float) -> None:
    passage = Passage("d", "title", "source", 0, 10, "وافق لافروف", 0.9, 0.8)
    signals = Signals.of(question, passage, Finding(5, 11, margin=1.5, relevance=2.5))
    assert signals == Signals(0.9, 0.8, 2.5, 1.5, across, shared)


def test_confidence_stands_the_most_extreme_logits() -> None:
    assert CALIBRATION.confidence(Signals(score=0, similarity=0, relevance=-5000, margin=0)) == pytest.approx(0)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    for calibration in (CALIBRATION, replace(CALIBRATION, order_bound=4)):
        calibration.write(tmp_path / "calibration.json")
        assert Calibration.read(tmp_path / "calibration.json") == calibration
