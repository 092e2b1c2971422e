"""The chat page in a real browser, with the real system and the seed article."""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Locator, expect

from ingest.index import Index
from qa.answer import Answer, Event, Sentence, Token
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build
from tests.conftest import ARTICLE
from tests.ui.browsing import Visit, visiting
from tests.ui.serving import served
from tests.waiting import until
from ui.page.chat import mount

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "What did Lavrov agree to?"
HOSTILE = """Vault notes <script>document.title = "owned"</script>

The vault opens with the word marigold <img src="http://evil.example/a.png" onerror="document.title='owned'"> \
![x](http://evil.example/b.png) [go](http://evil.example/c) <form action="http://evil.example/d"></form> \
${document.title = "owned"} {{#if value}}owned{{/if}} `marigold` **marigold** $marigold$ [1] <mark class="at-0-9">.
"""


def direction(locator: Locator) -> str:
    return str(locator.evaluate("element => getComputedStyle(element).direction"))


def quote_of(answer: Locator) -> str:
    """The first quote, without its marker."""
    return re.sub(r"\s*\[1\]$", "", answer.locator("blockquote").first.inner_text())


# asking


def test_an_english_question_is_answered_with_the_arabic_words_and_they_are_marked_in_the_article(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    quote = quote_of(answer)
    assert quote in ARTICLE.read_text("utf-8")
    assert direction(answer.locator("blockquote").first) == "rtl"
    visit.wait_until_seen(visit.active().first)
    assert visit.active().first.inner_text() == quote


def test_a_click_on_the_marker_scrolls_to_the_mark(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    visit.wait_until_seen(visit.active().first)
    visit.page.evaluate("document.querySelector('#article').scrollTo({top: 1e6, behavior: 'instant'})")
    expect(visit.active().first).not_to_be_in_viewport()
    answer.get_by_role("link", name="[1]").first.click()
    visit.wait_until_seen(visit.active().first)
    assert visit.active().first.inner_text() == quote_of(answer)


def test_the_marker_works_from_the_keyboard_and_moves_the_focus_to_the_mark(visit: Visit) -> None:
    answer = visit.ask(QUESTION)
    answer.get_by_role("link", name="[1]").first.focus()
    visit.page.keyboard.press("Enter")
    visit.wait_until_seen(visit.active().first)
    expect(visit.active().first).to_be_focused()


def test_an_answer_leaves_the_focus_in_the_question_after_the_shown_document_was_opened_again(visit: Visit) -> None:
    visit.view("documents")
    visit.page.locator("#library a").first.click()
    expect(visit.page.locator("#article article")).to_be_visible()
    visit.ask(QUESTION)
    visit.wait_until_seen(visit.active().first)
    expect(visit.page.locator("#question textarea")).to_be_focused()


def test_arabic_runs_right_to_left_and_english_left_to_right_in_one_conversation(visit: Visit) -> None:
    english = visit.ask("When did Kerry arrive in Moscow?")
    arabic = visit.ask("متى وصل كيري إلى موسكو؟")
    asked = visit.page.locator("#chat .asked")
    assert [direction(asked.nth(0)), direction(asked.nth(1))] == ["ltr", "rtl"]
    for answer in (english, arabic):  # what stands around an answer is in the page's language
        assert [direction(answer), direction(answer.locator("blockquote").first)] == ["ltr", "rtl"]
        expect(answer.locator("summary")).to_contain_text("Nearest passages")


def test_an_example_question_is_asked_by_a_click(visit: Visit) -> None:
    visit.page.locator("#chat .example", has_text=QUESTION).click()
    expect(visit.page.locator("#chat .asked")).to_have_text(QUESTION)
    expect(visit.page.locator("#chat .answer .facts")).to_be_visible(timeout=60_000)
    assert visit.page.input_value("#question textarea") == ""


def test_a_new_conversation_begins_empty(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.page.locator("#chat .asked")).to_have_count(0)
    expect(visit.page.locator("#chat .example").first).to_be_visible()


def test_a_page_that_is_loaded_again_goes_on_with_the_conversation(visit: Visit) -> None:
    quote = quote_of(visit.ask(QUESTION))
    visit.wait_until_kept()
    visit.reload()
    again = visit.page.locator("#chat .answer:has(.facts)")
    expect(again).to_have_count(1)
    assert quote_of(again) == quote
    again.get_by_role("link", name="[1]").first.click()
    visit.wait_until_seen(visit.active().first)
    assert visit.active().first.inner_text() == quote


def test_a_conversation_outlives_a_restart_of_the_server_but_not_a_change_of_its_data(
    browser: Browser, page_system: System, tmp_path: Path
) -> None:
    with served(mount(FastAPI(), page_system)) as url, visiting(browser, url) as visit:
        quote = quote_of(visit.ask(QUESTION))
        visit.wait_until_kept()
        kept = visit.page.context.storage_state()
    port = urlsplit(url).port or 0
    with served(mount(FastAPI(), page_system), port), visiting(browser, url, storage_state=kept) as visit:
        again = visit.page.locator("#chat .answer:has(.facts)")
        expect(again).to_have_count(1)
        assert quote_of(again) == quote
    other = build(replace(page_system.settings, data=tmp_path), like=page_system)
    with served(mount(FastAPI(), other), port), visiting(browser, url, storage_state=kept) as visit:
        expect(visit.page.locator("#chat .welcome")).to_be_visible()
        expect(visit.page.locator("#chat .asked")).to_have_count(0)
    other.close()


def test_an_ended_conversation_does_not_come_back(visit: Visit) -> None:
    visit.ask(QUESTION)
    visit.wait_until_kept()
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.page.locator("#chat .asked")).to_have_count(0)
    visit.wait_until_forgotten()
    visit.reload()
    expect(visit.page.locator("#chat .example").first).to_be_visible()
    expect(visit.page.locator("#chat .asked")).to_have_count(0)


def test_where_the_sources_do_not_say_the_passages_are_listed_and_a_click_shows_them(
    browser: Browser, page_system: System
) -> None:
    sceptic = build(Settings(data=page_system.settings.data, threshold=1.0), like=page_system)
    with served(mount(FastAPI(), sceptic)) as url, visiting(browser, url) as visit:
        answer = visit.ask("What is the capital of France?")
        expect(answer.locator(".short")).to_have_text("The sources do not say.")
        expect(visit.active()).to_have_count(0)
        answer.locator("summary").click()  # the passages are folded; the nearest sentence is shown
        second = answer.locator(".passage").nth(1)
        second.click()
        visit.active().first.wait_for()
        start = "".join(second.inner_text().split())[:60]
        assert "".join("".join(visit.active().all_inner_texts()).split()).startswith(start)


# documents


def test_uploads_are_ingested_answered_from_and_removed(visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "dublin.txt").write_text("Notes about Dublin\n\nThe river Liffey flows through Dublin.", "utf-8")
    (tmp_path / "broken.pdf").write_text("no PDF at all", "utf-8")
    visit.view("documents")
    visit.page.set_input_files("#upload input", [tmp_path / "dublin.txt", tmp_path / "broken.pdf"])
    report = visit.page.locator("#report")
    expect(report.locator(".done")).to_have_text("Added: Notes about Dublin", timeout=60_000)
    expect(report.locator(".failed")).to_contain_text("broken.pdf")
    answer = visit.ask("Which river flows through Dublin?")
    assert "Liffey" in quote_of(answer)
    visit.wait_until_seen(visit.active().first)
    assert visit.page.locator("#chooser option:checked").inner_text() == "Notes about Dublin"
    visit.view("documents")
    visit.page.once("dialog", lambda dialog: dialog.accept())
    visit.page.get_by_role("button", name="Remove: Notes about Dublin").click()
    expect(report.locator(".done")).to_have_text("Removed: Notes about Dublin", timeout=30_000)
    answer.get_by_role("link", name="[1]").first.click()
    expect(visit.page.locator("#article .nothing")).to_have_text("This document is no longer in the index.")


def test_a_file_over_the_limit_is_refused(visit: Visit, tmp_path: Path, page_system: System) -> None:
    (tmp_path / "big.txt").write_bytes(b"word " * 210_000)
    visit.view("documents")
    visit.page.set_input_files("#upload input", tmp_path / "big.txt")
    expect(visit.page.get_by_text(re.compile("exceed the maximum"))).to_be_visible()
    assert len(page_system.index.documents()) == 1
    visit.complaints.clear()  # the refused request


def test_hostile_text_of_a_document_stays_text(visit: Visit, tmp_path: Path, page_system: System) -> None:
    (tmp_path / "vault.txt").write_text(HOSTILE, "utf-8")
    visit.view("documents")
    visit.page.set_input_files("#upload input", tmp_path / "vault.txt")
    expect(visit.page.locator("#report .done")).to_contain_text("<script>", timeout=60_000)
    answer = visit.ask("Which word opens the vault?")
    assert "marigold <img" in answer.inner_text()
    article = visit.page.locator("#article article")
    expect(article).to_contain_text("**marigold** $marigold$ [1]")
    expect(article).to_contain_text("{{#if value}}owned{{/if}}")
    for place in (answer, article, visit.page.locator("#library")):
        assert place.locator("script, img, form, iframe, object, a[href*=evil]").count() == 0
    assert visit.page.title() == "Dalil · دليل"


# an answer as a model writes it


@dataclass
class Writing:
    """Stands in for a system whose language model writes without end."""

    settings: Settings
    index: Index
    closed: list[str] = field(default_factory=list)

    async def stream(self, question: str, history: Sequence[Turn], **_: object) -> AsyncGenerator[Event]:
        try:
            while "fail" not in question:
                yield Token("word ")
                await asyncio.sleep(0.05)
            if history:
                yield Answer(
                    question, True, "generated", [Sentence(f"Before: {history[0].question}", (), True)], None, 0.9
                )
            raise RuntimeError("the key is sk-123")
        finally:
            self.closed.append(question)


def test_stop_ends_the_writing_and_keeps_what_was_written(browser: Browser, page_system: System) -> None:
    writing = Writing(page_system.settings, page_system.index)
    with served(mount(FastAPI(), cast(System, writing))) as url, visiting(browser, url) as visit:
        visit.type("Go on")
        message = visit.page.locator("#chat .bot-row")
        expect(message).to_contain_text("word word word")
        visit.page.get_by_role("button", name="Stop").click()
        expect(message).to_contain_text("Stopped.")
        written = message.inner_text()
        visit.page.wait_for_timeout(300)
        assert message.inner_text() == written
        until(lambda: writing.closed == ["Go on"])
        expect(visit.page.get_by_role("button", name="Send")).to_be_visible()


def test_an_unexpected_error_is_told_without_its_text(browser: Browser, page_system: System) -> None:
    with (
        served(mount(FastAPI(), cast(System, Writing(page_system.settings, page_system.index)))) as url,
        visiting(browser, url) as visit,
    ):
        visit.type("Please fail")
        expect(visit.page.locator("#chat .error")).to_have_text(
            "Something went wrong here. It has been logged; please try again."
        )
        assert "sk-123" not in visit.page.content()


def test_an_index_that_cannot_be_read_is_told_on_the_page(browser: Browser, system: System, tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database, but long enough to be taken for one" * 20)
    broken = build(Settings(data=tmp_path), like=system)
    with served(mount(FastAPI(), broken)) as url, visiting(browser, url) as visit:
        expect(visit.page.locator("#article .error")).to_contain_text("cannot read or write its documents")
