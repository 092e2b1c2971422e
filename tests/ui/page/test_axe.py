"""What axe finds in the page, in a real browser: nothing critical or serious, in whatever state it is."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from qa.answer import Answer
from qa.system import System
from tests.ui.browsing import PHONE, WIDE
from tests.ui.scripted import cited, scripted

pytestmark = [pytest.mark.browser, pytest.mark.model]

RULES = {"label-content-name-mismatch": {"enabled": True}, "target-size": {"enabled": True}}
"""Two that axe leaves out unless it is asked for them."""


def faults(page: Page) -> list[tuple[str, str]]:
    """The rules that are broken, each with the first element that breaks it."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("critical", "serious")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "viewport"), [("en-GB", WIDE), ("ar", PHONE)])
def test_axe_finds_nothing_serious(
    browser: Browser, page_system: System, scheme: str, locale: str, viewport: dict[str, int]
) -> None:
    (record,) = page_system.index.documents()
    document = page_system.index.document(record.id)
    lines = [line for line in document.text.splitlines() if line.strip()]
    quotes = [(document, line) for line in lines[2:5]]
    answers: dict[str, Answer] = {
        "Answer?": cited(*quotes),
        "Hedge?": cited(*quotes[:1], hedged=True, confidence=0.4),
        "Refusal? " * 200: cited(*quotes, answered=False),
    }
    with scripted(
        browser, page_system, lambda question: answers[question], viewport=viewport, color_scheme=scheme, locale=locale
    ) as (_, visit):
        page = visit.page
        expect(page.locator("#chat .example").first).to_be_visible()
        assert faults(page) == []
        for question in answers:
            visit.ask(question)
            assert faults(page) == [], question
        page.locator("#chat .answer").last.locator("summary").click()
        assert faults(page) == [], "unfolded"
        visit.view("article")
        page.locator("#chooser select").focus()
        assert faults(page) == [], "article"
        for view in ("documents", "evaluation"):
            visit.view(view)
            assert faults(page) == [], view
        page.locator("#evaluation-options button").first.click()
        expect(page.locator("#normalise")).to_be_visible()
        assert faults(page) == [], "evaluation options"


def test_chips_are_large_enough_to_be_hit(browser: Browser, page_system: System) -> None:
    (record,) = page_system.index.documents()
    document = page_system.index.document(record.id)
    with scripted(browser, page_system, cited((document, document.text[:20]))) as (_, visit):
        examples = visit.page.locator("#chat .example").all()
        sizes = [example.bounding_box() for example in examples]
        sizes += [chip.bounding_box() for chip in visit.ask("Answer?").locator(".cite").all()]
        assert len(sizes) > len(examples) > 0
        assert all(size and min(size["width"], size["height"]) >= 24 for size in sizes)
