"""Scenes: each question with its own paragraph among the candidates, and beside them those of other articles."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.cache import default_cache
from qa.reader.finding import Finding
from qa.training.scenes import CORPORA, scenes

ARTICLES = (
    "The river rises in the hills.",
    "Bread is baked at dawn.",
    "The king wore a crown.",
    "Trains leave at nine.",
)
DEVELOPMENT = ("Anna painted the tall tower in Prague.", "Anna painted a bridge and a tower too.")


def article(*texts: str) -> dict[str, object]:
    """Each paragraph with one question, whose answer is its first word."""
    qas = [[{"id": t, "question": t, "answers": [{"text": t.split()[0], "answer_start": 0}]}] for t in texts]
    return {"paragraphs": [{"context": text, "qas": its} for text, its in zip(texts, qas, strict=True)]}


def last_word(question: str, texts: Sequence[str]) -> list[Finding]:
    return [Finding(text.rindex(" ") + 1, len(text), 0.0, 0.0) for text in texts]


@pytest.mark.slow
def test_a_scene_has_its_own_paragraph_and_elsewhere_none_of_its_article(tmp_path: Path) -> None:
    data = {"data": [*(article(text) for text in ARTICLES), article(*DEVELOPMENT)]}
    for name in (name for names in CORPORA for name in names):
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    read = list(scenes(tmp_path, default_cache(), 3, last_word))
    assert [scene.testset for scene in read] == [name for names in CORPORA for name in names for _ in DEVELOPMENT]
    for scene in read:
        # the question is its paragraph's own text; the article's other paragraph is the next nearest
        assert [candidate.gold for candidate in scene.candidates] == [True, False, False]
        assert not any(candidate.gold for candidate in scene.elsewhere)
        assert scene.candidates[1].signals.similarity > scene.elsewhere[0].signals.similarity
        assert scene.candidates[2].signals.similarity == scene.elsewhere[0].signals.similarity
        assert len(scene.elsewhere) == 3
        assert not any(candidate.right for candidate in scene.candidates)  # the last word is not the first
