"""Nothing that is typed is lost, in a real browser: whatever becomes of the page, the question or the answer."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from qa.answer import Answer, Sentence
from qa.system import System
from tests.ui.browsing import Visit
from tests.ui.scripted import scripted

pytestmark = [pytest.mark.browser, pytest.mark.model]

SAID = Answer("", True, "generated", [Sentence("Said.", (), supported=True)], None, 0.9, timings_ms={"total": 1.0})


def box(visit: Visit) -> Locator:
    return visit.page.locator("#question textarea")


def hint(visit: Visit) -> Locator:
    return visit.page.locator("#hint [role=status]")


def test_a_draft_is_there_again_after_a_reload_and_not_once_it_was_sent(browser: Browser, page_system: System) -> None:
    with scripted(browser, page_system, SAID) as (_, visit):
        box(visit).fill("What about\ntwo lines?")
        visit.reload()
        expect(box(visit)).to_have_value("What about\ntwo lines?")
        box(visit).press("Enter")
        expect(visit.page.locator("#chat .answer .facts")).to_have_count(1)
        visit.page.get_by_role("button", name="Send").wait_for()
        visit.wait_until_kept()
        visit.reload()
        expect(visit.page.locator("#chat .answer .facts")).to_have_count(1)
        expect(box(visit)).to_have_value("")


def test_an_overlong_question_stays_with_its_length_and_the_limit_until_it_is_short_enough(
    browser: Browser, page_system: System
) -> None:
    with scripted(browser, page_system, SAID) as (fake, visit):
        visit.type("😀" * 2001)  # characters, not the two units that a script counts of each
        expect(hint(visit)).to_have_text(
            "The question has 2,001 characters; at most 2,000 are read. Shorten it, then send it."
        )
        visit.page.get_by_role("button", name="Send").click()
        expect(box(visit)).to_have_value("😀" * 2001)
        box(visit).fill("😀" * 2000)
        expect(hint(visit)).to_have_text("")
        box(visit).press("Enter")
        expect(visit.page.locator("#chat .answer .facts")).to_have_count(1)
        assert fake.asked == ["😀" * 2000]


def test_the_arrow_up_brings_the_last_question_back_into_an_empty_box(browser: Browser, page_system: System) -> None:
    with scripted(browser, page_system, SAID) as (_, visit):
        visit.ask("What does “<b>` mean?")
        box(visit).fill("other")
        box(visit).press("ArrowUp")
        expect(box(visit)).to_have_value("other")
        box(visit).fill("")
        box(visit).press("ArrowUp")
        expect(box(visit)).to_have_value("What does “<b>` mean?")


def test_enter_while_an_answer_is_written_says_why_it_waits_and_stop_loses_neither_question(
    browser: Browser, page_system: System
) -> None:
    with scripted(browser, page_system, SAID, go_on=False) as (fake, visit):
        visit.type("First?")
        expect(visit.page.locator("#chat .bot-row")).to_contain_text("Half of it")
        visit.type("Second?")
        expect(hint(visit)).to_contain_text("The answer is still being written.")
        visit.page.get_by_role("button", name="Stop").click()
        expect(visit.page.locator("#chat .stopped")).to_have_text("Stopped.")
        expect(hint(visit)).to_have_text("")
        expect(visit.page.locator("#chat .asked")).to_have_text("First?")
        expect(box(visit)).to_have_value("Second?")
        assert fake.asked == ["First?"]


def test_a_page_that_is_loaded_again_during_an_answer_has_its_question(browser: Browser, page_system: System) -> None:
    with scripted(browser, page_system, SAID, go_on=False) as (fake, visit):
        visit.type("First?")
        expect(visit.page.locator("#chat .bot-row")).to_contain_text("Half of it")
        visit.reload(at_once=True)
        expect(visit.page.locator("#chat .asked")).to_have_text("First?")
        expect(visit.page.locator("#chat .stopped")).to_have_text("Stopped.")
        visit.complaints.clear()  # of Gradio, over the answer that it waited for
        fake.go_on = True


def test_an_example_leaves_what_was_typed(browser: Browser, page_system: System) -> None:
    with scripted(browser, page_system, SAID) as (_, visit):
        box(visit).fill("Half a quest")
        visit.page.locator("#chat .example").first.click()
        expect(visit.page.locator("#chat .answer .facts")).to_have_count(1)
        expect(box(visit)).to_have_value("Half a quest")


def test_a_new_conversation_can_be_undone_until_something_is_asked(browser: Browser, page_system: System) -> None:
    with scripted(browser, page_system, SAID) as (fake, visit):
        asked, undo = visit.page.locator("#chat .asked"), visit.page.get_by_role("button", name="Undo")
        renew = visit.page.get_by_role("button", name="New conversation")
        visit.ask("First?")
        renew.click()
        expect(asked).to_have_count(0)
        undo.click()
        expect(asked).to_have_text(["First?"])
        expect(undo).to_have_count(0)
        expect(box(visit)).to_be_focused()
        visit.ask("Second?")
        assert fake.turns == [0, 1]  # what was said counts again
        renew.click()
        expect(undo).to_be_visible()
        expect(asked).to_have_count(0)
        visit.ask("Third?")
        expect(undo).to_have_count(0)
        assert fake.turns == [0, 1, 0]
