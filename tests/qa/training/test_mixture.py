"""What the reader is trained on, over sets of two articles made here in the shared data's form."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.training.lexicon import Lexicon
from qa.training.mixture import GROUPS, LANGUAGES, OTHERS, mixture
from qa.training.questions import QuestionSet


class FirstNearest:
    """In the embedding model's place: the first paragraph is nearest to all, the lexicon has one word."""

    def nearest(self, asked: QuestionSet) -> list[list[int]]:
        return [[0] for _ in asked.items]

    def lexicon(self, english: Sequence[QuestionSet], arabic: Sequence[QuestionSet]) -> Lexicon:
        return Lexicon({"bob": "بوب"}, {"بوب": "bob"})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    asked = [{"id": "1", "question": "Who came?", "answers": [{"text": "Bob", "answer_start": 0}]}]
    articles = [{"title": "t", "paragraphs": [{"context": "Bob came.", "qas": asked}]}] * 2
    (tmp_path / "train").mkdir()
    names = ["xquad-dev.ar", "xquad-dev.en", "arcd-dev", "train/squadshifts-new-wiki.en"]
    names += [f"train/xquad-dev.{language}" for language in LANGUAGES if language not in ("ar", "en")]
    for name in [*names, *(f"train/{name}" for name, _ in OTHERS)]:
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": articles}))
    return tmp_path


def test_the_groups_share_the_examples(data: Path) -> None:
    groups = mixture(data, FirstNearest())
    assert tuple(groups) == GROUPS
    shares = {group: sum(weight for _, weight in pairs) for group, pairs in groups.items()}
    assert sum(shares.values()) == pytest.approx(1.0)
    assert shares["new-wiki"] == 0.20
    # Arabic and English over themselves 0.07, and the twelve diagonals of (0.07 + 0.02 + 12 × 0.0025) / 12 between them
    assert shares["within"] == pytest.approx(0.07 + (0.07 + 0.02) / 12 + 0.03 / 12)


def test_across_pairs_questions_with_paragraphs_of_another_language(data: Path) -> None:
    groups = mixture(data, FirstNearest())
    assert all(pairing.asked.name != pairing.read.name for pairing, _ in groups["across"])
    assert all(pairing.asked.name == pairing.read.name for pairing, _ in groups["within"])
    assert len(groups["across"]) == 12 * 11
