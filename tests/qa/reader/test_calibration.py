"""Order and confidence from what the network says."""

import math
from pathlib import Path

import pytest

from qa.reader.calibration import Calibration, Signals

CALIBRATION = Calibration(
    order_relevance=0.5, order_margin=0.1, bias=-1, similarity=2, relevance=1, margin=0.5, threshold=0.3
)


def test_the_order_adds_the_logits_to_a_hundred_scores() -> None:
    assert CALIBRATION.order(Signals(score=0.8, similarity=0, relevance=4, margin=-10)) == pytest.approx(80 + 2 - 1)


def test_confidence_is_the_logistic_of_the_weighted_signals() -> None:
    # −1 + 2×0.5 + 1×2 + 0.5×(−4) = 0, the middle of the logistic
    assert CALIBRATION.confidence(Signals(score=0, similarity=0.5, relevance=2, margin=-4)) == 0.5
    assert CALIBRATION.confidence(Signals(score=0, similarity=0.5, relevance=4, margin=-4)) == pytest.approx(
        1 / (1 + math.exp(-2))
    )


def test_confidence_stands_the_most_extreme_logits() -> None:
    assert CALIBRATION.confidence(Signals(score=0, similarity=0, relevance=-5000, margin=0)) == pytest.approx(0)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    CALIBRATION.write(tmp_path / "calibration.json")
    assert Calibration.read(tmp_path / "calibration.json") == CALIBRATION
