"""Questions as people type them informally."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.mark.parametrize(
    ("written", "informal"),
    [
        ("What did Lavrov agree to?", "what did lavrov agree to"),
        ("أين التقى الرئيس إبن القرية في آب ؟", "اين التقي الرئيس ابن القريه في اب"),
        ("什么？", "什么"),
        ("?", ""),
    ],
)
def test_a_question_typed_informally(monkeypatch: pytest.MonkeyPatch, written: str, informal: str) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))  # as a script sees it
    from typed import typed

    assert typed(written) == informal
