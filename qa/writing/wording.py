"""Wording: whether an answer is in the language that it was asked in."""

import re

from qa.phrases import language

_MIN_LETTERS = 4
_LETTER = re.compile(r"[^\W\d_]")


def in_language_of(question: str, said: str) -> bool:
    """Whether both are in the same language; a text of a few letters, as a number or 5 km, is in any."""
    return len(_LETTER.findall(said)) < _MIN_LETTERS or language(said) == language(question)
