"""Question sets: answers keep their offsets through the development split, which goes by article."""

import json
from pathlib import Path

from qa.training.questions import development_part, read_questions, training_part


def write_set(path: Path, articles: int) -> None:
    qas = [{"id": "q", "question": " - who? ", "answers": [{"text": "bob", "answer_start": 3}]}, {"answers": []}]
    data = [{"paragraphs": [{"context": f"is bob {n}", "qas": qas}]} for n in range(articles)]
    path.write_text(json.dumps({"data": data}))


def test_every_fifth_article_is_for_development_and_the_others_for_training(tmp_path: Path) -> None:
    write_set(tmp_path / "set.json", 11)
    questions = read_questions(tmp_path / "set.json")
    assert development_part(questions).paragraphs == ["is bob 4", "is bob 9"]
    assert training_part(questions).paragraphs == [f"is bob {n}" for n in (0, 1, 2, 3, 5, 6, 7, 8, 10)]


def test_questions_point_to_their_paragraph_and_answer_after_the_split(tmp_path: Path) -> None:
    write_set(tmp_path / "set.json", 10)
    part = development_part(read_questions(tmp_path / "set.json"))
    assert [(i.question, part.paragraphs[i.paragraph][i.start : i.end]) for i in part.items] == [("who?", "bob")] * 2
    assert [part.paragraphs[item.paragraph] for item in part.items] == ["is bob 4", "is bob 9"]
