from dataclasses import replace

import pytest

from ingest.errors import UsageError
from qa.evaluation.comparison import compare
from qa.evaluation.per_question import PerQuestion


def run(**f1: float) -> PerQuestion:
    return PerQuestion(list(f1), {"answer.f1": [(score, 1.0) for score in f1.values()]})


def asked(*texts: str, testset: str = "set.csv") -> PerQuestion:
    """Questions whose ids are their line numbers, each answered right."""
    lines = [str(number) for number, _ in enumerate(texts, start=2)]
    return PerQuestion(lines, {"answer.f1": [(1.0, 1.0)] * len(texts)}, texts=texts, testset=testset)


def many(scores: list[float]) -> PerQuestion:
    return run(**{f"q{i}": score for i, score in enumerate(scores)})


def test_questions_are_paired_by_id_whatever_their_order() -> None:
    (difference,) = compare(run(a=0.0, b=1.0, only_old=0.0), run(b=1.0, a=1.0, only_new=1.0)).differences
    assert (difference.old, difference.new, difference.questions) == (0.5, 1.0, 2)


def test_a_difference_that_most_questions_show_is_real() -> None:
    (difference,) = compare(many([0.0] * 40 + [1.0] * 40), many([1.0] * 20 + [0.0] * 20 + [1.0] * 40)).differences
    assert difference.real
    assert difference.new - difference.old == pytest.approx(0.25)
    assert 0 < difference.low < 0.25 < difference.high


def test_a_difference_that_chance_would_make_is_not() -> None:
    (difference,) = compare(many([0.0, 1.0] * 20), many([1.0, 1.0] + [0.0, 1.0] * 19)).differences
    assert not difference.real
    assert difference.p == pytest.approx(1.0, abs=0.01)  # one question differs: every swap is as far


def test_three_questions_all_better_give_the_p_of_three_coins() -> None:
    # of the eight ways to swap, two (none, all) differ as much: p = 1/4
    (difference,) = compare(many([0.0, 0.0, 0.0]), many([1.0, 1.0, 1.0])).differences
    assert difference.p == pytest.approx(0.25, abs=0.02)


def measured(**scores: list[float]) -> PerQuestion:
    n = len(next(iter(scores.values())))
    shares = {f"answer.{name}": [(score, 1.0) for score in of] for name, of in scores.items()}
    return PerQuestion([str(i) for i in range(n)], shares)


def test_the_primary_measure_is_tested_on_its_own_and_holm_raises_the_others() -> None:
    """Of six questions F1 rises in all, exact match in five, `contains` in four."""
    old = measured(f1=[0.0] * 6, exact_match=[0.0] * 6, contains=[0.0] * 6)
    new = measured(f1=[0.5] * 6, exact_match=[1.0] * 5 + [0.0], contains=[1.0] * 4 + [0.0] * 2)
    found = {d.measure: d for d in compare(old, new).differences}
    # of 2^6 ways to swap, 2 are as far for F1; 4 of 64 for exact match, twice that as a family of two; 8 of 64
    assert found["answer.f1"].p == pytest.approx(2 / 64, abs=0.006)
    assert found["answer.f1"].primary
    assert found["answer.exact_match"].raw_p == pytest.approx(4 / 64, abs=0.008)
    assert found["answer.exact_match"].p == pytest.approx(8 / 64, abs=0.016)
    assert found["answer.contains"].p == pytest.approx(8 / 64, abs=0.016)
    other = {d.measure: d for d in compare(old, new, primary="answer.contains").differences}
    assert other["answer.contains"].p == pytest.approx(8 / 64, abs=0.012)
    assert other["answer.f1"].p == pytest.approx(4 / 64, abs=0.012)


def test_measures_that_are_equal_or_constant_cost_the_others_nothing() -> None:
    old = measured(f1=[0.0] * 6, exact_match=[0.0] * 6, contains=[1.0] * 6)
    new = measured(f1=[1.0] * 6, exact_match=[1.0] * 6, contains=[1.0] * 6)
    by_contains = compare(old, new, primary="answer.contains").differences
    assert [d.p == d.raw_p for d in by_contains] == [True, True, True]


def test_an_unknown_primary_measure_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no measure 'f1' to decide by; they have answer\.f1"):
        compare(run(a=1.0), run(a=1.0), primary="f1")


def test_changed_gold_answers_are_refused() -> None:
    old, new = replace(run(a=0.0, b=1.0), golds=["x", "y"]), replace(run(a=0.0, b=1.0), golds=["x", "z"])
    with pytest.raises(UsageError, match=r"gold answers of 1 questions changed since the earlier run \(the first: 'b'"):
        compare(old, new)
    assert len(compare(replace(old, golds=None), new).differences) == 1


def test_runs_of_two_mlqa_languages_are_refused() -> None:
    old, new = replace(run(a=0.0), normalisation="mlqa (ar)"), replace(run(a=1.0), normalisation="mlqa (en)")
    with pytest.raises(UsageError, match="--normalise mlqa --language ar"):
        compare(old, new)


def test_runs_without_a_common_question_have_nothing_to_compare() -> None:
    assert compare(run(a=1.0), run(b=1.0)).differences == []


def test_a_ratio_counts_a_question_that_has_citations_in_one_run_alone() -> None:
    old = PerQuestion(["a", "b"], {"citations.precision": [(1, 2), None]})
    new = PerQuestion(["a", "b"], {"citations.precision": [(2, 2), (1, 1)]})
    (difference,) = compare(old, new).differences
    assert (difference.old, difference.new) == (0.5, 1.0)


def test_a_mean_counts_only_questions_that_count_in_both_runs() -> None:
    """Of four questions the first two count in both, and do not differ; the others count in the new run alone."""
    old = PerQuestion(list("abcd"), {"answer.f1": [(0.5, 1), (0.5, 1), None, None]})
    new = PerQuestion(list("abcd"), {"answer.f1": [(0.5, 1), (0.5, 1), (1, 1), (1, 1)]})
    (difference,) = compare(old, new).differences
    assert (difference.old, difference.new, difference.questions) == (0.5, 0.5, 2)


def test_a_question_that_one_run_could_not_score_counts_in_no_measure() -> None:
    old = PerQuestion(["a", "b"], {"citations.precision": [(1, 2), None]}, unscored={"b"})
    new = PerQuestion(["a", "b"], {"citations.precision": [(1, 2), (1, 1)]})
    for before, now in ((old, new), (new, old)):
        (difference,) = compare(before, now).differences
        assert (difference.old, difference.new, difference.questions) == (0.5, 0.5, 1)


def test_questions_of_one_id_and_two_texts_are_not_paired() -> None:
    """A row put on top of a table moves every line number: line 3 is now what line 2 was."""
    found = compare(asked("Where?", "When?", "Who?"), asked("Why?", "Where?", "Who?"))
    assert [d.questions for d in found.differences] == [1]  # Who?, line 4 of both
    assert found.reworded == 2
    other = compare(asked("Where?", "When?"), asked("How?", "Why?"))
    assert (other.differences, other.reworded) == ([], 2)


def test_an_older_run_without_texts_of_another_set_is_told() -> None:
    new, older = asked("Where?"), replace(asked("Where?", testset="other.csv"), texts=None)
    assert compare(older, new).other_set == "other.csv"
    assert len(compare(older, new).differences) == 1
    assert compare(replace(older, testset="set.csv"), new).other_set is None
    assert compare(asked("Where?", testset="renamed.csv"), new).other_set is None  # its texts tell


def test_runs_of_different_normalisations_are_not_compared() -> None:
    old, new = replace(run(a=0.0), normalisation="squad"), replace(run(a=1.0), normalisation="dalil")
    with pytest.raises(UsageError, match=r"'squad', this run's as 'dalil'.*choose 'squad' \(--normalise squad\)"):
        compare(old, new)
    assert len(compare(replace(old, normalisation=None), new).differences) == 1
