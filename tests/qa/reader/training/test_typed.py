import pytest

from qa.reader.training.typed import typed


@pytest.mark.parametrize(
    ("written", "in_haste"),
    [
        ("What did Lavrov agree to?", "what did lavrov agree to"),
        ("أين التقى الرئيس إبن القرية في آب ؟", "اين التقي الرئيس ابن القريه في اب"),
        ("什么？", "什么"),
        ("?", ""),
    ],
)
def test_a_question_typed_in_haste(written: str, in_haste: str) -> None:
    assert typed(written) == in_haste
