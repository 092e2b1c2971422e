"""Where the keyboard goes on after what it was at has left the page."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from ingest.pipeline import ingest
from qa.system import System
from tests.ui.browsing import Visit

pytestmark = [pytest.mark.browser, pytest.mark.model]


def focused_in(visit: Visit, selector: str) -> None:
    visit.page.wait_for_function("(selector) => document.activeElement.closest(selector)", arg=selector, timeout=30_000)


@pytest.mark.parametrize("times", [1, 2])
def test_it_goes_on_in_the_document_that_was_opened_from_the_list(visit: Visit, times: int) -> None:
    for _ in range(times):
        visit.view("documents")
        visit.page.locator("#library a").first.focus()
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator("#article article")).to_be_visible()
        focused_in(visit, "#article")


def test_it_goes_on_at_the_next_document_after_a_removal(visit: Visit, page_system: System, tmp_path: Path) -> None:
    for name in ("first", "second", "third"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} note.", "utf-8")
    ingest(page_system.index, [str(tmp_path)], page_system.limits)
    visit.page.reload()
    visit.view("documents")
    visit.page.on("dialog", lambda dialog: dialog.accept())
    buttons = visit.page.locator("#library button")
    expect(buttons).to_have_count(4)
    names = [buttons.nth(n).get_attribute("aria-label") for n in range(4)]
    remove(visit, 0)
    expect(visit.page.get_by_role("button", name=names[1])).to_be_focused()
    remove(visit, 1)
    expect(visit.page.get_by_role("button", name=names[3])).to_be_focused()


def remove(visit: Visit, place: int) -> None:
    visit.page.locator("#library button").nth(place).focus()
    visit.page.keyboard.press("Enter")
