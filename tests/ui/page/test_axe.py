"""What axe finds in the page, in a real browser: nothing critical or serious, in whatever state it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from ingest.document import Document
from ingest.pipeline import ingest_loads
from qa.answer import Answer, Sentence
from qa.system import System, build
from tests.ui.browsing import PHONE, WIDE
from tests.ui.scripted import cited, scripted

pytestmark = [pytest.mark.browser, pytest.mark.model]

RULES = {"label-content-name-mismatch": {"enabled": True}, "target-size": {"enabled": True}}
"""Two that axe leaves out unless it is asked for them."""


def faults(page: Page) -> list[tuple[str, str]]:
    """The rules that are broken, each with the first element that breaks it."""
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": RULES}).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in ("critical", "serious")]


@pytest.fixture(scope="module")
def writing(page_system: System) -> Iterator[System]:
    """The system as if it had a language model, with a collection, which is gone after the tests."""
    rules = ("/rules.txt", lambda: Document("/rules.txt", "Rules", "Dogs stay outside."))
    ingest_loads(page_system.index, [rules], collection="rules")
    yield replace(page_system, settings=replace(page_system.settings, llm="scripted:x"))
    page_system.index.remove(page_system.index.documents()[-1].id)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("locale", "viewport"), [("en-GB", WIDE), ("ar", PHONE)])
def test_axe_finds_nothing_serious(
    browser: Browser, writing: System, scheme: str, locale: str, viewport: dict[str, int]
) -> None:
    document = writing.index.document(writing.index.documents()[0].id)
    lines = [line for line in document.text.splitlines() if line.strip()]
    quotes = [(document, line) for line in lines[2:5]]
    answers: dict[str, Answer] = {
        "Answer?": cited(*quotes),
        "Hedge?": cited(*quotes[:1], hedged=True, confidence=0.4),
        "Refusal? " * 200: cited(*quotes, answered=False),
        "Hello!": Answer("", True, "chat", [Sentence("Hello!", (), supported=True)], None, 1.0),
    }
    with scripted(
        browser, writing, lambda question: answers[question], viewport=viewport, color_scheme=scheme, locale=locale
    ) as (fake, visit):
        page = visit.page
        expect(page.locator("#scope select")).to_be_visible()
        expect(page.locator("#chat .example").first).to_be_visible()
        assert faults(page) == []
        for question in answers:
            visit.ask(question)
            assert faults(page) == [], question
        page.locator("#chat .answer:has(summary)").last.locator("summary").click()
        assert faults(page) == [], "unfolded"
        visit.type("An error?")
        expect(page.locator("#chat .error")).to_be_visible()
        assert faults(page) == [], "error"
        fake.go_on = False
        visit.type("Hedge?")
        expect(page.locator("#chat .bot-row").last).to_contain_text("Half of it")
        assert faults(page) == [], "streaming"
        page.locator("#question .stop-button").click()
        expect(page.locator("#chat .stopped")).to_be_visible()
        assert faults(page) == [], "stopped"
        visit.view("article")
        page.locator("#chooser select").focus()
        assert faults(page) == [], "article"
        for view in ("documents", "evaluation"):
            visit.view(view)
            assert faults(page) == [], view
        page.locator("#evaluation-options button").first.click()
        expect(page.locator("#normalise")).to_be_visible()
        assert faults(page) == [], "evaluation options"


def test_axe_finds_nothing_serious_where_there_are_no_documents(
    browser: Browser, page_system: System, tmp_path: Path
) -> None:
    empty = build(replace(page_system.settings, data=tmp_path), like=page_system)
    with scripted(browser, empty, cited()) as (_, visit):
        expect(visit.page.locator("#article .nothing")).to_contain_text("There are no documents yet.")
        assert faults(visit.page) == []
    empty.close()


def test_chips_are_large_enough_to_be_hit(browser: Browser, page_system: System) -> None:
    document = page_system.index.document(page_system.index.documents()[0].id)
    with scripted(browser, page_system, cited((document, document.text[:20]))) as (_, visit):
        examples = visit.page.locator("#chat .example").all()
        sizes = [example.bounding_box() for example in examples]
        sizes += [chip.bounding_box() for chip in visit.ask("Answer?").locator(".cite").all()]
        assert len(sizes) > len(examples) > 0
        assert all(size and min(size["width"], size["height"]) >= 24 for size in sizes)
