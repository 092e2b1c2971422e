"""Questions as people type them in haste."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.mark.parametrize(
    ("written", "in_haste"),
    [
        ("What did Lavrov agree to?", "what did lavrov agree to"),
        ("أين التقى الرئيس إبن القرية في آب ؟", "اين التقي الرئيس ابن القريه في اب"),
        ("什么？", "什么"),
        ("?", ""),
    ],
)
def test_a_question_typed_in_haste(monkeypatch: pytest.MonkeyPatch, written: str, in_haste: str) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))  # as a script sees it
    from typed import typed

    assert typed(written) == in_haste
