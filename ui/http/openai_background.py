"""Background prompts: what Open WebUI and LibreChat ask of a model by themselves, for a title, tags or follow-ups.

They are no questions about documents, and they carry the whole conversation. A language model answers them where one is
set; without one they are refused, and the client does without a title.
"""

import re
from collections.abc import Sequence

from starlette.exceptions import HTTPException

from qa.system import System
from qa.writing.llm import stream_text
from qa.writing.plain import plain
from ui.http.openai_form import Message

_SCAFFOLD = re.compile(
    r"\s*### Task:\s*(?!Respond to the user query)\S"  # Open WebUI: title, tags, follow-ups, queries, autocompletion
    r"|\s*Available Tools: "  # Open WebUI: which tool to call
    r"|\s*Your task is to reflect the speaker's likely facial expression"  # Open WebUI: an emoji
    r"|\s*You have been provided with a set of responses from various models"  # Open WebUI: several answers merged
    r"|\s*Provide a concise, 5-word-or-less title for the conversation"  # LibreChat
    r"|\s*Analyze this conversation and provide:"
    r"|\s*Please generate a concise title \(max",
)
MAX_CHARACTERS = 20_000
"""Of one message, its end: titles and follow-ups are about what was said last."""


def is_background(messages: Sequence[Message]) -> bool:
    """Whether a client asks by itself: the last message, or the system's, begins as one of the known prompts does."""
    asked = [messages[-1], *(one for one in messages[:1] if one.role in ("system", "developer"))]
    return any(_SCAFFOLD.match(message.text) for message in asked)


async def background_reply(system: System, messages: Sequence[Message]) -> str:
    """What the language model says to it, without a look into documents.

    Raises HTTPException 422 where there is no language model, and LLMError where it does not answer.
    """
    if system.generator is None:
        raise HTTPException(422, "titles, tags and follow-ups need a language model; set DALIL_LLM, or turn them off")
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {"assistant": AIMessage, "system": SystemMessage, "developer": SystemMessage}
    told = [kinds.get(message.role, HumanMessage)(_shortened(message.text)) for message in messages if message.text]
    pieces = [piece async for piece in stream_text(system.generator.llm, told, system.generator.timeout)]
    return plain("".join(pieces))


def _shortened(text: str) -> str:
    """The text's head, which says what is wanted, and its end."""
    if len(text) <= MAX_CHARACTERS:
        return text
    return f"{text[: MAX_CHARACTERS // 2]}\n…\n{text[-MAX_CHARACTERS // 2 :]}"
