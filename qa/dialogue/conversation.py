"""Conversation: what was said before a question, and a follow-up as a question that stands alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.text.sentences import sentences
from ingest.text.tokens import count_tokens
from qa.markers import without_markers
from qa.phrases import NO_EVIDENCE

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

REWRITE = """\
Rewrite the last question so that it can be understood without the conversation: replace every pronoun and every
reference to what was said before by what it stands for. Keep the question's own language and add nothing else. If it
can be understood as it is, repeat it. Write the question alone, on one line."""

TURNS = 6
"""The most earlier turns that count."""
HISTORY_TOKENS = 1000
"""The most tokens of earlier turns that a rewriting LLM gets."""
MAX_GROWTH = 400
"""A rewritten question longer than the former and this many characters is no question."""


@dataclass(frozen=True)
class Turn:
    """One earlier exchange."""

    question: str
    answer: str


def recent(history: Sequence[Turn], budget: int) -> list[Turn]:
    """The latest turns that fit `budget` tokens, oldest first, their answers without markers.

    A last turn too long for it keeps the first sentences of its answer.
    """
    kept: list[Turn] = []
    for turn in reversed(history[-TURNS:]):
        turn = Turn(turn.question, unmarked(turn.answer))
        tokens = _tokens(turn)
        if tokens > budget:
            return kept or _shortened(turn, budget)
        kept.insert(0, turn)
        budget -= tokens
    return kept


def _tokens(turn: Turn) -> int:
    return count_tokens(turn.question) + count_tokens(turn.answer) + 16  # and what a chat template adds


def unmarked(answer: str) -> str:
    """An answer without its markers and its words for a sentence without evidence."""
    for mark in NO_EVIDENCE.values():
        answer = answer.replace(f" {mark}", "")
    return without_markers(answer)


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
_ASKS = re.compile(r"[?؟][”»)]*$")
_PREAMBLE = re.compile(r"(?:sure|certainly|of course|okay|ok|here|بالتأكيد|حسن|إليك)", re.IGNORECASE)
_QUOTED = re.compile(r'^"([^"]*)"$')
_SHORT = 3  # words; a question of so few leaves something unsaid


def points_back(question: str) -> bool:
    """Whether a question seems to lean on what was said before: a pronoun, a joining word, or next to no words."""
    return len(question.split()) <= _SHORT or _POINTS_BACK.search(question) is not None


def joined(question: str, history: Sequence[Turn]) -> str:
    """Without an LLM: the former question before one that points back to it; any other as it is."""
    former = history[-1].question.strip() if history else ""
    return f"{former} {question}" if former and former != question and points_back(question) else question


async def rewritten(llm: "BaseChatModel", question: str, history: Sequence[Turn]) -> str:
    """The question rewritten by the LLM so that it stands alone; `joined` where it writes no question.

    Raises what the LLM raises.
    """
    turns = recent(history, HISTORY_TOKENS)
    if not turns:
        return joined(question, history)
    from qa.writing.plain import plain

    said = "\n".join(f"Question: {turn.question}\nAnswer: {turn.answer}" for turn in turns)
    messages = [("system", REWRITE), ("human", f"{said}\nLast question: {question}")]
    line = _question_in(plain((await llm.ainvoke(messages)).text))
    return line if line and len(line) <= len(question) + MAX_GROWTH else joined(question, history)


def _question_in(written: str) -> str | None:
    """The first line that says something, or after a preamble the first that asks; None without one."""
    lines = [_QUOTED.sub(r"\1", line.strip("*_` \t")) for line in written.splitlines()]
    saying = [line for line in lines if re.search(r"\w", line) and not line.endswith(":")]
    if not saying or not _PREAMBLE.match(saying[0]):
        return saying[0] if saying else None
    return next((line for line in saying if _ASKS.search(line)), saying[0])
