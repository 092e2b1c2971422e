"""From a question to its messages: in order, and with every error in the right words."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Sequence

import pytest

from ingest.errors import UsageError
from qa.answer import Answer, Event, Found, Passage, Token
from qa.dialogue.conversation import Turn
from qa.phrases import Language
from ui.page.asking import Step, Stream, steps

ANSWER = Answer("Who?", False, "quoted", (), None, 0.0)
PASSAGE = Passage("d1", "News", "/a.txt", 0, 4, "Text", 1.0)


def stream_of(*events: Event | Exception) -> Stream:
    async def stream(question: str, history: Sequence[Turn]) -> AsyncGenerator[Event]:
        for event in events:
            if isinstance(event, Exception):
                raise event
            yield event

    return stream


def collected(stream: Stream, spoken: Language = "en") -> list[Step]:
    async def collect() -> list[Step]:
        return [step async for step in steps(stream, "Who?", (), spoken)]

    return asyncio.run(collect())


def test_the_messages_go_from_looking_over_reading_and_writing_to_the_answer() -> None:
    shown = collected(stream_of(Found([PASSAGE]), Token("The sources "), Token("do not say."), ANSWER))
    assert [step.html.partition(">")[2] for step in shown[:4]] == [
        "Looking for the passages…</div>",
        "Reading the passages &#40;1&#41;…</div>",
        '<p dir="auto">The sources </p></div>',
        '<p dir="auto">The sources do not say.</p></div>',
    ]
    assert [step.answer for step in shown] == [None, None, None, None, ANSWER]


def test_an_error_of_dalils_own_is_shown_with_its_text() -> None:
    last = collected(stream_of(UsageError("the question is empty; ask <this>")))[-1]
    assert last.html == '<div class="error"><p dir="auto">the question is empty; ask &#60;this&#62;</p></div>'
    assert last.answer is None


def test_an_arabic_page_has_an_arabic_line_before_an_error_in_english() -> None:
    last = collected(stream_of(UsageError("the question is empty")), "ar")[-1]
    assert last.html == (
        '<div class="error"><p dir="auto">لم ينجح ذلك. وصف الخطأ بالإنجليزية&#58;</p>'
        '<p dir="auto">the question is empty</p></div>'
    )


def test_any_other_error_is_logged_and_reported_in_the_pages_language(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.ERROR):
        last = collected(stream_of(Found([PASSAGE]), RuntimeError("secret /path")), "ar")[-1]
    assert last.html == '<div class="error"><p dir="auto">حدث خلل هنا وقد سُجِّل؛ حاول مرة أخرى من فضلك.</p></div>'
    assert "secret /path" in caplog.text


def test_leaving_early_closes_the_stream() -> None:
    closed = []

    async def endless(question: str, history: Sequence[Turn]) -> AsyncGenerator[Event]:
        try:
            while True:
                yield Token("on and ")
        finally:
            closed.append(question)

    async def leave() -> None:
        running = steps(endless, "Who?", (), "en")
        for _ in range(3):
            await anext(running)
        await running.aclose()

    asyncio.run(leave())
    assert closed == ["Who?"]
