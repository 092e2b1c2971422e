import pytest

from ingest.errors import UsageError
from qa.evaluation.normalisation import Normalisation, dalil, mlqa, squad


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Cat's   hat.", "cats hat"),
        ("a an the", ""),
        ("An anthem, the theme", "anthem theme"),  # articles are whole words
        ("U.S.-Russia", "usrussia"),
        ("«سوريا»، الآن", "«سوريا»، الآن"),  # only ASCII punctuation goes
    ],
)
def test_squad_does_what_the_official_script_does(text: str, expected: str) -> None:
    assert squad(text) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("«سوريا»، الآن", "ar", "سوريا آن"),
        ("سؤال", "ar", "سؤ"),  # the script's known fault: it takes the article's letters out of a word's inside
        ("قال الرئيس", "ar", "ق رئيس"),
        ("The Cat", "en", "cat"),
        ("The Cat", "hi", "the cat"),
        ("das Haus der Geschichte", "de", "haus geschichte"),
        ("北京 2008年", "zh", "北 京 2008 年"),
    ],
)
def test_mlqa_does_what_its_script_does(text: str, language: str, expected: str) -> None:
    assert mlqa(text, language) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("مُحَمَّد", "محمد"),  # vowel signs
        ("محـــمد", "محمد"),  # tatweel
        ("أحمد إلى آخر", "احمد الي اخر"),  # hamza, alif maqsura
        ("المدرسة", "المدرسه"),  # ta marbuta
        ("١٥ تموز ٢٠١٦", "15 تموز 2016"),
        ("«داعش»،", "داعش"),
        ("1,000,000", "١٬٠٠٠٬٠٠٠"),
        ("٣٫٥", "3.5"),
        ("15/7/2016", "15 7 2016"),
        ("cease–fire", "Cease-fire"),
        ("the UN", "UN"),
        ("$1577", "1,577"),
        ("$1577.00", "1,577"),
        ("٧٫٠", "7"),
        ("€ 20", "20"),
        ("12,345, and 1,5, too", "12345 and 1.5 too"),
        ("−5 degrees", "-5 degrees"),
        ("1,5", "١٫٥"),
        ("0,125 g", "0.125 g"),
        ("12,345,678.5", "12345678.5"),
        ("½", "1/2"),
        ("3½", "3 1/2"),
        ("2010-2015", "2010–2015"),
        ("\u200fسوريا\u200e", "سوريا"),  # direction marks
    ],
)
def test_dalil_forgives_how_a_thing_is_written(one: str, other: str) -> None:
    assert dalil(one) == dalil(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3.5", "35"),
        ("3.10", "3.1"),  # as likely a version as a number
        ("2.0.0", "2.0"),
        ("1.05", "1.5"),
        ("موسكو", "موسك"),
        ("كتاب", "الكتاب"),
        ("1.000", "1000"),
        ("-5", "5"),
        ("1,5", "15"),
        ("3½", "31/2"),
        ("?", "!"),
        ("C++", "C"),
    ],
)
def test_dalil_keeps_apart_what_differs(one: str, other: str) -> None:
    assert dalil(one) != dalil(other)


def test_a_normalisation_is_a_value_that_names_itself() -> None:
    assert Normalisation("mlqa", "ar")("القمر") == "قمر"
    assert Normalisation("mlqa", "en")("القمر") == "القمر"
    assert Normalisation().name == "dalil"


def test_a_language_that_mlqa_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError, match="'arabic' is no language of MLQA"):
        Normalisation("mlqa", "arabic")
    assert Normalisation("mlqa", "ar").settings == {"normalisation": "mlqa", "language": "ar"}
