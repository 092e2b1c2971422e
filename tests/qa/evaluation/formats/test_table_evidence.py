"""Which passages prove a table's answers: by its own words, by places, by the documents it names."""

import json
from pathlib import Path
from typing import Any

import pytest

from qa.evaluation.testset import Evidence
from tests.qa.evaluation.formats.written import read


def test_evidence_may_be_given_by_its_words(tmp_path: Path) -> None:
    line = '{"question": "Where?", "answer": "Moscow", "document": "t.txt", "evidence": "met in Moscow"}'
    assert read(tmp_path, "set.jsonl", line).questions[0].evidence == (Evidence("t.txt", quote="met in Moscow"),)


@pytest.mark.parametrize(
    "line",
    [
        '{"question": "Why?", "answers": []}',
        '{"question": "Why?", "answers": {"text": [], "answer_start": []}, "context": "They met in Moscow."}',
        '{"question": "Why?", "answers": [], "context": "They met in Moscow."}',
        '{"question": "Why?", "answers": "[]", "context": "They met in Moscow."}',
        '{"question": "Why?", "answerable": false}',
        '{"question": "Why?", "answer": "x", "is_impossible": true}',
    ],
)
def test_a_row_says_that_the_sources_do_not_say(tmp_path: Path, line: str) -> None:
    (question,) = read(tmp_path, "set.jsonl", line).questions
    assert question.impossible


def test_a_row_without_answer_or_evidence_cannot_be_scored_and_is_named(tmp_path: Path) -> None:
    (question,) = read(tmp_path, "set.csv", "question,answer\nWhy?,\n").questions
    assert question.unscored == "line 2 has neither an answer nor evidence for it"


@pytest.mark.parametrize(
    "answer",
    [
        '"id": 1',  # no answer at all
        '"answer": ""',
        '"answers": [""]',
        '"answers": [{"text": "", "answer_start": -1}]',
        '"answers": [], "answerable": true',
    ],
)
def test_a_context_beside_no_answer_proves_nothing(tmp_path: Path, answer: str) -> None:
    line = f'{{"question": "Why?", "context": "They met in Moscow.", {answer}}}'
    (question,) = read(tmp_path, "set.jsonl", line).questions
    assert (question.impossible, question.evidence) == (False, ())
    assert question.unscored == "line 1 has neither an answer nor evidence for it"


def test_a_cell_may_say_that_the_sources_do_not_say_and_an_empty_one_says_nothing(tmp_path: Path) -> None:
    text = "question,answers,context\nWhy?,[],They met.\nWho?,,They met.\n"
    why, who = read(tmp_path, "set.csv", text).questions
    assert (why.impossible, why.unscored) == (True, None)
    assert (who.impossible, who.unscored) == (False, "line 3 has neither an answer nor evidence for it")


def test_a_blank_context_is_none(tmp_path: Path) -> None:
    testset = read(tmp_path, "set.jsonl", '{"question": "Where?", "context": " ", "answer": "Moscow"}')
    assert testset.documents == []
    assert testset.questions[0].evidence == ()


def test_a_context_with_evidence_needs_no_answer(tmp_path: Path) -> None:
    line = '{"question": "Where?", "context": "They met in Moscow.", "evidence": "in Moscow"}'
    testset = read(tmp_path, "set.jsonl", line)
    assert testset.questions[0].evidence == (Evidence(testset.documents[0].id, quote="in Moscow"),)
    assert testset.questions[0].unscored is None


TEAMS = "In 1995 the league had 5 teams."  # the answer 5 begins at 23, and is in 1995 too


@pytest.mark.parametrize(
    "answers",
    [
        {"text": ["5"], "answer_start": [23]},
        {"text": ["5", "5"], "answer_start": [23, 23]},
        [{"text": "5", "answer_start": 23}],
        "{'text': array(['5'], dtype=object), 'answer_start': array([23], dtype=int32)}",
    ],
)
def test_an_answer_that_says_where_it_stands_is_there_alone_as_in_squad_json(tmp_path: Path, answers: Any) -> None:
    line = json.dumps({"id": "1", "question": "How many?", "context": TEAMS, "answers": answers})
    testset = read(tmp_path, "set.jsonl", line)
    assert testset.questions[0].evidence == (Evidence(testset.documents[0].id, 23, 24),)


def test_a_placed_answer_that_is_not_in_its_context_cannot_be_scored_as_in_squad_json(tmp_path: Path) -> None:
    row = {"question": "How many?", "context": TEAMS, "answers": {"text": ["seven"], "answer_start": [23]}}
    (question,) = read(tmp_path, "set.jsonl", json.dumps(row)).questions
    assert (question.evidence, question.unscored) == ((), "the answer 'seven' is not in its context (line 1)")


def test_words_that_prove_the_answer_go_before_its_start(tmp_path: Path) -> None:
    answers = {"text": ["5"], "answer_start": [23]}
    row = {"question": "How many?", "context": TEAMS, "answers": answers, "evidence": "had 5 teams"}
    testset = read(tmp_path, "set.jsonl", json.dumps(row))
    assert testset.questions[0].evidence == (Evidence(testset.documents[0].id, quote="had 5 teams"),)
    assert not testset.questions[0].unplaced


def test_an_answer_in_other_words_than_its_context_is_proved_by_the_whole_context(tmp_path: Path) -> None:
    line = '{"question": "Where?", "context": "They met in Moscow.", "answer": "Russia"}'
    testset = read(tmp_path, "set.jsonl", line)
    assert testset.questions[0].evidence == (Evidence(testset.documents[0].id),)
    assert testset.questions[0].unplaced


@pytest.mark.parametrize(
    "answers",
    [
        '{"text": ["Paris", "Lyon"], "answer_start": [0]}',
        '[{"text": "Paris", "answer_start": 0}, "Lyon"]',
        '{"text": ["Paris | Lyon"], "answer_start": [0]}',
    ],
)
def test_where_one_answer_does_not_say_where_it_stands_all_are_looked_for(tmp_path: Path, answers: str) -> None:
    text = f'{{"question": "Which?", "context": "Paris and Lyon.", "answers": {answers}}}\n'
    (question,) = read(tmp_path, "set.jsonl", text).questions
    assert [evidence.quote for evidence in question.evidence] == ["Paris", "Lyon"]
