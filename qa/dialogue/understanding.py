"""Understanding: what a turn wants and which questions it asks, with what was said before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.dialogue.asking import asks_nothing
from qa.dialogue.conversation import Turn
from qa.dialogue.dialect import standard
from qa.dialogue.ellipsis import completed, named_anew
from qa.dialogue.followups import Said, follow_up, leans
from qa.dialogue.nouns import Nouns
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
    """What the turn wants; after other turns "how?", "and Kerry?" and "and what did he show" go on with them."""
    if (said := by_words(turn)) and said.kind is not Kind.SMALL_TALK:
        return said
    asked = _asked(history)
    goes_on = bool(asked) and (
        (len(turn.split()) <= _FEW and _ASKS_ON.match(turn) is not None and leans(turn))
        or (said is None and named_anew(turn, asked[-1].question) is not None)
    )
    return QUESTION if goes_on else turns.wanted(turn)


def questions_before(history: Sequence[Turn], nouns: Nouns) -> list[Said]:
    """The earlier turns that asked something of the documents, as they were understood.

    Not one like "asdf", of which nothing is in the documents: no question leans on it.
    """
    said: list[Said] = []
    for turn in _asked(history):
        question = _stood_for(turn.question, said, nouns)
        if turn.short_answer or not asks_nothing(question) or nouns.are_said(question):
            said.append(Said(question, turn.short_answer))
    return said


def last_question(history: Sequence[Turn], turns: Turns) -> int | None:
    """The place of the last turn that asked something of the documents; None where none did."""
    places = reversed(range(len(history)))
    return next((n for n in places if turns.wanted(history[n].question).kind is Kind.QUESTION), None)


def understood(question: str, said: Sequence[Said], nouns: Nouns) -> Asked:
    """The question, in the standard language, with the topic that it leans on."""
    whole = standard(_stood_for(question, said, nouns))
    found = follow_up(whole, said)
    return Asked(whole, found.searched, found.read) if found else Asked(whole, whole, whole)


def _asked(history: Sequence[Turn]) -> list[Turn]:
    return [turn for turn in history if (by_words(turn.question) or QUESTION).kind is Kind.QUESTION]


def _stood_for(question: str, said: Sequence[Said], nouns: Nouns) -> str:
    """Of "and Kerry?" the last question that names something, about Kerry."""
    former = next(
        (one.question for one in reversed(said) if not leans(one.question)), said[-1].question if said else ""
    )
    named = named_anew(question, former)
    return completed(named, former, nouns) if named else question
