from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from ingest.errors import UsageError
from qa.evaluation.comparison import Comparison
from qa.evaluation.differences import Difference
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.gate import Check, Floor, check_floors, checks, floor
from qa.evaluation.junit import junit
from qa.evaluation.row import Row

ROW = Row("1", "Where?", ("Moscow",), answerable=True, answered=True, answer="Moscow", text="Moscow", f1=1.0)
HALF = Evaluation("set.csv", [ROW, replace(ROW, id="2", f1=0.0)], {"normalisation": "dalil"}, "2026-01-01")


def test_a_measure_holds_from_its_floor_on() -> None:
    assert floor("answer.f1=.5") == Floor("answer.f1", 0.5)
    assert checks(HALF, [floor("answer.f1=.5")]) == [Check("answer.f1 at least 0.5")]
    assert checks(HALF, [floor("answer.f1=.6")])[0].fault == "answer.f1 is 0.5000, under 0.6"


def test_what_was_not_measured_does_not_hold() -> None:
    (check,) = checks(HALF, [floor("abstention.recall=.1")])
    assert check.fault == "abstention.recall was not measured: the test set says nothing of it"


@pytest.mark.parametrize("text", ["answer.f1", "answer.f1=high", "answer.f1=60", "=.6"])
def test_what_is_no_floor_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        check_floors([floor(text)])


def test_the_nearest_measure_is_named_for_one_that_there_is_not() -> None:
    with pytest.raises(UsageError, match=r"no measure 'answers\.f1'.*the nearest is 'answer\.f1'"):
        check_floors([floor("answers.f1=.6")])
    check_floors([floor("retrieval.p@3=.6"), floor("abstention.coverage@80=.5")], ["p@3"])


def test_only_a_real_loss_is_worse_than_the_earlier_run() -> None:
    worse = Difference("answer.f1", 0.7, 0.5, -0.3, -0.1, 0.01, 90)
    unclear, better = replace(worse, p=0.2, measure="answer.contains"), replace(worse, new=0.9, measure="overall.f1")
    found = checks(HALF, [], Comparison([worse, unclear, better]), no_worse=True)
    assert [check.fault for check in found] == ["answer.f1 fell from 0.7000 to 0.5000, p 0.0100", None, None]
    assert checks(HALF, [], Comparison([worse])) == []


def test_junit_has_a_case_for_each_check_and_the_figures_as_properties() -> None:
    suite = fromstring(junit(HALF, checks(HALF, [floor("answer.f1=.6"), floor("overall.f1=.1")])))
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failures = [case.findtext("failure") for case in suite.iter("testcase")]
    assert failures == ["answer.f1 is 0.5000, under 0.6", None]
    assert {p.get("name"): p.get("value") for p in suite.iter("property")}["answer.f1"] == "0.5"
