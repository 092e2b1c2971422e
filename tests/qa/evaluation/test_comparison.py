import json
from pathlib import Path

import pytest

from ingest.errors import SourceError
from qa.evaluation.comparison import Difference, PerQuestion, compare, read_run


def run(**f1: float) -> PerQuestion:
    return PerQuestion(list(f1), {"answer.f1": [(score, 1.0) for score in f1.values()]})


def many(scores: list[float]) -> PerQuestion:
    return run(**{f"q{i}": score for i, score in enumerate(scores)})


def test_questions_are_paired_by_id_whatever_their_order():
    (difference,) = compare(run(a=0.0, b=1.0, only_old=0.0), run(b=1.0, a=1.0, only_new=1.0))
    assert (difference.old, difference.new, difference.questions) == (0.5, 1.0, 2)


def test_a_difference_that_most_questions_show_is_real():
    (difference,) = compare(many([0.0] * 40 + [1.0] * 40), many([1.0] * 20 + [0.0] * 20 + [1.0] * 40))
    assert difference.real
    assert difference.new - difference.old == pytest.approx(0.25)
    assert 0 < difference.low < 0.25 < difference.high


def test_a_difference_that_chance_would_make_is_not():
    (difference,) = compare(many([0.0, 1.0] * 20), many([1.0, 1.0] + [0.0, 1.0] * 19))
    assert not difference.real
    assert difference.p == pytest.approx(1.0, abs=0.01)  # one question differs: every swap is as far


def test_three_questions_all_better_give_the_p_of_three_coins():
    # of the eight ways to swap, two (none, all) differ as much: p = 1/4
    (difference,) = compare(many([0.0, 0.0, 0.0]), many([1.0, 1.0, 1.0]))
    assert difference.p == pytest.approx(0.25, abs=0.02)


def test_holm_raises_p_where_several_measures_are_compared():
    def two(scores: list[float]) -> PerQuestion:
        shares = [(score, 1.0) for score in scores]
        return PerQuestion([str(i) for i in range(len(scores))], {"answer.f1": shares, "answer.exact_match": shares})

    (alone,) = compare(many([0.0] * 4), many([1.0] * 4))
    assert compare(two([0.0] * 4), two([1.0] * 4))[0].p == pytest.approx(2 * alone.p)


def test_runs_without_a_common_question_have_nothing_to_compare():
    assert compare(run(a=1.0), run(b=1.0)) == []


def test_a_ratio_counts_a_question_that_has_citations_in_one_run_alone():
    old = PerQuestion(["a", "b"], {"citations.precision": [(1, 2), None]})
    new = PerQuestion(["a", "b"], {"citations.precision": [(2, 2), (1, 1)]})
    (difference,) = compare(old, new)
    assert (difference.old, difference.new) == (0.5, 1.0)


def test_a_run_is_read_from_what_json_printed(tmp_path: Path):
    path = tmp_path / "run.json"
    path.write_text(json.dumps({"per_question": {"id": ["a"], "answer.f1": [[1.0, 1.0]]}}))
    assert compare(read_run(path), run(a=0.0))[0].old == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"per_question": {}}',
        '{"per_question": {"id": 3}}',
        '{"per_question": {"id": ["a", "b"], "answer.f1": [[1, 1]]}}',
        '{"per_question": {"id": ["a"], "answer.f1": [[1]]}}',
        '{"per_question": {"id": ["a"], "answer.f1": [["x", 1]]}}',
    ],
)
def test_another_file_is_refused_with_what_to_do(tmp_path: Path, text: str):
    path = tmp_path / "run.json"
    path.write_text(text)
    with pytest.raises(SourceError, match="not what `dalil evaluate --json` prints"):
        read_run(path)
    with pytest.raises(SourceError, match="no run at"):
        read_run(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("old", "new", "p", "verdict"),
    [(0.4, 0.5, 0.049, "better"), (0.5, 0.4, 0.049, "worse"), (0.4, 0.5, 0.05, "unclear")],
)
def test_a_difference_is_better_or_worse_only_where_it_is_real(old: float, new: float, p: float, verdict: str):
    assert Difference("answer.f1", old, new, 0.0, 0.0, p, 9).verdict == verdict
