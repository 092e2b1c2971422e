"""The check of recorded figures, without measuring anything."""

import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from qa.evaluation.measures import AUROC, MEASURES

DIALOGUE = {"turns.kind", "turns.small_talk_unquoted", "followups.evidence"}
FOLDER = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(FOLDER))  # as a script sees it
    import quality

    return quality


def test_what_is_recorded_can_be_measured(quality: ModuleType) -> None:
    recorded = quality.benchmarks()
    assert len({benchmark.name for benchmark in recorded}) == len(recorded) > 0
    for benchmark in recorded:
        assert benchmark.kind in ("retrieval", "other language", "evaluate", "turns", "followups")
        assert set(benchmark.measures) <= {measure.name for measure in MEASURES} | {AUROC} | DIALOGUE
        assert all(0 < figure <= 1 and tolerance > 0 for figure, tolerance in benchmark.measures.values())


@pytest.mark.parametrize(
    ("now", "holds"),
    [(0.92, True), (0.896, True), (0.894, False), (0.0, False)],
    ids=["better", "within", "below", "0"],
)
def test_a_figure_fails_below_its_tolerance(quality: ModuleType, now: float, holds: bool) -> None:
    benchmark = quality.Benchmark("b", "set.json", "retrieval", "2026-01-01", {"retrieval.recall@1": (0.9, 0.005)})
    ((held, line),) = quality.verdicts(benchmark, {"retrieval.recall@1": now} if now else {})
    assert held is holds
    assert line.startswith("OK" if holds else "FAIL")


@pytest.mark.model
@pytest.mark.parametrize("given", [True, False])
def test_absent_development_data_is_skipped_and_said(tmp_path: Path, given: bool) -> None:
    data = ["--data", str(tmp_path)] if given else []
    command = [sys.executable, str(FOLDER / "quality.py"), "retrieval-ar", *data]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    place = tmp_path / "xquad-dev.ar.json" if given else "xquad-dev.ar.json"
    assert re.fullmatch(rf"SKIP retrieval-ar +no test set at {place}; give its folder with --data\n", done.stdout)


ANSWERS = (
    "retrieval.recall@1",
    "retrieval.recall@5",
    "answer.exact_match",
    "answer.f1",
    "answer.contains",
    "citations.precision",
    "citations.recall",
    "citations.verbatim",
    AUROC,
)
TYPED = ("retrieval.recall@1", "retrieval.recall@5", "answer.exact_match", "answer.f1", "as written")
RETRIEVAL = ("questions", "retrieval.recall@1", "retrieval.recall@5", "retrieval.recall@10", "retrieval.mrr@10")


@pytest.mark.parametrize(
    ("heading", "columns", "names"),
    [
        ("### Whole answers", ANSWERS, ["answers-ar", "answers-en-ar", "answers-en", "answers-arcd", "answers-seeds"]),
        ("### Questions typed", TYPED, ["typed-ar", "typed-en-ar", "typed-en", "typed-arcd", "typed-seeds"]),
        ("### Retrieval alone", RETRIEVAL, ["retrieval-ar", "retrieval-en-ar", "retrieval-en", "retrieval-arcd"]),
    ],
)
def test_the_readme_shows_what_is_recorded(
    quality: ModuleType, heading: str, columns: tuple[str, ...], names: list[str]
) -> None:
    recorded = {benchmark.name: benchmark.measures for benchmark in quality.benchmarks()}
    for name, (_, *cells) in zip(names, table(heading), strict=True):
        shown = dict(zip(columns, cells, strict=True))
        assert {measure: float(shown[measure]) for measure in recorded[name]} == {
            measure: pytest.approx(seen, abs=0.00051) for measure, (seen, _) in recorded[name].items()
        }


def table(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    below = (FOLDER / "README.md").read_text("utf-8").partition(heading)[2]
    rows = re.search(r"(?:^\|.*\n)+", below, re.MULTILINE)
    assert rows is not None
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in rows[0].splitlines()[2:]]
