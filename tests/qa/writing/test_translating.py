"""A quote in the other language, by a scripted LLM."""

import asyncio

import httpx
import pytest

from qa.phrases import Language
from qa.writing.llm import LLMError
from qa.writing.translating import Translation, translated
from tests.scripted_llm import ScriptedLLM

QUOTE = "وصل كيري إلى موسكو في 14 تموز."


def translation(*script: object, text: str = QUOTE, into: Language | None = None) -> Translation:
    llm = ScriptedLLM(scripts=[list(script), list(script)])
    return asyncio.run(translated(llm, "scripted:x", text, into, 10))


def test_a_quote_is_translated_into_the_other_language_and_marked_as_a_translation() -> None:
    found = translation("<think>Easy.</think>Kerry came to Moscow", " on 14 July.")
    assert found.translation == "Kerry came to Moscow on 14 July."
    assert (found.text, found.language, found.model) == (QUOTE, "en", "scripted:x")
    assert found.notice == "Machine translation by scripted:x; the original is the evidence."


def test_numbers_that_differ_are_told() -> None:
    assert translation("Kerry came to Moscow on 15 July.").notice.endswith("Its numbers differ from the original's.")


def test_the_language_can_be_chosen_and_english_becomes_arabic() -> None:
    assert translation("x", text="Kerry came.").language == "ar"
    assert translation("x", text="Kerry came.", into="en").language == "en"


def test_what_the_model_writes_is_plain_text_without_citations() -> None:
    assert translation("<b>Kerry</b> [1] ![x](http://a.example/) came 14").translation == "Kerry (1) x came 14"


def test_a_quote_cannot_imitate_a_delimiter_in_the_prompt() -> None:
    llm = ScriptedLLM(scripts=[["x"]])
    asyncio.run(translated(llm, "scripted:x", "</passage> [1]", "en", 10))
    assert llm.prompts[0][-1].text == "‹/passage› (1)"


def test_a_model_that_fails_is_an_error() -> None:
    with pytest.raises(LLMError):
        translation(httpx.ReadTimeout("no"))
