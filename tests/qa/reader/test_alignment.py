"""A span comes out as a person would mark it: whole words, whole brackets, nothing loose at its ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.reader.alignment import aligned


def align(text: str, piece: str) -> str:
    start = text.index(piece)
    left, right = aligned(text, start, start + len(piece))
    return text[left:right]


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("وَالسَّلامُ عليكم", "سَّل", "وَالسَّلامُ"),
        ("the well-known man", "known", "well-known"),
        ("the man's hat", "man", "man's"),
        ("Lavrov said", "avro", "Lavrov"),
        ("東京都は日本にある", "京都", "京都"),  # words are not spaced: nothing to align to
    ],
)
def test_a_cut_word_becomes_whole(text: str, piece: str, whole: str) -> None:
    assert align(text, piece) == whole


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("He paid $1,200.50, he said", "200.50,", "$1,200.50"),
        ("about 12.5% of it", "12", "12.5%"),
        ("in the 1980s.", "1980", "1980s"),
        ("في 15 يوليو 2016، قال", "2016،", "2016"),
        ("بلغ ٣٫٥ مليون", "٥ مليون", "٣٫٥ مليون"),
        ("it fell to -5 degrees", "5 degrees", "-5 degrees"),
        ("بلغت -٥ درجات", "-٥ درجات", "-٥ درجات"),
        ("prices fell -5% then", "5", "-5%"),
        ("from (1990 -1995) on", "1995", "1995"),
        ("Moscow - 5 July", "- 5 July", "5 July"),
        ("about 12‰ of it", "12", "12‰"),
    ],
)
def test_a_number_is_never_cut(text: str, piece: str, whole: str) -> None:
    assert align(text, piece) == whole


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("العاصمة (موسكو) أمس", "موسكو)", "(موسكو)"),
        ("العاصمة (موسكو أمس", "(موسكو", "موسكو"),
        ("اسمه «جون كيري» هنا", "جون كيري»", "«جون كيري»"),
        ('he said "yes we can', '"yes we', "yes we"),
    ],
)
def test_a_half_bracket_is_completed_or_left_out(text: str, piece: str, whole: str) -> None:
    assert align(text, piece) == whole


@pytest.mark.parametrize(
    ("text", "piece", "whole"),
    [
        ("Lavrov and Kerry said", "Lavrov and", "Lavrov"),
        ("وقال كيري، ثم", " كيري، ", "كيري"),
        ("قال في موسكو", "موسكو", "موسكو"),
        ("written in C#, mostly", "C#,", "C#"),
        ("in Or Yehuda", "Or Yehuda", "Or Yehuda"),
        ("...", "...", ""),
    ],
)
def test_nothing_loose_stays_at_the_ends(text: str, piece: str, whole: str) -> None:
    assert align(text, piece) == whole


@given(st.text(alphabet='ab1.,()«»" وكَ٥%', max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_span_of_any_text_stays_within_it(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    left, right = aligned(text, start, end)
    assert 0 <= left <= right <= len(text)
    assert text[left:right] == text[left:right].strip()
