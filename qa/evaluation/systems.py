"""Systems: several side by side over one test set, each pair tested on the deciding measure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from ingest.errors import UsageError
from qa.evaluation.bootstrap import Estimate, ratio_estimate
from qa.evaluation.comparison import compare
from qa.evaluation.differences import PRIMARY, Difference, holm
from qa.evaluation.formats.text import read_json
from qa.evaluation.naming import nearest
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.per_question import PerQuestion, read_run
from qa.evaluation.predictions import read_predictions, score_predictions
from qa.evaluation.testset import TestSet


@dataclass(frozen=True)
class Pair:
    """Two systems and how the second differs from the first; None where they share no scored question."""

    first: str
    second: str
    difference: Difference | None


@dataclass(frozen=True)
class Systems:
    """Each system's figures, and each pair's difference in the measure `primary`, p by Holm over the pairs."""

    primary: str
    figures: Mapping[str, Mapping[str, Estimate]]
    pairs: Sequence[Pair]

    @property
    def measures(self) -> list[str]:
        """Those that any system has."""
        return list(dict.fromkeys(name for figures in self.figures.values() for name in figures))

    def best(self, measure: str) -> set[str]:
        """The systems with the highest figure, as it is shown."""
        shown = {name: round(of[measure].value, 4) for name, of in self.figures.items() if measure in of}
        return {name for name, value in shown.items() if value == max(shown.values())}

    def to_json(self) -> dict[str, Any]:
        figures = {name: {measure: round(e.value, 4) for measure, e in of.items()} for name, of in self.figures.items()}
        pairs = [
            {"systems": [pair.first, pair.second], **pair.difference.to_json()}
            for pair in self.pairs
            if pair.difference
        ]
        return {"primary": self.primary, "systems": figures, "pairs": pairs}


def read_systems(paths: Sequence[Path], testset: TestSet, normalise: Normalisation) -> dict[str, PerQuestion]:
    """Each file's system, by the file's name: a run that `--json` printed, or predictions. Raises SourceError."""
    names = [path.stem for path in paths]
    named = {str(path) if names.count(path.stem) > 1 else path.stem: path for path in paths}
    return {name: _read(path, testset, normalise) for name, path in named.items()}


def _read(path: Path, testset: TestSet, normalise: Normalisation) -> PerQuestion:
    value = read_json(path) if path.is_file() and path.suffix == ".json" else None
    if isinstance(value, dict) and "per_question" in value:
        return read_run(path)
    return PerQuestion.of(score_predictions(testset, read_predictions(path), normalise))


def side_by_side(systems: Mapping[str, PerQuestion], primary: str | None = None) -> Systems:
    """Raises UsageError where fewer than two are given, their runs do not compare, or none has the measure."""
    if len(systems) < 2:
        raise UsageError("several systems are compared; give two files at least")
    figures = {name: _figures(run) for name, run in systems.items()}
    common = [name for name in next(iter(figures.values())) if all(name in of for of in figures.values())]
    decides = primary or next((name for name in (*PRIMARY, *common) if name in common), None)
    if decides not in common:
        raise UsageError(f"not every system has a measure {decides!r} to decide by; {nearest(decides or '', common)}")
    pairs = [Pair(a, b, _difference(systems[a], systems[b], decides)) for a, b in combinations(systems, 2)]
    adjusted = iter(holm([pair.difference for pair in pairs if pair.difference]))
    return Systems(decides, figures, [Pair(p.first, p.second, next(adjusted) if p.difference else None) for p in pairs])


def _figures(run: PerQuestion) -> dict[str, Estimate]:
    estimates = {name: ratio_estimate(shares) for name, shares in run.shares.items()}
    return {name: estimate for name, estimate in estimates.items() if estimate}


def _difference(old: PerQuestion, new: PerQuestion, primary: str) -> Difference | None:
    return next((d for d in compare(old, new, primary).differences if d.measure == primary), None)
