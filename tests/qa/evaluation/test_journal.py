from pathlib import Path

from qa.evaluation.journal import Journal, key_of
from qa.evaluation.row import Judgement, Verdict
from qa.evaluation.said import Place, Quoted, Said

SAID = Said(
    True,
    "موسكو",
    "في موسكو [1]",
    "في موسكو",
    0.5,
    (Place("d", 0, 5, "موسكو", 0.25),),
    (Quoted("d", "t", 0, 5, "موسكو"),),
    {"total": 3.5},
    judged=Judgement((Verdict("في موسكو", True),)),
)


def test_what_was_said_is_there_for_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "answers" / "a.jsonl"
    first = Journal(path)
    assert first.get("q") is None
    first.put("q", SAID)
    second = Journal(path)
    assert second.get("q") == SAID
    assert second.get("other") is None


def test_a_line_that_was_half_written_is_asked_again_and_spoils_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    journal = Journal(path)
    journal.put("whole", SAID)
    journal.put("half", SAID)
    path.write_bytes(path.read_bytes()[:-20])
    again = Journal(path)
    assert (again.get("whole"), again.get("half")) == (SAID, None)
    again.put("half", SAID)
    assert Journal(path).get("half") == SAID


def test_a_fresh_one_has_forgotten_everything(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "a.jsonl")
    journal.put("q", SAID)
    fresh = Journal(tmp_path / "a.jsonl", fresh=True)
    assert fresh.get("q") is None
    assert (tmp_path / "a.jsonl").stat().st_size == 0


def test_a_key_hangs_on_every_part() -> None:
    assert key_of(a=1, b=2) == key_of(b=2, a=1) != key_of(a=1, b=3)
