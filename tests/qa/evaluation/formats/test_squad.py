import json
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import SourceError
from qa.evaluation.formats import read_testset
from qa.evaluation.testset import Evidence, Question

CONTEXT = "التقى لافروف وكيري في موسكو. ثم زار كيري موسكو ثانية."


def write(folder: Path, paragraphs: list[Any]) -> Path:
    path = folder / "set.json"
    path.write_text(json.dumps({"version": "2.0", "data": [{"title": "لقاء", "paragraphs": paragraphs}]}))
    return path


def qa(id: str, **rest: object) -> dict[str, Any]:
    return {"id": id, "question": "أين التقيا؟", **rest}


def test_a_question_knows_its_answers_and_where_they_stand(tmp_path: Path) -> None:
    answers = [{"text": "موسكو", "answer_start": 22}, {"text": "في موسكو", "answer_start": 19}]
    testset = read_testset(write(tmp_path, [{"context": CONTEXT, "qas": [qa("1", answers=answers)]}]))
    (question,), (document,) = testset.questions, testset.documents
    assert (document.title, document.text) == ("لقاء", CONTEXT)
    assert question.answers == ("موسكو", "في موسكو")
    assert [document.text[e.start : e.end] for e in question.evidence] == ["موسكو", "في موسكو"]
    assert {e.document for e in question.evidence} == {document.id}
    assert question.answerable


def test_a_wrong_offset_is_put_right_by_the_nearest_place_with_those_words(tmp_path: Path) -> None:
    answers = [{"text": "موسكو", "answer_start": len(CONTEXT)}]
    testset = read_testset(write(tmp_path, [{"context": CONTEXT, "qas": [qa("1", answers=answers)]}]))
    assert testset.questions[0].evidence[0].start == CONTEXT.rindex("موسكو")


def test_half_a_character_is_replaced_and_offsets_stay(tmp_path: Path) -> None:
    context, asked = "\ud800 Moscow \U0001f600", "Where\udfff?"
    asking = {"id": "\ud800", "question": asked, "answers": [{"text": "Moscow \U0001f600", "answer_start": 2}]}
    testset = read_testset(write(tmp_path, [{"context": context, "qas": [asking]}]))
    (question,), (document,) = testset.questions, testset.documents
    assert document.text == "\ufffd Moscow \U0001f600"
    assert (question.id, question.text) == ("\ufffd", "Where\ufffd?")
    assert question.evidence == (Evidence(document.id, 2, 10),)


def test_white_space_may_differ_between_an_answer_and_its_context(tmp_path: Path) -> None:
    answers = [{"text": "لافروف  وكيري", "answer_start": 6}]
    testset = read_testset(write(tmp_path, [{"context": CONTEXT, "qas": [qa("1", answers=answers)]}]))
    (evidence,) = testset.questions[0].evidence
    assert CONTEXT[evidence.start : evidence.end] == "لافروف وكيري"


def test_an_answer_that_is_not_in_its_context_cannot_be_scored_and_is_named(tmp_path: Path) -> None:
    answers = [{"text": "باريس", "answer_start": 0}]
    testset = read_testset(write(tmp_path, [{"context": CONTEXT, "qas": [qa("1", answers=answers)]}]))
    (question,) = testset.questions
    assert question.unscored is not None
    assert "باريس" in question.unscored
    assert "/data/0/paragraphs/0/qas/0" in question.unscored
    assert not question.answerable


def asked(folder: Path, **rest: object) -> Question:
    (question,) = read_testset(write(folder, [{"context": CONTEXT, "qas": [qa("1", **rest)]}])).questions
    return question


@pytest.mark.parametrize(
    "rest",
    [
        {"is_impossible": True, "answers": []},
        {"is_impossible": True, "answers": None},
        {"is_impossible": "true"},
        {"answers": []},
        {"answers": None},
        {"is_impossible": True, "answers": [{"text": "موسكو", "answer_start": 22}]},
    ],
)
def test_an_empty_list_of_answers_or_a_mark_means_that_the_sources_do_not_say(
    tmp_path: Path, rest: dict[str, Any]
) -> None:
    question = asked(tmp_path, **rest)
    assert question.impossible
    assert question.unscored is None


@pytest.mark.parametrize(
    "rest", [{}, {"is_impossible": False}, {"is_impossible": False, "answers": []}, {"is_impossible": "no"}]
)
def test_a_question_without_answers_that_is_not_said_to_be_impossible_cannot_be_scored(
    tmp_path: Path, rest: dict[str, Any]
) -> None:
    question = asked(tmp_path, **rest)
    reason = "it has no answer, and is not said to be impossible (/data/0/paragraphs/0/qas/0)"
    assert (question.impossible, question.unscored) == (False, reason)


def test_the_text_false_is_false(tmp_path: Path) -> None:
    question = asked(tmp_path, is_impossible="false", answers=[{"text": "موسكو", "answer_start": 22}])
    assert question.answerable
    assert question.answers == ("موسكو",)


def test_the_same_paragraph_twice_is_one_document(tmp_path: Path) -> None:
    paragraph = {"context": CONTEXT, "qas": []}
    asked = {"context": CONTEXT, "qas": [qa("1")]}
    assert len(read_testset(write(tmp_path, [paragraph, asked])).documents) == 1


@pytest.mark.parametrize(
    ("paragraphs", "place"),
    [
        ([{"qas": []}], "/data/0/paragraphs/0/context should be a string, found nothing"),
        ([{"context": CONTEXT, "qas": {}}], "/data/0/paragraphs/0/qas should be a list, found dict"),
        ([{"context": CONTEXT, "qas": [{"id": "1"}]}], "/data/0/paragraphs/0/qas/0/question should be a string"),
        (
            [{"context": CONTEXT, "qas": [qa("1", is_impossible="?")]}],
            "qas/0/is_impossible should be true or false, found",
        ),
        ([{"context": CONTEXT, "qas": [qa("1", answers=["x"])]}], "qas/0/answers/0 should be an object, found str"),
    ],
)
def test_a_fault_is_told_by_its_path_in_the_file(tmp_path: Path, paragraphs: list[Any], place: str) -> None:
    with pytest.raises(SourceError, match=place):
        read_testset(write(tmp_path, paragraphs))


def test_an_article_among_others_that_lacks_its_paragraphs_is_told_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"title": "a", "paragraphs": []}, {"title": "b"}]}))
    with pytest.raises(SourceError, match="/data/1/paragraphs should be a list, found nothing"):
        read_testset(path)


def test_broken_json_is_told_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text('{"data": [\n{"title": }]}')
    with pytest.raises(SourceError, match="line 2, column 11"):
        read_testset(path)


def test_a_question_id_that_occurs_twice_gets_its_number(tmp_path: Path) -> None:
    questions = read_testset(write(tmp_path, [{"context": CONTEXT, "qas": [qa("1"), qa("1")]}])).questions
    assert [question.id for question in questions] == ["1", "1 (2)"]


def test_what_else_a_question_says_of_itself_tells_figures_apart(tmp_path: Path) -> None:
    paragraph = {"context": CONTEXT, "qas": [{**qa("1"), "level": "hard"}]}
    assert read_testset(write(tmp_path, [paragraph])).questions[0].tags.items() >= {"level": "hard"}.items()
