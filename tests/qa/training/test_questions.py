"""Question sets: answers keep their offsets through the development split, which goes by article."""

import json
from pathlib import Path

from qa.training.questions import development_part, drawn, read_questions, training_part, without_paragraphs


def write_set(path: Path, articles: int) -> None:
    qas = [{"id": "q", "question": " - who? ", "answers": [{"text": "bob", "answer_start": 3}]}]
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


def test_a_question_without_answers_is_kept_as_unanswerable(tmp_path: Path) -> None:
    qas = [{"id": "1", "question": "who?", "answers": []}]
    data = {"data": [{"paragraphs": [{"context": "nobody", "qas": qas}]}]}
    (tmp_path / "set.json").write_text(json.dumps(data))
    (item,) = read_questions(tmp_path / "set.json").items
    assert (item.question, item.answers) == ("who?", ())


def test_vowel_marks_go_and_the_answer_is_still_where_it_says(tmp_path: Path) -> None:
    answers = [{"text": "مِصْر", "answer_start": 10}]
    qas = [{"id": "1", "question": "أَيْنَ وُلِدَ؟", "answers": answers}]
    data = {"data": [{"paragraphs": [{"context": "وُلِدَ في مِصْر سنة 1900.", "qas": qas}]}]}
    (tmp_path / "set.json").write_text(json.dumps(data))
    questions = read_questions(tmp_path / "set.json")
    (item,) = questions.items
    assert (item.question, questions.paragraphs) == ("أين ولد؟", ["ولد في مصر سنة 1900."])
    assert (item.answers, questions.paragraphs[0][item.start : item.end]) == (("مصر",), "مصر")


def test_paragraphs_of_another_set_are_left_out(tmp_path: Path) -> None:
    write_set(tmp_path / "set.json", 3)
    write_set(tmp_path / "other.json", 2)
    left = without_paragraphs(read_questions(tmp_path / "set.json"), read_questions(tmp_path / "other.json"))
    assert left.paragraphs == ["is bob 2"]
    assert [item.paragraph for item in left.items] == [0]


def test_some_questions_of_each_paragraph_are_drawn(tmp_path: Path) -> None:
    qas = [{"id": str(n), "question": "who?", "answers": []} for n in range(9)]
    data = {"data": [{"paragraphs": [{"context": str(n), "qas": qas[: 3 * n]} for n in (1, 3)]}]}
    (tmp_path / "set.json").write_text(json.dumps(data))
    questions = read_questions(tmp_path / "set.json")
    assert [item.paragraph for item in drawn(questions, 4).items] == [0, 0, 0, 1, 1, 1, 1]
    assert drawn(questions, 4) == drawn(questions, 4)
