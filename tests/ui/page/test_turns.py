"""The order of a conversation in a real browser: one question after the other, whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from ingest.index import Index
from qa.answer import Answer, Event, Sentence, Token
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System
from tests.ui.browsing import visiting
from tests.ui.serving import served
from tests.waiting import until
from ui.page.chat import mount

pytestmark = [pytest.mark.browser, pytest.mark.model]


@dataclass
class Slow:
    """Stands in for a system whose language model takes its time; `go_on` lets it end."""

    settings: Settings
    index: Index
    asked: list[str] = field(default_factory=list)
    go_on: bool = False

    async def stream(self, question: str, history: Sequence[Turn], **_: object) -> AsyncGenerator[Event]:
        self.asked.append(question)
        yield Token("Once")
        while not self.go_on:
            await asyncio.sleep(0.05)
        sentence = Sentence(f"Once upon {len(history)} turns.", (), supported=True)
        yield Answer(question, True, "generated", [sentence], None, 0.9)


def test_while_an_examples_answer_is_written_no_other_question_is_asked(browser: Browser, page_system: System) -> None:
    slow = Slow(page_system.settings, page_system.index)
    with served(mount(FastAPI(), cast(System, slow))) as url, visiting(browser, url) as visit:
        example = visit.page.locator("#chat .example").first
        first = example.inner_text()
        example.click()
        message = visit.page.locator("#chat .bot-row")
        expect(message).to_contain_text("Once")
        visit.type("And then?")
        visit.page.wait_for_timeout(500)
        assert slow.asked == [first]
        assert visit.page.input_value("#question textarea") == "And then?"
        slow.go_on = True
        expect(message).to_contain_text("Once upon 0 turns.")
        visit.page.get_by_role("button", name="Send").click()
        expect(message.nth(1)).to_contain_text("Once upon 1 turns.")
        until(lambda: slow.asked == [first, "And then?"])


def test_a_blank_question_asks_nothing(browser: Browser, page_system: System) -> None:
    slow = Slow(page_system.settings, page_system.index, go_on=True)
    with served(mount(FastAPI(), cast(System, slow))) as url, visiting(browser, url) as visit:
        visit.type("   ")
        visit.type("And then?")
        expect(visit.page.locator("#chat .bot-row")).to_contain_text("Once upon 0 turns.")
        assert slow.asked == ["And then?"]


def test_a_blank_question_leaves_the_conversation_as_it_is(browser: Browser, page_system: System) -> None:
    slow = Slow(page_system.settings, page_system.index, go_on=True)
    with served(mount(FastAPI(), cast(System, slow))) as url, visiting(browser, url) as visit:
        messages = visit.page.locator("#chat .bot-row")
        send = visit.page.get_by_role("button", name="Send")
        visit.type("What then?")
        expect(messages).to_contain_text("Once upon 0 turns.")
        send.wait_for()
        visit.type(" ")
        send.click()
        visit.type("And then?")
        expect(messages.nth(1)).to_contain_text("Once upon 1 turns.")
        assert slow.asked == ["What then?", "And then?"]
