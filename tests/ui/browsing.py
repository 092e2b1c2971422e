"""Pages of headless Chromium that report what they did."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, ViewportSize

WIDE: ViewportSize = {"width": 1360, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
ANSWER_MS = 120_000
_STREAM_MS = 5_000


@dataclass
class Visit:
    """One person's page, with all it requested and all it complained about."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)
    streams: int = 0
    """Requests that wait for what the server has to say."""

    def ask(self, question: str) -> Locator:
        """Ask and wait; the answer's message, once the next question may be asked."""
        answers = self.page.locator("#chat .answer:has(.facts)")
        before = answers.count()
        self.type(question)
        answers.nth(before).wait_for(timeout=ANSWER_MS)
        self.page.locator("#question .submit-button").wait_for()
        return answers.nth(before)

    def type(self, question: str) -> None:
        self.page.fill("#question textarea", question)
        self.page.press("#question textarea", "Enter")

    def reload(self, at_once: bool = False) -> None:
        """Load the page again and wait until it is ready for a question; `at_once`, in the midst of anything."""
        # Gradio complains of a stream that breaks off while something comes on it. On a busy machine it may also open
        # one when all has come, which then stays open for ever: it is waited for no longer than this
        for _ in range(0 if at_once else _STREAM_MS // 50):
            if self.streams:
                self.page.wait_for_timeout(50)
        self.page.reload()
        wait_until_ready(self.page)

    def view(self, name: str) -> None:
        self.page.click(f"[data-view-button={name}]")

    def active(self) -> Locator:
        """The pieces of the mark that is looked at."""
        return self.page.locator("#article .active")

    def wait_until_seen(self, locator: Locator) -> None:
        """Wait until the element is wholly inside its panel and the window."""
        self.page.wait_for_function(_SEEN, arg=locator.element_handle(), timeout=30_000)

    def wait_until_kept(self) -> None:
        """Wait until the browser has stored the conversation, of which nothing on the page tells."""
        self.page.wait_for_function(f"{_STORED} > 500", timeout=30_000)

    def wait_until_forgotten(self) -> None:
        """Wait until the browser has stored that there is no conversation."""
        self.page.wait_for_function(f"{_STORED} < 500", timeout=30_000)


_STORED = "(Object.entries(localStorage).find(([key]) => key.startsWith('dalil-conversation'))?.[1] ?? '').length"
"""How long the stored text is: it is encrypted, but as long as what it holds."""

_SEEN = """(element) => {
  const { width, top, bottom } = element.getBoundingClientRect();
  const panel = element.closest("#article").getBoundingClientRect();
  return width > 0 && top >= Math.max(0, panel.top) && bottom <= Math.min(innerHeight, panel.bottom);
}"""


@contextmanager
def visiting(browser: Browser, url: str, viewport: ViewportSize = WIDE, **options: Any) -> Iterator[Visit]:
    """A fresh page on the address, ready for a question; at the end it must not have complained or left the machine."""
    # without smooth scrolling, so that a place is reached at once
    context = browser.new_context(viewport=viewport, **{"locale": "en-GB", "reduced_motion": "reduce", **options})
    try:
        visit = Visit(context.new_page())
        context.on("request", lambda request: visit.hosts.add(urlsplit(request.url).netloc))
        context.on("request", lambda request: _count(visit, request, 1))
        for over in ("requestfinished", "requestfailed"):
            visit.page.on(over, lambda request: _count(visit, request, -1))
        visit.page.on("console", lambda message: _note(visit, message))
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.goto(url)
        wait_until_ready(visit.page)
        yield visit
    finally:
        context.close()
    assert visit.hosts - {""} == {urlsplit(url).netloc}  # no host: data and blob URLs
    assert visit.complaints == [], visit.complaints


def wait_until_ready(page: Page) -> None:
    """Wait for what the page begins with: its documents and the conversation that the browser kept come at once."""
    page.locator("#article :is(article, .nothing, .error)").wait_for(state="attached", timeout=30_000)


def _count(visit: Visit, request: Request, change: int) -> None:
    if "/queue/data" in request.url:
        visit.streams += change


def _note(visit: Visit, message: ConsoleMessage) -> None:
    if message.type == "error":
        visit.complaints.append(message.text)
