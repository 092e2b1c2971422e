"""Where the keyboard goes on after what it was at has left the page."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from ingest.pipeline import ingest
from qa.settings import Settings
from qa.system import System, build
from tests.ui.browsing import Visit, visiting
from tests.ui.serving import served
from ui.page.chat import mount

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


def test_it_goes_on_at_another_document_after_a_removal_and_at_the_report_after_the_last(
    browser: Browser, system: System, tmp_path: Path
) -> None:
    own = build(Settings(data=tmp_path / "data"), like=system)
    for name in ("first", "second", "third"):  # the latest stands first
        (tmp_path / f"{name}.txt").write_text(f"The {name} note.", "utf-8")
        ingest(own.index, [str(tmp_path / f"{name}.txt")], own.loader)
    with served(mount(FastAPI(), own)) as url, visiting(browser, url) as visit:
        visit.view("documents")
        visit.page.on("dialog", lambda dialog: dialog.accept())
        for removed, next_ in (("third", "second"), ("first", "second")):
            remove(visit, removed)
            expect(visit.page.get_by_role("button", name=f"Remove: {next_}")).to_be_focused()
        remove(visit, "second")
        expect(visit.page.locator("#report [role=status]")).to_be_focused()
    own.close()


def remove(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=f"Remove: {name}").focus()
    visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#report .done")).to_contain_text(name)
