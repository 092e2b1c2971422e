"""Answers that a test has written, from a system with real documents: for what the page does with answers."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, cast

from fastapi import FastAPI
from playwright.sync_api import Browser

from ingest.document import Document
from ingest.formats.loading import Loader
from ingest.index import Index
from qa.answer import Answer, Citation, Event, Sentence, Token
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System
from tests.ui.browsing import Visit, visiting
from tests.ui.serving import served
from ui.page.chat import mount


@dataclass
class Scripted:
    """Stands in for a system: every question gets `answer`, once `go_on` is set."""

    settings: Settings
    index: Index
    loader: Loader
    answer: Callable[[str], Answer]
    go_on: bool = True
    asked: list[str] = field(default_factory=list)
    turns: list[int] = field(default_factory=list)
    opened: list[str | None] = field(default_factory=list)

    async def stream(
        self, question: str, history: Sequence[Turn], open_document: str | None = None, **_: object
    ) -> AsyncGenerator[Event]:
        self.asked.append(question)
        self.turns.append(len(history))
        self.opened.append(open_document)
        yield Token("Half of it")
        while not self.go_on:
            await asyncio.sleep(0.05)
        yield replace(self.answer(question), question=question)


def cited(*quotes: tuple[Document, str], **changes: Any) -> Answer:
    """An answer of the quotes, each a sentence with its citation."""
    citations = []
    for n, (document, quote) in enumerate(quotes, start=1):
        start = document.text.index(quote)
        place = document.page(start), document.section(start)
        origin, end = (document.id, document.title, document.source), start + len(quote)
        recognised = document.is_recognised(start, end)
        citations.append(Citation(n, *origin, start, end, quote, *place, recognised=recognised))
    sentences = [Sentence(citation.quote, (citation.n,), supported=True, starts_line=True) for citation in citations]
    return replace(Answer("", True, "quoted", sentences, None, 0.9, citations, timings_ms={"total": 1.0}), **changes)


@contextmanager
def scripted(
    browser: Browser, system: System, answer: Callable[[str], Answer] | Answer, go_on: bool = True, **options: Any
) -> Iterator[tuple[Scripted, Visit]]:
    """A page on the system's documents that gives the answers."""
    answering = answer if callable(answer) else lambda question: answer
    fake = Scripted(system.settings, system.index, system.loader, answering, go_on)
    with served(mount(FastAPI(), cast(System, fake))) as url, visiting(browser, url, **options) as visit:
        yield fake, visit
