import pytest

from ingest.text.names import named, share_of_names


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
        ("in Lavrov's words", "قال لافروف"),
    ],
)
def test_a_latin_name_is_heard_in_arabic(latin: str, arabic: str) -> None:
    assert share_of_names(named(latin), named(arabic)) == 1.0


def test_another_name_is_not_recognised() -> None:
    assert share_of_names(named("said Obama"), named("قال لافروف إن كيري وافق")) == 0.0
    assert share_of_names(named("said Lavrov and Obama"), named("قال لافروف")) == 0.5


def test_a_name_is_known_with_an_ending() -> None:
    assert share_of_names(named("near Newton"), named("Newton's laws")) == 1.0


def test_the_first_word_of_a_sentence_is_no_name_and_arabic_marks_none() -> None:
    assert share_of_names(named("Bridges fell. Then it rained."), named("x")) is None
    assert share_of_names(named("قال لافروف"), named("said Lavrov")) is None


def test_the_question_may_hold_the_name() -> None:
    assert share_of_names(named("asked Obama"), named("قال"), named("What did Obama say?")) == 1.0
