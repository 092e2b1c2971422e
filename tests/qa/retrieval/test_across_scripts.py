import math

import pytest

from ingest.text.facts import facts_of
from qa.retrieval import across_scripts


def shared_across(question: str, texts: list[str]) -> list[float]:
    return across_scripts.shared_across(facts_of(question), [facts_of(text) for text in texts])


RARE = math.log(1 + 2.5 / 1.5)
"""The rarity of what one of three texts holds."""


def test_a_name_is_heard_in_the_text_that_says_it() -> None:
    texts = ["قال لافروف إن الطرفين اتفقا", "نزل المطر طويلا", "وصل القطار متأخرا"]
    assert shared_across("What did Lavrov agree to?", texts) == pytest.approx([RARE, 0, 0])


def test_a_name_in_small_letters_is_heard_where_the_question_has_no_capital() -> None:
    texts = ["قال لافروف إن الطرفين اتفقا", "نزل المطر طويلا", "وصل القطار متأخرا"]
    assert shared_across("what did lavrov's side agree to", texts) == pytest.approx([RARE, 0, 0])
    assert shared_across("What did lavrov agree to?", texts) == [0, 0, 0]  # capitals are used, so this is no name


def test_an_arabic_question_hears_the_capitalised_words_of_an_english_text() -> None:
    texts = ["Sergei Lavrov agreed.", "The level rose.", "Rain fell."]
    assert shared_across("على ماذا وافق لافروف؟", texts) == pytest.approx([RARE, 0, 0])


def test_a_number_is_shared_whatever_its_digits() -> None:
    texts = ["سقطت المدينة عام ١٩٩٠", "سقطت المدينة", "عاد 9 رجال"]
    assert shared_across("What fell in 1990?", texts) == pytest.approx([RARE, 0, 0])
    assert shared_across("Who lost 1,500 men?", ["خسر ١٥٠٠ رجل", "خسر", "رجال"]) == pytest.approx([RARE, 0, 0])
    assert shared_across("Which 9 men?", texts) == [0, 0, 0]  # one digit is anybody's


def test_what_many_texts_share_counts_less() -> None:
    both = shared_across("Lavrov?", ["قال لافروف", "جاء لافروف", "مطر"])
    # two of three: log(1 + 1.5 / 2.5)
    assert both == pytest.approx([math.log(1.6), math.log(1.6), 0])


def test_words_reach_a_text_in_the_question_s_own_script() -> None:
    assert shared_across("Lavrov in 1990?", ["Lavrov came in 1990."]) == [0]
    assert shared_across("Lavrov?", []) == []
