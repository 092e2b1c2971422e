"""Every quality figure measured again: OK, or FAIL where it is below the recorded one by more than its tolerance.

    python benchmarks/quality.py [NAME…] [--data DIR] [--all]

The figures are in benchmarks/figures.toml. Development data is no part of the project (benchmarks/README.md names its
files): where a test set is absent, its figures are skipped and that is said. Exit code 1 where a figure failed.

Whole answers over development data are measured on the questions of the articles that the reader was not trained on,
asked of all articles' texts.
"""

import argparse
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dialogue.followups import followup_figures
from dialogue.turns import turn_figures
from retrieval import retrieval_figures
from two_languages import article, two_languages
from typed import typed

from qa.evaluation import TestSet, evaluate, read_testset
from qa.settings import from_environment
from qa.system import System, build
from qa.training.questions import is_development

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Benchmark:
    """A test set, how it is measured, and what was seen.

    `retrieval`: alone; `other language`: so, in a collection of two; `evaluate`: the whole answer; `turns`,
    `followups`: what a turn wants, and the evidence for follow-ups. `typed`: with the questions as people type them
    informally.
    """

    name: str
    testset: str
    kind: str
    date: str
    measures: Mapping[str, tuple[float, float]]
    typed: bool = False

    @property
    def external(self) -> bool:
        """Whether the test set is no part of the project."""
        return not self.testset.startswith(("seeds/", "benchmarks/"))

    def path(self, data: Path | None) -> Path | None:
        """The test set's place: in the project, or among the development data where that was given."""
        folder = data if self.external else HERE.parent
        return folder and folder / self.testset


def benchmarks(path: Path = HERE / "figures.toml") -> list[Benchmark]:
    return [_benchmark(value) for value in tomllib.loads(path.read_text("utf-8")).get("benchmark", [])]


def _benchmark(value: Mapping[str, Any]) -> Benchmark:
    measures = {name: (float(seen), float(tolerance)) for name, (seen, tolerance) in value["measures"].items()}
    informal = value.get("typed", False)
    return Benchmark(value["name"], value["testset"], value["kind"], str(value["date"]), measures, informal)


def measured(system: System, benchmark: Benchmark, path: Path) -> dict[str, float]:
    if benchmark.kind == "turns":
        return turn_figures(system)
    if benchmark.kind == "followups":
        return followup_figures(system, path.parent)
    testset = read_testset(path)
    if benchmark.kind == "other language":
        asked = "ar" if ".ar." in benchmark.testset else "en"
        testset = two_languages(path.parent, asked, "en" if asked == "ar" else "ar")
    if benchmark.typed:
        testset = replace(testset, questions=[replace(q, text=typed(q.text)) for q in testset.questions])
    if benchmark.kind != "evaluate":
        return {f"retrieval.{name}": e.value for name, e in retrieval_figures(system, testset).items()}
    estimates = evaluate(system, unseen(testset) if benchmark.external else testset).estimates
    return {name: estimate.value for name, estimate in estimates.items() if estimate}


def unseen(testset: TestSet) -> TestSet:
    """The questions about articles that are not in the reader's training part, with the texts of all."""
    number = {d.id: article(d) for d in testset.documents}
    asked = [q for q in testset.questions if q.evidence and is_development(number[q.evidence[0].document or ""])]
    return replace(testset, questions=asked)


def verdicts(benchmark: Benchmark, figures: Mapping[str, float]) -> Iterator[tuple[bool, str]]:
    """For each recorded measure whether it holds, and a line that says so."""
    for name, (seen, tolerance) in benchmark.measures.items():
        now = figures.get(name, 0.0)
        holds = now >= seen - tolerance
        yield (
            holds,
            f"{'OK' if holds else 'FAIL':<5}{benchmark.name:<28}{name:<24}{now:.4f}   {seen:.4f} ± {tolerance:g}",
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these benchmarks")
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the development data")
    parser.add_argument("--all", action="store_true", help="print every measure too, not only the recorded ones")
    args = parser.parse_args()
    system = build(from_environment())
    failed = False
    for benchmark in benchmarks():
        if args.names and benchmark.name not in args.names:
            continue
        path = benchmark.path(args.data)
        if path is None or not path.exists():
            print(f"SKIP {benchmark.name:<28}no test set at {path or benchmark.testset}; give its folder with --data")
            continue
        figures = measured(system, benchmark, path)
        if args.all:
            print(json.dumps({benchmark.name: {name: round(value, 4) for name, value in figures.items()}}), flush=True)
        for holds, line in verdicts(benchmark, figures):
            failed |= not holds
            print(f"{line}   ({benchmark.date})", flush=True)
    system.close()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
