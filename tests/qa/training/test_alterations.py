"""Alterations make a sentence false: another number, name, word of a group, or polarity."""

import random

from qa.training.alterations import (
    GROUPS,
    Alterations,
    other_number,
    other_of_group,
    other_polarity,
    spelled,
)

SPELLINGS = {"smith": ("سميث",), "jones": ("جونز", "جونس")}
PAIRS = [("Then Smith spoke to Jones.", "ثم تحدث سميث إلى جونز."), ("Later Brown left.", "غادر براون لاحقا.")]


def changed(text: str, language: int = 0) -> set[str | None]:
    alterations = Alterations.of(PAIRS, SPELLINGS)
    return {alterations.altered(text, PAIRS[0], language, random.Random(seed)) for seed in range(40)}


def test_a_number_becomes_another_one() -> None:
    for seed in range(40):
        text = other_number("It cost 25 dollars.", 0, random.Random(seed))
        assert text is not None
        number = text.removeprefix("It cost ").removesuffix(" dollars.")
        assert number.isdigit()
        assert number != "25"


def test_a_number_in_words_becomes_another_one() -> None:
    for seed in range(20):
        text = other_number("It took three days.", 0, random.Random(seed))
        assert text is not None
        assert "three" not in text


def test_a_word_becomes_another_of_its_group() -> None:
    texts = {other_of_group("قبل الحرب", GROUPS[1], random.Random(seed)) for seed in range(9)}
    assert texts == {"بعد الحرب"}
    assert other_of_group("a house", GROUPS[0], random.Random(0)) is None


def test_a_negation_is_put_in_or_taken_out() -> None:
    assert other_polarity("He was here.", 0, random.Random(0)) == "He was not here."
    assert other_polarity("He was not here.", 0, random.Random(0)) == "He was here."
    assert other_polarity("لم يحضر", 1, random.Random(0)) == "يحضر"
    assert other_polarity("حضر أمس", 1, random.Random(0)) is None


def test_a_name_becomes_another_one_that_is_not_there() -> None:
    assert changed("Then Smith spoke.") == {"Then Brown spoke.", "Then Jones spoke."}


def test_an_arabic_name_is_one_where_it_spells_a_name_of_the_english_sentence() -> None:
    assert Alterations.of(PAIRS, SPELLINGS).names == (("Brown", "Jones", "Smith"), ("جونز", "سميث"))
    assert changed("تحدث وسميث أيضا", 1) == {"تحدث وجونز أيضا"}
    assert spelled("وسميث", ["Smith"], SPELLINGS) == "سميث"
    assert spelled("حديث", ["Smith"], SPELLINGS) is None


def test_where_nothing_can_be_altered_there_is_none() -> None:
    assert changed("the house by the sea") == {None}
