import pytest

from qa.dialogue.splitting import split
from tests.qa.dialogue.development_set import rows


@pytest.mark.parametrize(("question", "parts"), [(row["question"], row["parts"]) for row in rows("splitting.tsv")])
def test_two_questions_are_split_and_one_is_left_whole(question: str, parts: str) -> None:
    assert split(question) == parts.split(" | ")
