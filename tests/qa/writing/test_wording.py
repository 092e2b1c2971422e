import pytest

from qa.writing.wording import in_language_of


@pytest.mark.parametrize("said", ["The envoy came.", "1921", "5 km", "١٩٢١"])
def test_a_text_in_the_question_s_language_or_of_a_few_letters_is_in_it(said: str) -> None:
    assert in_language_of("When?", said)


def test_another_language_is_not() -> None:
    assert not in_language_of("When?", "بني الجسر سنة 1921")
    assert not in_language_of("متى؟", "It was built in 1921")
