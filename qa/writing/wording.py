"""Wording: whether what is said is in the language of the question, and whether it says more than the question."""

import re

from ingest.text.words import search_words
from qa.dialogue.asking import asks_yes_no
from qa.phrases import language

_MIN_LETTERS = 4
_LETTER = re.compile(r"[^\W\d_]")


def in_language_of(question: str, said: str) -> bool:
    """Whether both are in the same language; a text of a few letters, as a number or 5 km, is in any."""
    return len(_LETTER.findall(said)) < _MIN_LETTERS or language(said) == language(question)


def restates(question: str, said: str) -> bool:
    """Whether it has no word that the question lacks; of a question of yes or no that says something.

    Of 181 replies of a small model 7 hold such a sentence: "Washington wants Russia to press Damascus to stop."
    """
    words = set(search_words(said))
    return bool(words) and words <= set(search_words(question)) and not asks_yes_no(question)
