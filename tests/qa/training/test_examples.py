"""Training examples: spans hold the answer, passages without an answer do not."""

import random

from qa.training.examples import Example, Pairing, cropped, stream
from qa.training.informal import informal
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
    return [one for _ in range(count) if isinstance(one := next(read), Example)]


def test_a_span_is_the_answer_and_a_passage_without_one_does_not_hold_it() -> None:
    answers = {"when did bob come": "Monday", "when did alice come": "Tuesday"}
    for example in examples(200):
        answer = answers[example.question.lower().rstrip("?")]
        if example.span is None:
            assert answer not in example.passage
        else:
            assert example.passage[slice(*example.span)] == answer


def test_some_questions_are_typed_informally() -> None:
    changed = sum(example.question[0] == "w" or example.question[-1] != "?" for example in examples(1000))
    assert 100 < changed < 200


def test_an_unanswerable_question_keeps_its_paragraph() -> None:
    items = [Item("1", "When did Bob die?", 0, 0, 0, ())]
    questions = QuestionSet("q", PARAGRAPHS, [0, 0, 1], items)
    asked = Pairing(questions, questions, [])
    for seed in range(30):
        example = asked.example(random.Random(seed))
        assert example.span is None
        assert example.passage in PARAGRAPHS[0]


def test_informal_typing_has_small_letters_no_hamza_or_no_question_mark() -> None:
    typed = {informal("متى ولدت أم Bob?", random.Random(seed)) for seed in range(30)}
    assert typed == {"متي ولدت ام bob?", "متى ولدت أم Bob", "متي ولدت ام bob"}


def test_about_a_third_of_the_passages_have_no_answer() -> None:
    without = sum(example.span is None for example in examples(1000))
    assert 300 < without < 400


def test_the_same_seed_gives_the_same_examples() -> None:
    assert examples(50) == examples(50)


def test_cropping_keeps_whole_sentences_and_the_answers_place() -> None:
    whole = Example("When did Bob come?", PARAGRAPHS[0], (12, 18))
    short = cropped(whole, 0.1, random.Random(1))
    assert short == Example("When did Bob come?", "Bob came on Monday.", (12, 18))
