"""Rewriting: a follow-up rewritten by an LLM, so that it can be understood without the conversation."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from qa.dialogue.conversation import Turn, joined, recent
from qa.writing.plain import plain

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

REWRITE = """\
Rewrite the last question so that it can be understood without the conversation: replace every pronoun and every
reference to what was said before by what it stands for. Keep the question's own language and add nothing else. If it
can be understood as it is, repeat it. Write the question alone, on one line."""

HISTORY_TOKENS = 1000
"""The most tokens of earlier turns that the LLM gets."""
MAX_GROWTH = 400
"""A rewritten question longer than the former and this many characters is no question."""

_ASKS = re.compile(r"[?؟][”»)]*$")
_PREAMBLE = re.compile(r"(?:sure|certainly|of course|okay|ok|here|بالتأكيد|حسن|إليك)", re.IGNORECASE)
_QUOTED = re.compile(r'^"([^"]*)"$')


async def rewritten(llm: "BaseChatModel", question: str, history: Sequence[Turn]) -> str:
    """The question rewritten by the LLM so that it stands alone; `joined` where it writes no question.

    Raises what the LLM raises.
    """
    turns = recent(history, HISTORY_TOKENS)
    if not turns:
        return joined(question, history)
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
