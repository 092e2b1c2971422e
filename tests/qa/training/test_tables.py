"""Made tables: the answer is the cell that is asked for, and is not there where the question has none."""

import random

from qa.training.table_kinds import Column, Kind, TableKinds
from qa.training.tables import Tables

POST = Column(("Post", "المنصب"), "posts", {}, {})
SALARY = Column(
    ("Salary", "الراتب"),
    {"from": 1000, "to": 1007, "step": 1},
    {"en": ["What does the {} earn?"], "ar": ["كم راتب {}؟"]},
    {"en": "Who earns {}?", "ar": "من راتبه {}؟"},
)
POSTS = [(f"clerk {n}", f"كاتب {n}") for n in "abcdefg"]
SMALL = TableKinds([Kind(("Posts", "المناصب"), [POST, SALARY])], {"posts": POSTS}, [])


def test_the_span_is_the_cell_of_the_row_that_is_asked_for() -> None:
    answered = 0
    for seed in range(300):
        example = Tables(SMALL).example(random.Random(seed))
        asked = example.question.lower().rstrip("?؟").split()
        rows = [line for line in example.passage.split("\n") if ":" in line]
        if example.span is None or not example.question.isascii() or not example.passage.isascii():
            continue
        answered += 1
        answer = example.passage[slice(*example.span)]
        (row,) = [row for row in rows if answer in row]
        if asked[0] == "who":
            assert answer.startswith("clerk ")
            assert f"Salary: {asked[-1]}" in row
        else:
            assert answer.isdigit()
            assert f"Post: clerk {asked[4]}" in row
    assert answered > 50


def test_without_an_answer_the_row_or_the_column_is_left_out() -> None:
    without = 0
    for seed in range(300):
        example = Tables(SMALL).example(random.Random(seed))
        if example.span or not example.question.isascii() or not example.passage.isascii():
            continue
        without += 1
        asked = example.question.lower().rstrip("?").split()
        row = f"Post: clerk {asked[4]}" if asked[0] == "what" else f"Salary: {asked[-1]}"
        assert row not in example.passage or "Salary" not in example.passage
    assert without > 20


def test_arabic_and_english_tables_and_questions_are_made_of_every_kind() -> None:
    tables, rng = Tables(), random.Random(0)
    made = [tables.example(rng) for _ in range(1000)]
    pairs = {(one.question.isascii(), "Cities" in one.passage) for one in made}
    assert {asked for asked, _ in pairs} == {True, False}
    assert 250 < sum(one.span is None for one in made) < 450
    assert "{}" not in "".join(one.question for one in made)
