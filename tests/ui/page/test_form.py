"""How the chat page looks and reads: light and dark, on a phone, in Arabic, to a screen reader."""

import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.ui.browsing import PHONE, Visit, visiting

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = "What did Lavrov agree to?"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_marks_are_readable_in_light_and_dark(browser: Browser, page_url: str, scheme: str) -> None:
    with visiting(browser, page_url, color_scheme=scheme) as visit:
        answer = visit.ask(QUESTION)
        for place in (visit.active().first, answer.locator("blockquote").first, visit.page.locator("#article p").last):
            assert contrast(place) >= 7  # WCAG 2.2, level AAA
        for place in (answer.locator(".source").first, answer.locator("summary")):
            assert contrast(place) >= 4.5  # level AA
        assert contrast(visit.page.locator("#article mark[data-n]").first, "::before") >= 4.5


def contrast(locator: Locator, part: str | None = None) -> float:
    """WCAG's contrast ratio of the text of an element, or of a part of it, with the first opaque background behind."""
    colours = locator.evaluate(
        """(element, part) => {
          let { color, backgroundColor } = getComputedStyle(element, part);
          for (; /, 0\\)|transparent/.test(backgroundColor); element = element.parentElement)
            ({ backgroundColor } = getComputedStyle(element));
          return [color, backgroundColor];
        }""",
        part,
    )
    lighter, darker = sorted((luminance(colour) for colour in colours), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_on_a_phone_one_view_is_shown_and_a_marker_brings_the_article(browser: Browser, page_url: str) -> None:
    with visiting(browser, page_url, PHONE, has_touch=True, is_mobile=True) as visit:
        answer = visit.ask(QUESTION)
        expect(visit.page.locator("#article-view")).to_be_hidden()
        assert overflow(visit) == 0
        answer.get_by_role("link", name="[1]").first.tap()
        expect(visit.page.locator("#chat-view")).to_be_hidden()
        visit.wait_until_seen(visit.active().first)
        assert overflow(visit) == 0
        visit.view("documents")
        expect(visit.page.locator("#library li")).to_be_visible()
        assert overflow(visit) == 0
        visit.view("chat")
        expect(answer).to_be_visible()


def overflow(visit: Visit) -> int:
    """Pixels by which the page, or anything in it, is wider than the window."""
    return int(
        visit.page.evaluate("""() => Math.max(
          document.scrollingElement.scrollWidth - innerWidth,
          ...[...document.querySelectorAll("#header *, #views *")]
            .filter((e) => e.checkVisibility() && !e.closest("svg, [role=status], .sr-only, input"))
            .map((e) => Math.ceil(e.getBoundingClientRect().right - innerWidth)), 0)""")
    )


def test_an_arabic_browser_gets_the_interface_in_arabic_from_right_to_left(browser: Browser, page_url: str) -> None:
    with visiting(browser, page_url, locale="ar") as visit:
        assert visit.page.get_attribute("#question textarea", "placeholder") == "اسأل بالعربية أو الإنجليزية…"
        expect(visit.page.get_by_role("button", name="محادثة جديدة")).to_be_visible()
        expect(visit.page.locator("#header .brand p")).to_have_text("أجوبة بأدلتها", use_inner_text=True)
        visit.view("documents")
        expect(visit.page.locator("#library button")).to_have_text("إزالة")
        chat, panel = (visit.page.locator(f"#{name}-view").bounding_box() for name in ("chat", "documents"))
        assert chat
        assert panel
        assert chat["x"] > panel["x"]


def test_buttons_without_text_have_names_and_messages_are_not_named_by_their_markup(visit: Visit) -> None:
    visit.ask(QUESTION)
    expect(visit.page.get_by_role("button", name="Send")).to_be_visible()
    assert visit.page.locator("#chat [aria-label*='<']").count() == 0
