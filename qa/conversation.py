"""Conversation: what was said before a question."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """One earlier exchange."""

    question: str
    answer: str
