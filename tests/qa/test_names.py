import pytest

from qa.names import lacks_numbers, named, share_of_names, share_of_numbers


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("said Lavrov", "قال لافروف"),
        ("said Kerry", "قال كيري"),
        ("said Putin", "لبوتين"),
        ("in Damascus", "وفي داماسكوس"),
        ("for Mistura", "دي ميستورا"),
        ("with Staffan", "ستيفان"),
        ("from Washington", "واشنطن"),
    ],
)
def test_a_latin_name_is_heard_in_arabic(latin: str, arabic: str) -> None:
    assert share_of_names(named(latin), named(arabic)) == 1.0


def test_another_name_is_not_heard() -> None:
    assert share_of_names(named("said Obama"), named("قال لافروف إن كيري وافق")) == 0.0
    assert share_of_names(named("said Lavrov and Obama"), named("قال لافروف")) == 0.5


def test_a_name_is_known_with_an_ending() -> None:
    assert share_of_names(named("near Newton"), named("Newton's laws")) == 1.0


def test_the_first_word_of_a_sentence_is_no_name_and_arabic_marks_none() -> None:
    assert share_of_names(named("Bridges fell. Then it rained."), named("x")) is None
    assert share_of_names(named("قال لافروف"), named("said Lavrov")) is None


def test_the_question_may_hold_the_name() -> None:
    assert share_of_names(named("asked Obama"), named("قال"), named("What did Obama say?")) == 1.0


@pytest.mark.parametrize(
    ("claim", "passage", "lacks"),
    [
        ("in 1921", "built in 1921", False),
        ("in 1921", "بني عام ١٩٢١", False),
        ("in 1921", "built in 1931", True),
        ("1,000 books", "1000 books", False),
        ("1,000 books", "١٬٠٠٠ كتاب", False),
        ("grew by 3.5 percent", "grew by 3٫50 in the hundred", False),
        ("grew by 35 percent", "grew by 3.5 percent", True),
        ("5 percent", "0.5 percent", True),
        ("نسبة 125", "نسبة 12٫5", True),
        ("1,5 percent", "1.5 percent", False),
        ("1.500.000 men", "1,500,000 men", False),
        ("1,00,000 men", "100000 men", False),
        ("1,000.5 tons", "1000.5 tons", False),
        ("on 15.7.2016", "on 15.7.2016", False),
        ("0 degrees", "0 degrees", False),
        ("3 engineers", "three engineers", False),
        ("3 engineers", "ثلاثة مهندسين", False),
        ("4 engineers", "three engineers", True),
        ("three engineers", "four engineers", False),
        ("07 July", "7 July", False),
        ("no number", "5 numbers", False),
    ],
)
def test_a_number_in_digits_must_stand_in_the_passage_in_digits_or_spelled(
    claim: str, passage: str, lacks: bool
) -> None:
    assert lacks_numbers(named(claim), named(passage)) is lacks


def test_the_question_may_hold_the_number() -> None:
    assert not lacks_numbers(named("in 1921"), named("it fell"), named("What fell in 1921?"))


def test_the_share_of_numbers_counts_each_once() -> None:
    assert share_of_numbers(named("3 of 12 in 1921"), named("12, three")) == pytest.approx(2 / 3)
    assert share_of_numbers(named("none"), named("12")) == 0.0
