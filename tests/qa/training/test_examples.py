"""Training examples: spans hold the answer, passages without an answer do not."""

import random

from qa.training.examples import Example, Pairing, cropped, stream
from qa.training.questions import Item, QuestionSet

PARAGRAPHS = [
    "Bob came on Monday. He stayed long at the old house. He left on Friday after the rain had stopped.",
    "Alice came on Tuesday. She read the book about gardens by the sea. She left early that very same morning.",
    "Carol never came to the house at all, people say. Nobody knew the reason for that, then or later on.",
]
ITEMS = [
    Item("1", "When did Bob come?", 0, 12, 18, ("Monday",)),
    Item("2", "When did Alice come?", 1, 14, 21, ("Tuesday",)),
]
QUESTIONS = QuestionSet("q", PARAGRAPHS, [0, 0, 1], ITEMS)


def examples(count: int) -> list[Example]:
    read = stream([(Pairing(QUESTIONS, QUESTIONS, [[0, 1, 2], [1, 0, 2]]), 1.0)], random.Random(7))
    return [next(read) for _ in range(count)]


def test_a_span_is_the_answer_and_a_passage_without_one_does_not_hold_it() -> None:
    answers = {"When did Bob come?": "Monday", "When did Alice come?": "Tuesday"}
    for example in examples(200):
        answer = answers[example.question]
        if example.span is None:
            assert answer not in example.passage
        else:
            assert example.passage[slice(*example.span)] == answer


def test_about_a_third_of_the_passages_have_no_answer() -> None:
    without = sum(example.span is None for example in examples(1000))
    assert 300 < without < 400


def test_the_same_seed_gives_the_same_examples() -> None:
    assert examples(50) == examples(50)


def test_cropping_keeps_whole_sentences_and_the_answers_place() -> None:
    whole = Example("When did Bob come?", PARAGRAPHS[0], (12, 18))
    short = cropped(whole, 0.1, random.Random(1))
    assert short == Example("When did Bob come?", "Bob came on Monday.", (12, 18))
