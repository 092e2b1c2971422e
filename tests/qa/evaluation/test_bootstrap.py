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


def test_a_proportion_of_0_or_1_has_the_width_that_its_number_leaves() -> None:
    # Wilson for 30 of 30: 30 / (30 + 1.96²) = 30 / 33.8416
    estimate = ratio_estimate([(1.0, 1.0)] * 30)
    assert estimate is not None
    assert [estimate.low, estimate.high] == pytest.approx([0.8865, 1], abs=1e-4)
    none = ratio_estimate([(0.0, 2.0)] * 30)
    assert none is not None
    assert [none.low, none.high] == pytest.approx([0, 0.1135], abs=1e-4)


def test_a_proportion_has_wilson_s_interval() -> None:
    # 1 of 2: the middle is 1/2, half of it 1.96 / (1 + 1.9208) × √(1/8 + 3.8416/16) = .6711 × .6043
    estimate = ratio_estimate([(1.0, 1.0), (0.0, 1.0)])
    assert estimate is not None
    assert [estimate.low, estimate.high] == pytest.approx([0.0945, 0.9055], abs=1e-4)


def test_questions_about_one_document_are_drawn_together() -> None:
    """Twenty questions about each of ten documents, all right or all wrong: ten coins, not two hundred."""
    shares = [(float(i // 20 % 2), 1.0) for i in range(200)]
    alone, together = ratio_estimate(shares), ratio_estimate(shares, [i // 20 for i in range(200)])
    assert alone is not None
    assert together is not None
    # a mean of n coins has an error of .5 / √n: .035 of 200, .158 of ten
    assert alone.error == pytest.approx(0.035, abs=0.002)
    assert together.error == pytest.approx(0.158, abs=0.01)
    assert together.value == alone.value == 0.5
    assert alone.smallest_difference == pytest.approx(2.8 * 0.035, abs=0.005)


def test_the_same_rows_give_the_same_interval() -> None:
    rows = [(float(i % 3 == 0), 1.0) for i in range(50)]
    assert ratio_estimate(rows) == ratio_estimate(rows)


def test_of_one_document_questions_are_drawn() -> None:
    shares = [(0.5, 1.0), (1.0, 1.0), (0.0, 1.0)]
    assert ratio_estimate(shares, ["d", "d", "d"]) == ratio_estimate(shares)


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
