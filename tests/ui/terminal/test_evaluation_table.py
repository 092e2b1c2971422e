"""The terminal's table of an evaluation."""

from typing import Any

from qa.evaluation import Evaluation
from qa.evaluation.row import Row
from ui.terminal.evaluation_table import table


def lines(*rows: Row) -> list[str]:
    return table(Evaluation("set", rows, {"normalisation": "dalil"}, "2026-01-01")).splitlines()


def row(id: str, **rest: Any) -> Row:
    return Row(id, "?", (), answerable=True, answered=True, answer="", text="", **rest)


def test_answers_that_the_llm_did_not_write_are_counted_by_reason() -> None:
    told = lines(row("1", stood_in="late"), row("2", stood_in="refused"), row("3", stood_in="late"), row("4"))
    begin = told.index("not written 3, quoted answers stand in for them:")
    assert told[begin + 1 : begin + 3] == [
        "  2 × The language model did not answer in time",
        "  1 × The language model refused the key",
    ]
    assert not any("stand in" in line for line in lines(row("1")))


def test_what_was_not_scored_is_named() -> None:
    told = lines(row("lost", unscored="its document is not there"), row("2"))
    begin = told.index("not scored  1, named in --json and --report; the first:")
    assert told[begin + 1] == "  lost: its document is not there"
