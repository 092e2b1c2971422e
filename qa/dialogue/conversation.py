"""Conversation: what was said before a question, and a follow-up read together with the question before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.text.sentences import sentences
from ingest.text.tokens import count_tokens

TURNS = 6
"""The most earlier turns that count."""


@dataclass(frozen=True)
class Turn:
    """One earlier exchange; the answer is plain text, without marks. `short_answer` is None where none is known."""

    question: str
    answer: str
    short_answer: str | None = None


def recent(history: Sequence[Turn], budget: int) -> list[Turn]:
    """The latest turns that fit `budget` tokens, oldest first.

    A last turn too long for it keeps the first sentences of its answer.
    """
    kept: list[Turn] = []
    for turn in reversed(history[-TURNS:]):
        tokens = _tokens(turn)
        if tokens > budget:
            return kept or _shortened(turn, budget)
        kept.insert(0, turn)
        budget -= tokens
    return kept


def _tokens(turn: Turn) -> int:
    return count_tokens(turn.question) + count_tokens(turn.answer) + 16  # and what a chat template adds


def _shortened(turn: Turn, budget: int) -> list[Turn]:
    for _, end in reversed(sentences(turn.answer)[:-1]):
        shorter = Turn(turn.question, turn.answer[:end])
        if _tokens(shorter) <= budget:
            return [shorter]
    return []


_POINTS_BACK = re.compile(
    r"^(?:and|but|so|then|what about|how about|ماذا عن|و(?:ما|من|هل|متى|أين|اين|كيف|كم|لماذا|ماذا|أي)(?:ذا)?)\b"
    r"|\b(?:he|she|(?-i:[Ii]t)|they|him|her|them|his|hers|its|their|theirs|this|these|those|ذلك|تلك|هذا|هذه)\b"
    # no pronoun, but "is", after a question word: من هو المبعوث
    r"|(?<!^من )(?<!^ما )(?<!^أين )(?<!^اين )(?<!^كم )\b(?:هو|هي|هم|هما)\b",
    re.IGNORECASE,  # but for "IT", which is a department
)
_SHORT = 3  # words; a question of so few leaves something unsaid


def points_back(question: str) -> bool:
    """Whether a question seems to lean on what was said before: a pronoun, a joining word, or next to no words."""
    return len(question.split()) <= _SHORT or _POINTS_BACK.search(question) is not None


def joined(question: str, history: Sequence[Turn]) -> str:
    """Without an LLM: the former question before one that points back to it; any other as it is."""
    former = history[-1].question.strip() if history else ""
    return f"{former} {question}" if former and former != question and points_back(question) else question
