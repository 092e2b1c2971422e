"""The evidence of an answer in the document beside it, in a real browser: one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from ingest.document import Document
from ingest.pipeline import ingest
from qa.answer import Answer
from qa.system import System
from tests.ui.browsing import Visit
from tests.ui.scripted import cited, scripted

pytestmark = [pytest.mark.browser, pytest.mark.model]

RULES = "# House rules\n\nDogs stay outside.\n\n## Garden\n\nThe gate is shut at ten. The well is off limits.\n"


@pytest.fixture
def documents(page_system: System, tmp_path: Path) -> Iterator[list[Document]]:
    """The seed article, and a document of English rules, which is gone after the test."""
    (tmp_path / "rules.md").write_text(RULES, "utf-8")
    ingest(page_system.index, [str(tmp_path / "rules.md")], page_system.loader)
    records = page_system.index.documents()
    yield [page_system.index.document(record.id) for record in records]
    page_system.index.remove(records[-1].id)


@pytest.fixture
def three(documents: list[Document]) -> Answer:
    """An answer with two quotes of the rules and one of the article."""
    article, rules = documents
    line = next(line for line in article.text.splitlines()[1:] if line.strip())
    return cited((rules, "Dogs stay outside."), (rules, "The well is off limits."), (article, line))


def shown(visit: Visit) -> Locator:
    return visit.page.locator("#steps [role=status]")


def chosen(visit: Visit) -> Locator:
    return visit.page.locator("#chooser option:checked")


def background(locator: Locator) -> str:
    return str(locator.evaluate("element => getComputedStyle(element).backgroundColor"))


def test_previous_and_next_go_through_the_evidence_over_documents(
    browser: Browser, page_system: System, three: Answer
) -> None:
    with scripted(browser, page_system, three) as (_, visit):
        visit.ask("What is forbidden?")
        expect(shown(visit)).to_have_text("1 / 3")
        onward = visit.page.get_by_role("button", name="Next")
        onward.click()
        expect(shown(visit)).to_have_text("2 / 3 · Garden")
        expect(visit.active()).to_have_text("The well is off limits.")
        onward.click()
        expect(shown(visit)).to_have_text("3 / 3")
        expect(visit.active()).to_have_text(three.citations[2].quote)
        expect(chosen(visit)).to_have_text(three.citations[2].title)
        expect(onward).to_be_focused()  # to be pressed again
        onward.click()
        expect(visit.active()).to_have_text("Dogs stay outside.")
        visit.page.get_by_role("button", name="Previous").click()
        expect(shown(visit)).to_have_text("3 / 3")


def test_a_citation_has_one_colour_in_the_answer_and_in_the_document(
    browser: Browser, page_system: System, three: Answer
) -> None:
    with scripted(browser, page_system, three) as (_, visit):
        answer = visit.ask("What is forbidden?")
        second = visit.page.locator("#article mark", has_text="The well")
        assert background(second) == background(answer.get_by_role("link", name="[2]").first)
        assert background(second) != background(answer.get_by_role("link", name="[1]").first)


def test_a_new_answer_counts_its_own_citations_also_where_one_before_cites_the_same(
    browser: Browser, page_system: System, three: Answer
) -> None:
    alone = replace(three, sentences=three.sentences[:1], citations=three.citations[:1])
    answers = {"What is forbidden?": three, "And dogs?": alone}
    with scripted(browser, page_system, lambda question: answers[question]) as (_, visit):
        visit.ask("What is forbidden?").get_by_role("link", name="[1]").last.click()
        expect(shown(visit)).to_have_text("1 / 3")
        visit.ask("And dogs?")
        expect(shown(visit)).to_have_text("1 / 1")


def test_after_a_reload_the_evidence_is_marked_again(browser: Browser, page_system: System, three: Answer) -> None:
    with scripted(browser, page_system, three) as (_, visit):
        visit.ask("What is forbidden?")
        visit.wait_until_kept()
        visit.reload()
        expect(visit.active()).to_have_text("Dogs stay outside.")
        expect(visit.page.locator("#article mark")).to_have_count(2)
        expect(shown(visit)).to_have_text("1 / 3")


def test_a_document_is_chosen_from_the_keyboard_and_is_then_the_open_one(
    browser: Browser, page_system: System, three: Answer
) -> None:
    with scripted(browser, page_system, three) as (fake, visit):
        article = three.citations[2]
        expect(visit.page.locator("#article h2")).to_have_text("House rules")
        chooser = visit.page.get_by_role("combobox", name="Document shown")
        chooser.focus()
        visit.page.keyboard.press("Escape")
        visit.page.keyboard.press("ArrowDown")
        expect(visit.page.locator("#article h2")).to_have_text(article.title)
        expect(chooser).to_be_focused()
        visit.ask("What is this article about?")
        assert fake.opened == [article.document_id]
