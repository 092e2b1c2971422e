import pytest

from qa.evaluation.differences import Difference


@pytest.mark.parametrize(
    ("old", "new", "p", "verdict"),
    [(0.4, 0.5, 0.049, "better"), (0.5, 0.4, 0.049, "worse"), (0.4, 0.5, 0.05, "unclear")],
)
def test_a_difference_is_better_or_worse_only_where_it_is_real(old: float, new: float, p: float, verdict: str) -> None:
    assert Difference("answer.f1", old, new, 0.0, 0.0, p, 9).verdict == verdict
