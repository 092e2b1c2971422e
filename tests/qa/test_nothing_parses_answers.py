"""An answer's text is derived from its sentences and read nowhere, but where clients send histories."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOOR = "ui/http/history.py"


def users(module: str, name: str) -> set[str]:
    """The files that import the name from the module."""
    importing = re.compile(rf"^ *from {re.escape(module)} import (?:\([^)]*\b{name}\b|.*\b{name}\b)", re.MULTILINE)
    files = (*ROOT.glob("qa/**/*.py"), *ROOT.glob("ui/**/*.py"))
    return {path.relative_to(ROOT).as_posix() for path in files if importing.search(path.read_text("utf-8"))}


def test_only_the_door_takes_marks_out_of_a_text() -> None:
    assert users("qa.markers", "without_markers") == {DOOR}


def test_only_what_a_language_model_writes_is_searched_for_markers() -> None:
    assert users("qa.markers", "numbers") == {"qa/writing/claims.py"}
    assert users("qa.markers", "split_at_markers") == {"qa/writing/claims.py"}
    assert users("qa.markers", "MARKER") == {"qa/writing/plain.py"}


def test_the_phrase_for_missing_evidence_is_written_and_at_the_door_taken_out() -> None:
    assert users("qa.phrases", "NO_EVIDENCE") == {"qa/answer.py", "ui/page/message.py", DOOR}
