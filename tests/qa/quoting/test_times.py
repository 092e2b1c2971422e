import pytest

from qa.quoting.times import denies, says_when


@pytest.mark.parametrize(
    ("sentence", "read", "says"),
    [
        ("The museum opens at nine.", "nine", True),
        ("The museum is shut on Mondays.", "Mondays", True),
        ("The lamps are lit in the evening, but not in the yard.", "evening", True),
        ("The museum does not open on feast days.", "feast days", False),
        ("The museum is run by a foundation.", "a foundation", False),
        ("يغلق المتحف أبوابه في السابعة مساءً.", "السابعة مساءً", True),
        ("افتُتح المتحف عام 1931.", "1931", True),
        ("لا يفتح المتحف أبوابه في الأعياد.", "الأعياد", False),
        ("تدير المتحف مؤسسة خاصة.", "مؤسسة خاصة", False),
    ],
)
def test_a_sentence_says_when_unless_it_names_no_time_or_only_denies_one(sentence: str, read: str, says: bool) -> None:
    start = sentence.index(read)
    assert says_when(sentence, start, start + len(read)) == says


def test_a_question_may_ask_for_what_is_not_so() -> None:
    assert denies("when is the museum not open")
    assert not denies("when is the museum open")
