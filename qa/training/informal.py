"""Informal typing: a question as people type it to a search box or a chat."""

import random

PLAIN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه"})
"""Arabic letters as they are typed without hamza on alif or dots of the ta marbuta."""
QUESTION_MARKS = " ?؟？;"


def informal(question: str, rng: random.Random) -> str:
    """The question in small letters, without hamza and dots, or without a question mark: one of these, or all."""
    kind = rng.random()
    if kind < 0.5 or kind > 0.8:
        question = question.lower().translate(PLAIN)
    if kind > 0.5:
        question = question.rstrip(QUESTION_MARKS) or question
    return question
