"""Understanding: what a turn wants and which questions it asks, with what was said before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.dialogue.conversation import Turn
from qa.dialogue.followups import Said, follow_up, leans
from qa.dialogue.turns import QUESTION, Kind, Turns, Wanted, by_words

_ASKS_ON = re.compile(
    r"(?:and |but |so |و\s*)?"
    r"(?:when|where|what|who|whom|whose|which|why|how|متى|[أا]ين|وين|كيف|لماذا|ليش|كم|من|مين|ماذا|شو)\b",
    re.IGNORECASE,
)
_FEW = 2  # words of a turn that is small talk alone and may be a question after another


@dataclass(frozen=True)
class Asked:
    """One question: as it was put, what passages are looked for with, and what a reader reads."""

    question: str
    searched: str
    read: str


def wanted(turn: str, history: Sequence[Turn], turns: Turns) -> Wanted:
    """What the turn wants; after other turns "how?" and "and what did he show" go on with them."""
    found = turns.wanted(turn)
    goes_on = bool(history) and len(turn.split()) <= _FEW and _ASKS_ON.match(turn) is not None and leans(turn)
    said_in_words = found.kind is not Kind.SMALL_TALK and by_words(turn) is not None
    return QUESTION if goes_on and not said_in_words else found


def questions_before(history: Sequence[Turn]) -> list[Said]:
    """The earlier turns that asked something of the documents."""
    asked = [turn for turn in history if (by_words(turn.question) or QUESTION).kind is Kind.QUESTION]
    return [Said(turn.question, turn.short_answer) for turn in asked]


def understood(question: str, said: Sequence[Said]) -> Asked:
    """The question with the topic that it leans on."""
    found = follow_up(question, said)
    return Asked(question, found.searched, found.read) if found else Asked(question, question, question)
