from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.text.words import light_stem, normalise, script, search_words


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("إتفاقيّة", "اتفاقيه"),  # hamza, shadda, ta marbuta
        ("عمّـــان", "عمان"),  # tatweel
        ("على", "علي"),
        ("Café", "cafe"),
        ("٢٠١٦", "2016"),
        ("ﻻ", "لا"),  # a presentation form
    ],
)
def test_however_it_is_typed_the_word_is_the_same(typed: str, same: str) -> None:
    assert normalise(typed) == same


@pytest.mark.parametrize(
    ("word", "stem"),
    [("والمفاوضات", "مفاوض"), ("الروسي", "روس"), ("للبلدين", "بلد"), ("وزير", "زير"), ("من", "من")],
)
def test_light_stems_are_those_of_light10(word: str, stem: str) -> None:
    assert light_stem(word) == stem


def test_an_arabic_word_gives_its_stem_and_its_runs_of_four() -> None:
    assert search_words("المجلس") == ["مجلس", "xالمج", "xلمجل", "xمجلس"]


def test_an_english_word_gives_its_stem() -> None:
    assert search_words("Agreements, agreed!") == ["agreement", "agre"]


def test_script_is_that_of_most_letters() -> None:
    assert script("ما هو NATO؟") == "arabic"
    assert script("What is حلف?") == "other"
    assert script("2016") == "other"
    assert script("ﻣﺘﻰ ﺑﻨﻲ ﺍﻟﺠﺴﺮ") == "arabic"  # the forms of letters that some PDFs keep


def test_several_threads_at_once_stem_the_same() -> None:
    texts = [f"nationalities hoping relational running conditional {n}" for n in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(search_words, texts)) == [search_words(text) for text in texts]


def test_a_word_is_found_with_and_without_its_zero_width_non_joiner() -> None:
    assert search_words("می\u200cآورند") == search_words("میآورند")
