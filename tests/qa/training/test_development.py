"""Development figures: recall at a precision, and claims that stay the same."""

import json
import random
from pathlib import Path

import pytest

from qa.training.development import HUMAN, MAX_HUMAN, claims, human_sets, recall_at
from qa.training.examples import Claim


def test_recall_is_taken_where_enough_of_those_found_are_right() -> None:
    scores, right = [5.0, 4.0, 3.0, 2.0, 1.0], [True, True, False, True, True]
    assert recall_at(1.0, scores, right) == 2 / 4
    assert recall_at(0.7, scores, right) == 4 / 4  # 4 right of 5
    assert recall_at(0.9, [1.0], [False]) == 0


class Drawn:
    def example(self, rng: random.Random) -> Claim:
        return Claim(str(rng.random()), "sentence", True)


def test_the_same_claims_are_drawn_every_time() -> None:
    assert claims(Drawn(), 5) == claims(Drawn(), 5)
    assert len({claim.claim for claim in claims(Drawn(), 5)}) == 5


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "train").mkdir()
    qas = [{"id": str(n), "question": f"who {n}?", "answers": []} for n in range(400)]
    paragraphs = [{"context": f"paragraph {n}", "qas": qas} for n in range(2)]
    articles = [{"paragraphs": paragraphs}] * 5
    for name in HUMAN:
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": articles}))
    (tmp_path / "xquad-dev.en.json").write_text(json.dumps({"data": [{"paragraphs": paragraphs[:1]}]}))
    return tmp_path


def test_paragraphs_that_are_trained_on_elsewhere_are_not_measured(data: Path) -> None:
    for part in human_sets(data):
        assert part.paragraphs == ["paragraph 1"]
        assert MAX_HUMAN <= len(part.items) <= 2 * MAX_HUMAN
