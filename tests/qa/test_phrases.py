import re
from typing import get_args

import pytest

import qa.phrases
from qa.answer import Failure
from qa.phrases import language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What did Lavrov agree to?", "en"),
        ("على ماذا وافق لافروف؟", "ar"),
        ("ما هو دور NATO في الاتفاق؟", "ar"),
        ("What does «دليل» mean?", "en"),
        ("2016?", "en"),
        ("ﻣﺘﻰ ﺑﻨﻲ ﺍﻟﺠﺴﺮ", "ar"),  # the forms of letters that some PDFs keep
        ("", "en"),
    ],
)
def test_the_language_is_that_of_most_letters(text: str, expected: str) -> None:
    assert language(text) == expected


def test_every_kind_of_failure_has_a_phrase() -> None:
    assert set(qa.phrases.FAILURE) == set(get_args(Failure))


def test_every_phrase_stands_in_both_languages() -> None:
    phrases = [value for name, value in vars(qa.phrases).items() if name.isupper() and name != "FAILURE"]
    phrases += qa.phrases.FAILURE.values()
    assert len(phrases) >= 15
    for phrase in phrases:
        assert set(phrase) == {"en", "ar"}
        assert language(phrase["en"]) == "en"
        assert language(re.sub(r"{\w+}", "", phrase["ar"])) == "ar"
        assert re.findall(r"{\w+}", phrase["en"]) == re.findall(r"{\w+}", phrase["ar"])
