"""The project's own test set: questions about the seed article, written by hand in SQuAD 2.0 form."""

import json
from typing import Any

import pytest

from tests.conftest import ARTICLE, SEEDS


@pytest.fixture(scope="module")
def text() -> str:
    return ARTICLE.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def paragraph() -> Any:
    (article,) = json.loads((SEEDS / "questions.json").read_text(encoding="utf-8"))["data"]
    (paragraph,) = article["paragraphs"]
    return paragraph


@pytest.fixture(scope="module")
def questions(paragraph: Any) -> list[Any]:
    return list(paragraph["qas"])


def of_kind(questions: list[Any], *prefixes: str) -> list[Any]:
    return [question for question in questions if question["id"].rstrip("0123456789") in prefixes]


def test_the_context_is_the_article_to_the_letter(paragraph: Any, text: str) -> None:
    assert paragraph["context"] == text


def test_every_answer_stands_at_its_offset_as_whole_words(questions: list[Any], text: str) -> None:
    for question in questions:
        for answer in question["answers"]:
            start, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
            assert text[start:end] == answer["text"], question["id"]
            assert not text[start - 1 : start].isalnum(), question["id"]
            assert not text[end : end + 1].isalnum(), question["id"]


def test_there_are_questions_enough_of_each_kind(questions: list[Any]) -> None:
    assert len(of_kind(questions, "en-")) >= 26
    assert len(of_kind(questions, "ar-")) >= 22
    assert len(of_kind(questions, "en-u", "ar-u")) >= 14
    assert len(of_kind(questions, "en-u")) >= 6
    assert len(of_kind(questions, "ar-u")) >= 6
    assert len(of_kind(questions, "en-", "ar-", "en-u", "ar-u")) == len(questions)


def test_only_unanswerable_questions_have_no_answer(questions: list[Any]) -> None:
    for question in questions:
        assert question["is_impossible"] == (question["id"][3] == "u"), question["id"]
        assert question["is_impossible"] == (question["answers"] == []), question["id"]


def test_ids_and_questions_are_unique_and_in_the_language_they_say(questions: list[Any]) -> None:
    for key in ("id", "question"):
        assert len({question[key] for question in questions}) == len(questions)
    for question in questions:
        arabic = any("\u0600" <= char <= "\u06ff" for char in question["question"])
        assert arabic == question["id"].startswith("ar-"), question["id"]


def test_the_answers_are_spread_over_every_paragraph_of_the_article(questions: list[Any], text: str) -> None:
    starts = {answer["answer_start"] for question in questions for answer in question["answers"]}
    touched = {text.count("\n", 0, start) for start in starts}
    assert touched == set(range(text.count("\n") + 1))


def test_the_question_that_the_project_exists_for_is_asked(questions: list[Any]) -> None:
    assert any(question["question"] == "What did Lavrov agree to?" for question in questions)
