import pytest

from qa.evaluation.bootstrap import auroc, auroc_estimate, ratio_estimate, resamples


def test_a_ratio_is_of_sums_not_a_mean_of_ratios() -> None:
    estimate = ratio_estimate([(1, 1), (1, 3), None])
    assert estimate is not None
    assert estimate.value == pytest.approx(0.5)


def test_without_a_row_that_counts_there_is_no_figure() -> None:
    assert ratio_estimate([None, None]) is None
    assert ratio_estimate([]) is None


def test_the_interval_of_a_proportion_is_near_the_binomial_one() -> None:
    # 80 of 100: the normal approximation gives ± 1.96 × 0.04
    estimate = ratio_estimate([(1.0, 1.0)] * 80 + [(0.0, 1.0)] * 20)
    assert estimate is not None
    assert estimate.low == pytest.approx(0.72, abs=0.015)
    assert estimate.high == pytest.approx(0.88, abs=0.015)


def test_a_figure_without_variance_has_an_interval_without_width() -> None:
    estimate = ratio_estimate([(1.0, 1.0)] * 30)
    assert estimate is not None
    assert (estimate.low, estimate.high) == (1, 1)


def test_the_same_rows_give_the_same_interval() -> None:
    rows = [(float(i % 3 == 0), 1.0) for i in range(50)]
    assert ratio_estimate(rows) == ratio_estimate(rows)


def test_every_draw_has_as_many_questions_as_there_are() -> None:
    assert all((counts.sum(axis=1) == 7).all() for counts in resamples(7, 100))


@pytest.mark.parametrize(
    ("scores", "positive", "expected"),
    [
        ([0.9, 0.8, 0.1], [True, True, False], 1.0),
        ([0.1, 0.2, 0.9], [True, True, False], 0.0),
        ([0.5, 0.5], [True, False], 0.5),  # a tie counts half
        ([0.9, 0.4, 0.6, 0.2], [True, True, False, False], 0.75),  # 3 of 4 pairs in order
        ([0.9, 0.5, 0.5, 0.5], [True, True, False, False], 0.75),  # 2 wins and 2 ties of 4 pairs
    ],
)
def test_auroc_is_the_share_of_pairs_in_order(scores: list[float], positive: list[bool], expected: float) -> None:
    assert auroc(scores, positive) == pytest.approx(expected)


def test_auroc_needs_both_kinds() -> None:
    assert auroc([0.3, 0.4], [True, True]) is None
    assert auroc_estimate([0.3], [False]) is None


def test_the_interval_of_an_auroc_holds_its_value() -> None:
    scores = [i / 40 for i in range(40)]
    estimate = auroc_estimate(scores, [i % 2 == 0 or i > 25 for i in range(40)])
    assert estimate is not None
    assert 0.5 < estimate.low < estimate.value < estimate.high < 1
