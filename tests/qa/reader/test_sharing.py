"""The share of the question that a text holds, counted by hand; each share is (held + .5) / (asked + 1)."""

import pytest

from qa.answer import Passage
from qa.reader.sharing import share_of_question

ARABIC = "وصل كيري إلى موسكو عام 2016"


@pytest.mark.parametrize(
    ("question", "text", "held", "asked"),
    [
        ("Who painted the tower?", "Anna painted towers.", 2, 4),  # who, pain, the, towe
        ("did it end so", "It did end.", 2, 2),  # words of two letters say nothing
        ("من وصل إلى موسكو؟", ARABIC, 3, 3),  # من is too short
        ("أين كان كيرى؟", ARABIC, 1, 3),  # letters of one sound are one
        ("Did Lavrov meet him in Moscow?", ARABIC, 1, 2),  # موسكو sounds so; of Did one consonant is left
        ("Did Kerry meet him in Moscow?", ARABIC, 1, 1),  # two consonants are anybody's
        ("did lavrov meet him in moscow?", ARABIC, 1, 1),  # any word may be a name: what is not matched says nothing
        ("did lavrov meet him in london?", ARABIC, 0, 0),
        ("من هو لافروف؟", "Kerry came to Moscow.", 0, 0),  # nor in Arabic
        ("من هو لافروف؟", "Lavrov spoke.", 1, 1),
        ("من التقى Lavrov في دمشق؟", "Lavrov spoke.", 1, 1),  # nor beside a name in Latin letters
        ("What happened in 2016 and 2017?", ARABIC, 1, 2),
        ("What is it?", ARABIC, 0, 0),
        ("?", "Anna painted towers.", 0, 0),
    ],
)
def test_the_share_is_of_words_or_across_scripts_of_names_and_numbers(
    question: str, text: str, held: int, asked: int
) -> None:
    passage = Passage("d", "Title", "source", 0, len(text), text, 1.0)
    assert share_of_question(question, passage) == pytest.approx((held + 0.5) / (asked + 1))
