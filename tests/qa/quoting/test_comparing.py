import pytest

from qa.quoting.comparing import disagree, shared


def test_what_is_shared_is_counted_of_the_shorter_text() -> None:
    # "the", "bridge", "was" and "buil…" of the five words that each has; "of" is too short to count
    assert shared("The bridge was built of steel", "Builders: the bridge was long") == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("text", "answer", "other_text", "other_answer"),
    [
        ("Staff have 24 days of leave a year.", "24 days", "Staff have 27 days of leave a year.", "27 days"),
        ("The hall is run by Ada Lind.", "Ada Lind", "The hall is run by Bo Rask.", "Bo Rask"),
        ("يدير القاعة السيد كمال.", "كمال", "يدير القاعة السيد نبيل.", "نبيل"),
    ],
)
def test_another_number_and_another_name_for_the_same_disagree(
    text: str, answer: str, other_text: str, other_answer: str
) -> None:
    assert disagree(text, answer, other_text, other_answer)


@pytest.mark.parametrize(
    ("text", "answer", "other_text", "other_answer"),
    [
        ("Staff have 24 days of leave a year.", "24 days", "Everyone has 24 days of leave a year.", "24"),
        ("The hall is run by Ada Lind.", "Ada Lind", "The hall is run by Ada Lind.", "Lind"),
        ("The hall is run by Ada Lind.", "Ada Lind", "The garden is run by Bo Rask.", "Bo Rask"),
        ("Born in Oslo.", "Oslo", "Born in Rome.", "Rome"),
    ],
)
def test_the_same_answer_or_another_matter_is_no_disagreement(
    text: str, answer: str, other_text: str, other_answer: str
) -> None:
    assert not disagree(text, answer, other_text, other_answer)
