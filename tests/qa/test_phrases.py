import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import qa.phrases
from qa.answer import Failure
from qa.phrases import language

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did Lavrov agree to?", "en"),
        ("على ماذا وافق لافروف؟", "ar"),
        ("ما هو دور NATO في الاتفاق؟", "ar"),
        ("من أسس Blue Lantern؟", "ar"),
        ("What does «دليل» mean?", "en"),
        ("2016?", "en"),
        ("ﻣﺘﻰ ﺑﻨﻲ ﺍﻟﺠﺴﺮ", "ar"),  # the forms of letters that some PDFs keep
        ("", "en"),
    ],
)
def test_the_language_is_that_of_most_words(text: str, expected: str) -> None:
    assert language(text) == expected


def test_every_kind_of_failure_has_a_phrase() -> None:
    assert set(qa.phrases.FAILURE) == set(get_args(Failure))


def texts(table: Path) -> dict[str, dict[str, str]]:
    """By language, the texts of a table under their names, those of its parts among them."""
    flat: dict[str, dict[str, str]] = {}
    for code, entries in qa.phrases.by_language(table).items():
        parts = [value for value in entries.values() if isinstance(value, dict)]
        flat[code] = {name: text for part in (entries, *parts) for name, text in part.items() if isinstance(text, str)}
    return flat


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize(("table", "number"), [(ROOT / "qa/phrases", 17), (ROOT / "ui/page/strings", 60)])
def test_both_languages_have_the_same_names_with_the_same_placeholders(table: Path, number: int) -> None:
    english, arabic = (texts(table)[code] for code in ("en", "ar"))
    assert english.keys() == arabic.keys()
    assert len(english) >= number
    assert {name: placeholders(text) for name, text in english.items()} == {
        name: placeholders(text) for name, text in arabic.items()
    }


@pytest.mark.parametrize("table", [ROOT / "qa/phrases", ROOT / "ui/page/strings"])
def test_each_text_is_in_the_language_of_its_table(table: Path) -> None:
    for name, text in texts(table)["en"].items():
        assert language(text) == "en", name
    for name, text in texts(table)["ar"].items():
        assert re.search("[ء-ي]", text), name


def test_every_text_of_the_answers_has_a_name_in_the_module() -> None:
    phrases = {name.lower() for name in vars(qa.phrases) if name.isupper() and name[0] != "_"} - {"quoted_from"}
    phrases |= {"quoted_from_arabic", "quoted_from_english"}
    assert set(qa.phrases.by_language(ROOT / "qa/phrases")["en"]) == phrases


def test_every_string_of_the_page_is_used_by_it() -> None:
    sources = "".join(path.read_text("utf-8") for path in ROOT.glob("ui/page/*.py") if path.name != "strings.py")
    strings = qa.phrases.by_language(ROOT / "ui/page/strings")["en"]
    assert {name for name in strings if not re.search(rf"\.{name}\b|\"{name}\"", sources)} == set()
