"""Asking from the chat: a question becomes a series of messages, the last one the answer or what went wrong."""

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from ingest.errors import DalilError
from qa.answer import Answer, Event, Found, Token
from qa.dialogue.conversation import Turn
from qa.phrases import Language
from ui.http.errors import message_of
from ui.page.message import answer_html, error_html, working_html, written_html
from ui.page.strings import strings

Stream = Callable[[str, Sequence[Turn]], AsyncGenerator[Event]]
"""Answers a question, as `System.stream` does."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Step:
    """The message to show from now on; `answer` on the last step, unless something went wrong."""

    html: str
    answer: Answer | None = None


async def steps(
    stream: Stream, question: str, history: Sequence[Turn], spoken: Language, translates: bool = False
) -> AsyncGenerator[Step]:
    """The messages from the question to its answer, each in place of the one before.

    `spoken` and `translates` are as of `answer_html`.
    Raises nothing: an error of Dalil's own is shown with its text, any other is logged and reported in general words.
    """
    words = strings(spoken)
    yield Step(working_html(words))
    try:
        async with aclosing(_steps(stream, question, history, spoken, translates)) as running:
            async for step in running:
                yield step
    except DalilError as error:
        yield Step(error_html(message_of(error), words.error_lead))
    except Exception:
        _log.exception("the chat page could not answer %r", question)
        yield Step(error_html(words.went_wrong))


async def _steps(
    stream: Stream, question: str, history: Sequence[Turn], spoken: Language, translates: bool
) -> AsyncGenerator[Step]:
    written = ""
    async with aclosing(stream(question, history)) as events:
        async for event in events:
            match event:
                case Found(passages=passages):
                    yield Step(working_html(strings(spoken), len(passages)))
                case Token(text=text):
                    written += text
                    yield Step(written_html(written))
                case Answer():
                    yield Step(answer_html(event, spoken, translates), event)
