"""Swapped questions: one telling word is another's of the same article and shape, all else stays."""

import random

import pytest

from qa.reader.questions import Item, QuestionSet
from qa.reader.swapping import Swaps, shape


def asked(*questions: tuple[int, str]) -> QuestionSet:
    """Question sets with one paragraph an article; the answers do not matter."""
    articles = sorted({article for article, _ in questions})
    items = [Item(f"{n}", text, articles.index(article), 0, 1, ("x",)) for n, (article, text) in enumerate(questions)]
    return QuestionSet("q", ["text"] * len(articles), articles, items)


def every(questions: QuestionSet, number: int) -> set[str | None]:
    swaps, rng = Swaps(questions), random.Random(1)
    return {swaps.swapped(number, rng) for _ in range(50)}


def test_a_name_gives_way_to_the_articles_other_names_only() -> None:
    questions = asked((0, "When did Kerry come?"), (0, "Who met Lavrov in Moscow?"), (1, "Who met Messi?"))
    assert every(questions, 0) == {"When did Lavrov come?", "When did Moscow come?"}


def test_a_number_gives_way_to_a_number() -> None:
    questions = asked((0, "Who won in 2012?"), (0, "Who lost in 1998?"), (1, "Who won?"))
    assert every(questions, 0) == {"Who won in 1998?"}


def test_words_that_many_articles_ask_with_stay() -> None:
    questions = asked((0, "Who won the match?"), (1, "Who won the race?"))
    assert every(questions, 0) == {None}


def test_arabic_words_give_way_to_words_that_begin_and_end_alike() -> None:
    questions = asked((0, "متى بدأت الهدنة؟"), (0, "أين وقعت الغارة؟"), (0, "من كتب الرسالات؟"), (1, "متى؟"))
    assert every(questions, 0) >= {"متى بدأت الغارة؟"}
    assert "متى بدأت الرسالات؟" not in every(questions, 0)


@pytest.mark.parametrize(
    ("word", "expected"), [("1916", "number"), ("Kerry", "name"), ("truces", "s"), ("الهدنة", "الة")]
)
def test_shapes(word: str, expected: str) -> None:
    assert shape(word) == expected
