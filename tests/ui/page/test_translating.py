"""The translation of a quote on the page, in a real browser, by a scripted language model."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from qa.system import System
from qa.writing.generation import Generator
from tests.scripted_llm import ScriptedLLM
from tests.ui.browsing import Visit, visiting
from tests.ui.page.test_axe import faults
from tests.ui.serving import served
from ui.server import create_app

pytestmark = [pytest.mark.browser, pytest.mark.model]


@pytest.fixture
def llm() -> ScriptedLLM:
    return ScriptedLLM(scripts=[])


@pytest.fixture
def writing(browser: Browser, page_system: System, llm: ScriptedLLM) -> Iterator[Visit]:
    """A page whose answers are quotes, since its language model fails, but translates."""
    generator = Generator(lambda: llm, "scripted:x", page_system.index.embedding, page_system.quoter, 4096, 10)
    system = replace(page_system, generator=generator, settings=replace(page_system.settings, llm="scripted:x"))
    llm.scripts.append([RuntimeError("no")])
    with served(create_app(system)) as url, visiting(browser, url) as visit:
        yield visit


def test_a_quote_is_translated_by_the_keyboard_and_marked_as_a_translation(writing: Visit, llm: ScriptedLLM) -> None:
    answer = writing.ask("When did Kerry arrive in Moscow?")
    llm.scripts.append(["Kerry came on 2 < 3 & Thursday."])
    button = answer.get_by_role("button", name="Translate").first
    button.focus()
    writing.page.keyboard.press("Enter")
    translation = answer.locator(".translation")
    expect(translation.locator("p").first).to_have_text("Kerry came on 2 < 3 & Thursday.")
    expect(translation).to_contain_text("Machine translation by scripted:x; the original is the evidence.")
    expect(translation.locator("p").first).to_have_attribute("dir", "auto")
    assert faults(writing.page) == []
    quote = answer.locator("blockquote").first.inner_text().removesuffix("[1]").strip()
    assert quote in str(llm.prompts[-1][-1].content)
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    writing.page.keyboard.press("Enter")
    expect(translation).to_have_count(0)
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_translation_that_fails_says_why(writing: Visit, llm: ScriptedLLM) -> None:
    answer = writing.ask("When did Kerry arrive in Moscow?")
    llm.scripts.append([RuntimeError("sk-123")])
    answer.get_by_role("button", name="Translate").first.click()
    expect(answer.locator(".translation")).to_contain_text("a model cannot be loaded or does not answer")
    assert "sk-123" not in writing.page.content()
    writing.complaints.clear()  # of the browser, over the status 502


def test_without_a_language_model_there_is_no_button(visit: Visit) -> None:
    answer = visit.ask("When did Kerry arrive in Moscow?")
    expect(answer.locator("blockquote")).not_to_have_count(0)
    expect(answer.get_by_role("button", name="Translate")).to_have_count(0)
