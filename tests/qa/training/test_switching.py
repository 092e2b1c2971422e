"""Mixing languages: words change, the answer is still where the span says."""

import random

import pytest

from qa.training.examples import Example
from qa.training.switching import Switch, switched

WORDS = {"house": "بيت", "monday": "الاثنين", "came": "جاء"}
TEXT = "Bob came to the house on Monday."


def changed(span: tuple[int, int] | None, share: float = 1.0) -> tuple[str, tuple[int, int] | None]:
    return switched(TEXT, span, WORDS, share, random.Random(0))


def test_every_known_word_changes_and_nothing_else_does() -> None:
    assert changed(None) == ("Bob جاء to the بيت on الاثنين.", None)


def test_a_share_of_none_changes_nothing() -> None:
    assert changed((25, 31), share=0.0) == (TEXT, (25, 31))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("Bob", "Bob"), ("came to the house", "جاء to the بيت"), ("Monday", "الاثنين"), ("to the", "to the")],
)
def test_the_span_moves_with_its_words(answer: str, expected: str) -> None:
    start = TEXT.index(answer)
    text, span = changed((start, start + len(answer)))
    assert span is not None
    assert text[slice(*span)] == expected


def test_a_word_that_the_span_cuts_stays() -> None:
    start = TEXT.index("ouse")
    text, span = changed((start, start + 4))
    assert span is not None
    assert text[slice(*span)] == "ouse"
    assert "house" in text


def test_a_switch_changes_one_part_of_an_example() -> None:
    example = Example("Who came?", TEXT, (25, 31))
    rng = random.Random(2)
    asked = [Switch("question", WORDS)(example, rng) for _ in range(20)]
    assert {one.question for one in asked} == {"Who came?", "Who جاء?"}
    assert all(one.passage == TEXT and one.span == (25, 31) for one in asked)
    read = Switch("passage", WORDS)(example, rng)
    assert read.question == "Who came?"
    assert read.passage != TEXT
