"""The chat page while the data directory cannot be read: what there is is shown, what there is not is reported."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, expect

from ingest.index import Index
from ingest.pipeline import ingest
from qa.answer import Answer, Event, Passage, Sentence
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build
from tests.conftest import ARTICLE
from tests.ui.browsing import visiting
from tests.ui.serving import served
from ui.page.chat import mount

pytestmark = [pytest.mark.browser, pytest.mark.model]


@dataclass
class Losing:
    """Stands in for a system whose catalogue is damaged at the moment its answer is there."""

    settings: Settings
    index: Index

    @property
    def catalogue(self) -> Path:
        return self.settings.data / "catalogue.sqlite"

    async def stream(self, question: str, history: Sequence[Turn], **_: object) -> AsyncGenerator[Event]:
        (record,) = self.index.documents()
        passage = Passage(record.id, record.title, record.source, 0, 9, "", 1.0)
        self.catalogue.write_bytes(b"this is no database, but long enough to be taken for one" * 20)
        yield Answer(
            question,
            True,
            "generated",
            [Sentence(f"After {len(history)} turns.", (), True)],
            None,
            0.9,
            passages=[passage],
        )


def test_an_answer_is_shown_though_its_document_cannot_be_and_the_next_can_be_asked(
    browser: Browser, system: System, tmp_path: Path
) -> None:
    whole = build(Settings(data=tmp_path), like=system)
    ingest(whole.index, [str(ARTICLE)], whole.loader)
    losing = Losing(whole.settings, whole.index)
    kept = losing.catalogue.read_bytes()
    with served(mount(FastAPI(), cast(System, losing))) as url, visiting(browser, url) as visit:
        messages = visit.page.locator("#chat .bot-row")
        visit.type("What then?")
        expect(messages).to_contain_text("After 0 turns.")
        expect(visit.page.locator("#article .error")).to_contain_text("cannot read or write its documents")
        losing.catalogue.write_bytes(kept)
        visit.page.get_by_role("button", name="Send").wait_for()
        visit.type("And then?")
        expect(messages.nth(1)).to_contain_text("After 1 turns.")
    whole.close()


def test_what_became_of_a_removal_is_told_though_the_documents_cannot_be_listed(
    browser: Browser, system: System, tmp_path: Path
) -> None:
    whole = build(Settings(data=tmp_path), like=system)
    ingest(whole.index, [str(ARTICLE)], whole.loader)
    with served(mount(FastAPI(), whole)) as url, visiting(browser, url) as visit:
        visit.view("documents")
        visit.page.once("dialog", lambda dialog: dialog.accept())
        Losing(whole.settings, whole.index).catalogue.write_bytes(b"no database " * 100)
        visit.page.locator("#library button").click()
        expect(visit.page.locator("#report .failed")).to_contain_text("cannot read or write its documents")
    whole.close()


@dataclass
class Breaking(Losing):
    """Stands in for a system with a defect that nobody foresaw."""

    async def stream(self, question: str, history: Sequence[Turn], **_: object) -> AsyncGenerator[Event]:
        (record,) = self.index.documents()
        self.index = None  # type: ignore[assignment]
        passage = Passage(record.id, record.title, record.source, 0, 9, "", 1.0)
        yield Answer(question, True, "generated", [Sentence("Here.", (), True)], None, 0.9, passages=[passage])


def test_after_a_defect_the_next_question_can_be_asked(browser: Browser, page_system: System) -> None:
    breaking = Breaking(page_system.settings, page_system.index)
    with served(mount(FastAPI(), cast(System, breaking))) as url, visiting(browser, url) as visit:
        visit.type("What then?")
        expect(visit.page.locator("#chat .asked")).to_have_text("What then?")
        expect(visit.page.get_by_role("button", name="Send")).to_be_visible()
        expect(visit.page.get_by_role("button", name="Stop")).to_have_count(0)
        assert breaking.index is None
