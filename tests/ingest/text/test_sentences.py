import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_latin_and_arabic_terminators_end_a_sentence() -> None:
    assert split("One. Two! Three? هل وصل؟ نعم.") == ["One.", "Two!", "Three?", "هل وصل؟", "نعم."]


def test_a_line_break_ends_a_sentence_without_punctuation() -> None:
    assert split("عنوان الخبر\nثم النص.") == ["عنوان الخبر", "ثم النص."]


def test_closing_marks_stay_with_their_sentence() -> None:
    assert split("قال: «انتهى الأمر.» ثم خرج.") == ["قال: «انتهى الأمر.»", "ثم خرج."]


def test_abbreviations_initials_and_decimals_end_no_sentence() -> None:
    assert split("Dr. J. K. Smith paid 3.5 million to the U.S. in May. He left.") == [
        "Dr. J. K. Smith paid 3.5 million to the U.S. in May.",
        "He left.",
    ]
    assert split("وصل د. أحمد إلى عمّان. ثم عاد.") == ["وصل د. أحمد إلى عمّان.", "ثم عاد."]


@pytest.mark.parametrize(
    "text",
    [
        "They met at 5 p.m. on Friday.",
        "A Ph.D. in law is asked for.",
        "On Jan. 5 they met.",
        "ON JAN. 5 DR. KHALIL MET MR. ODEH.",
        "See no. 12 and Nos. 14 and 15.",
        "See pp. 12 and Art. 5 of it.",
        "Prices, rents etc. are high.",
        "بني عام 323 ق.م. في بابل.",
        "قال أ.د. محمد ود. أحمد ذلك.",
    ],
)
def test_other_abbreviations_end_none_where_it_goes_on(text: str) -> None:
    assert split(text) == [text]


def test_some_abbreviations_may_end_a_sentence() -> None:
    assert split("She said no. They left.") == ["She said no.", "They left."]
    assert split("They met at 5 p.m. The talks went on until Dec. Nothing came of it.") == [
        "They met at 5 p.m.",
        "The talks went on until Dec.",
        "Nothing came of it.",
    ]


def test_two_dots_are_a_pause_inside_a_sentence() -> None:
    assert split("لا نقول إن كل شيء يتغير.. غير أنه ستأتي فرصة.") == ["لا نقول إن كل شيء يتغير.. غير أنه ستأتي فرصة."]


def test_a_text_without_letters_has_no_sentences() -> None:
    assert split(" \n\t\n ") == []


@given(st.text(alphabet=st.sampled_from("aب. ؟!\n»)\u064b😀3"), max_size=60))
def test_only_white_space_lies_between_sentences(text: str) -> None:
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        at = end
    assert not text[at:].strip()


def test_the_number_of_an_item_is_no_sentence_of_its_own() -> None:
    assert split("Duties\n3. Pay rent. Monthly.\n 4.2. Be quiet.\niv. Leave.\nb. Stay.\nIt has 3. Then more.") == [
        "Duties",
        "3. Pay rent.",
        "Monthly.",
        "4.2. Be quiet.",
        "iv. Leave.",
        "b. Stay.",
        "It has 3.",
        "Then more.",
    ]
