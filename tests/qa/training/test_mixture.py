"""What the reader is trained on, over sets of two articles made here in the shared data's form."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.training.examples import Pairing
from qa.training.lexicon import Lexicon
from qa.training.mixture import GROUPS, LANGUAGES, OTHERS, UNANSWERABLE, mixture, name_lexicon
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
    names = ["xquad-dev.ar", "xquad-dev.en", "arcd-dev"]
    names += [f"train/xquad-dev.{language}" for language in LANGUAGES if language not in ("ar", "en")]
    names += [f"train/{name}" for name in ("squadshifts-new-wiki.en", "squad1-train-part.en", "tydiqa.ar", "tydiqa.en")]
    names += [f"train/{name}" for name, _ in (*OTHERS, *UNANSWERABLE, ("qamr.en", 1))]
    for name in names:
        (tmp_path / f"{name}.json").write_text(json.dumps({"data": articles}))
    (tmp_path / "parallel").mkdir()
    for name in ("ntrex", "tico19", "tatoeba"):
        (tmp_path / "parallel" / f"{name}.tsv").write_text("Then Bob came.\tثم جاء بوب.\n" * 4)
    (tmp_path / "parallel" / "names-wikipedia.ar-en.tsv").write_text("بوب\tbob\n")
    (tmp_path / "parallel" / "names-wikidata.en-ar.tsv").write_text("alice\tأ ل ي س\t2\n")
    return tmp_path


def test_the_groups_share_the_examples(data: Path) -> None:
    groups = mixture(data, FirstNearest())
    assert tuple(groups) == GROUPS
    shares = {group: sum(weight for _, weight in pairs) for group, pairs in groups.items()}
    assert sum(shares.values()) == pytest.approx(1.0)
    # of pquad, idk-mrc, squad2 dev, heq and squad2 train
    assert shares["unanswerable"] == pytest.approx(0.07 + 0.045 + 0.04 + 0.015 + 0.01)
    # Arabic and English over themselves, and the twelve diagonals of (0.03 + 0.015 + 12 × 0.00125) / 12 between them
    assert shares["within"] == pytest.approx(0.045 + (0.03 + 0.015 + 0.015) / 12)


def test_across_pairs_questions_with_paragraphs_of_another_language(data: Path) -> None:
    groups = mixture(data, FirstNearest())
    across, within = ([one for one, _ in groups[name] if isinstance(one, Pairing)] for name in ("across", "within"))
    assert all(pairing.asked.name != pairing.read.name for pairing in across)
    assert all(pairing.asked.name == pairing.read.name for pairing in within)
    assert len(groups["across"]) == 12 * 11


def test_names_that_are_words_too_are_no_names() -> None:
    spellings = {"mark": ("مارك",), "alice": ("أليس", "آليس"), "bob": ("بوب",)}
    assert name_lexicon(spellings, ["Alice saw Mark.", "They mark it."]) == {"alice": "أليس"}
