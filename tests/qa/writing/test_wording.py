import pytest

from qa.writing.wording import in_language_of, restates


@pytest.mark.parametrize("said", ["The envoy came.", "1921", "5 km", "١٩٢١"])
def test_a_text_in_the_question_s_language_or_of_a_few_letters_is_in_it(said: str) -> None:
    assert in_language_of("When?", said)


def test_another_language_is_not() -> None:
    assert not in_language_of("When?", "بني الجسر سنة 1921")
    assert not in_language_of("متى؟", "It was built in 1921")


@pytest.mark.parametrize(
    ("question", "said", "again"),
    [
        ("When was the old bridge built?", "The old bridge was built.", True),
        ("When was the old bridge built?", "It was built in 1921.", False),
        ("Was the old bridge built?", "The old bridge was built.", False),  # a question of yes or no
        ("متى بُني الجسر القديم؟", "بُني الجسر القديم", True),
        ("متى بُني الجسر القديم؟", "بُني الجسر القديم سنة 1921", False),
        ("When?", "---", False),
    ],
)
def test_what_has_no_word_that_the_question_lacks_says_it_again(question: str, said: str, again: bool) -> None:
    assert restates(question, said) == again
