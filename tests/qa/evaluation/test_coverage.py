import pytest

from qa.evaluation.coverage import Point, coverage_estimate, curve, transfer
from qa.evaluation.row import Row


def row(confidence: float, right: bool, answered: bool = True) -> Row:
    f1 = float(right and answered)
    return Row("q", "?", ("x",), True, answered, "x", "x", confidence=confidence, f1=f1)


# in the order of confidence: right, right, wrong, right, right, and one that was not answered
ROWS = [row(0.9, True), row(0.8, True), row(0.7, False), row(0.6, True), row(0.5, True), row(0.2, True, answered=False)]


def test_the_curve_has_a_point_for_each_confidence() -> None:
    points = curve(ROWS)
    assert [point.confidence for point in points] == [0.9, 0.8, 0.7, 0.6, 0.5]
    assert [point.coverage for point in points] == pytest.approx([1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])
    assert [point.right for point in points] == pytest.approx([1, 1, 2 / 3, 3 / 4, 4 / 5])


def test_answers_of_one_confidence_are_given_together() -> None:
    assert curve([row(0.5, True), row(0.5, False)]) == [Point(0.5, 1.0, 0.5)]


def test_coverage_is_the_largest_at_which_enough_is_right() -> None:
    estimate = coverage_estimate(ROWS)
    assert estimate is not None
    assert estimate.value == pytest.approx(5 / 6)  # 4 of the 5 answered
    stricter = coverage_estimate(ROWS, 0.9)
    assert stricter is not None
    assert stricter.value == pytest.approx(2 / 6)
    assert coverage_estimate([]) is None
    whole = coverage_estimate([row(0.9, True)] * 2)
    assert whole is not None
    assert [whole.low, whole.high] == pytest.approx([0.3424, 1.0], abs=1e-4)  # Wilson: 2 / (2 + 1.96²)


def test_a_threshold_chosen_on_one_half_is_measured_on_the_other() -> None:
    """The sure are right, the others wrong: either half chooses .9, which answers half of the other, all right."""
    found = transfer([row(0.9, True) if i % 2 else row(0.1, False) for i in range(400)], target=0.99)
    assert found is not None
    assert found.thresholds == (0.9, 0.9)
    assert [found.coverage, found.right] == pytest.approx([0.5, 1.0], abs=0.01)
    assert transfer(ROWS) is None
