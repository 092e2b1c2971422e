from collections.abc import Mapping

import pytest

from ingest.errors import UsageError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.row import Row
from qa.evaluation.sweep import choices, combinations, sweep


def run(chosen: Mapping[str, str]) -> Evaluation:
    """The larger the chunks, the more answers are right."""
    right = [i < int(chosen["chunk_tokens"]) // 64 for i in range(4)]
    rows = [Row(str(i), "?", ("x",), True, True, "x", "x", f1=float(r)) for i, r in enumerate(right)]
    return Evaluation("set", rows, {}, "2026-01-01")


def test_every_combination_of_the_values_is_tried() -> None:
    values = choices(["chunk_tokens=128,256", "DALIL_READER=bundled,sentences"])
    assert combinations(values) == [
        {"chunk_tokens": "128", "reader": "bundled"},
        {"chunk_tokens": "128", "reader": "sentences"},
        {"chunk_tokens": "256", "reader": "bundled"},
        {"chunk_tokens": "256", "reader": "sentences"},
    ]


def test_their_figures_stand_in_one_table() -> None:
    systems = sweep(choices(["chunk_tokens=128,256"]), run)
    figures = {name: of["answer.f1"].value for name, of in systems.figures.items()}
    assert figures == {"chunk_tokens=128": 0.5, "chunk_tokens=256": 1.0}
    assert len(systems.pairs) == 1


@pytest.mark.parametrize("text", ["chunk_tokens", "chunk_tokens="])
def test_what_is_no_choice_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="give a setting and its values"):
        choices([text])
    with pytest.raises(UsageError, match="two combinations"):
        sweep(choices(["chunk_tokens=128"]), run)
