"""Comparison of two runs, question by question: which differences are real.

Intervals by the paired bootstrap, p by the paired randomisation test (Noreen 1989; Smucker et al. 2007), adjusted by
Holm's method over the measures compared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ingest.errors import SourceError
from qa.evaluation.bootstrap import RESAMPLES, SEED, Floats, resamples
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.formats.text import read_json
from qa.evaluation.measures import MEASURES, Share, Shares, shares

PERMUTATIONS = 10_000
SIGNIFICANT = 0.05

Change = Literal["better", "worse", "unclear"]


@dataclass(frozen=True)
class PerQuestion:
    """What each question added to each measure in one run."""

    ids: Sequence[str]
    shares: Shares

    @staticmethod
    def of(evaluation: Evaluation) -> "PerQuestion":
        return PerQuestion([row.id for row in evaluation.rows], shares(evaluation.rows))

    @staticmethod
    def from_json(evaluation: Mapping[str, Any]) -> "PerQuestion":
        """From what `dalil evaluate --json` printed. Raises KeyError, TypeError or ValueError where it is not that."""
        values = dict(evaluation["per_question"])
        ids = [str(id) for id in values.pop("id")]
        return PerQuestion(ids, {name: _shares(of, len(ids)) for name, of in values.items()})


@dataclass(frozen=True)
class Difference:
    """New minus old over the questions of both, with its 95 % interval; `p` after Holm's adjustment."""

    measure: str
    old: float
    new: float
    low: float
    high: float
    p: float
    questions: int

    @property
    def real(self) -> bool:
        return self.p < SIGNIFICANT

    @property
    def verdict(self) -> Change:
        if not self.real:
            return "unclear"
        return "better" if self.new > self.old else "worse"

    def to_json(self) -> dict[str, Any]:
        figures = {"old": self.old, "new": self.new, "difference": self.new - self.old, "p": self.p}
        rounded: dict[str, Any] = {name: round(value, 4) for name, value in figures.items()}
        return {
            **rounded,
            "interval": [round(self.low, 4), round(self.high, 4)],
            "real": self.real,
            "n": self.questions,
        }


def _shares(values: Any, questions: int) -> list[Share | None]:
    """One for each question, as `to_json` wrote them."""
    read = [None if value is None else (float(value[0]), float(value[1])) for value in values]
    if len(read) != questions:
        raise ValueError(f"{len(read)} shares of {questions} questions")
    return read


def read_run(path: Path) -> PerQuestion:
    """A run that `dalil evaluate --json` printed into a file. Raises SourceError."""
    if not path.is_file():
        raise SourceError(f"no run at {path}; make one with `dalil evaluate TESTSET --json > {path}`")
    try:
        return PerQuestion.from_json(read_json(path))
    except (LookupError, TypeError, ValueError):
        raise SourceError(
            f"{path} is not what `dalil evaluate --json` prints: it has no `per_question`, or a broken one"
        ) from None


def compare(old: PerQuestion, new: PerQuestion) -> list[Difference]:
    """Every measure that both runs have, over the questions that count in both. Empty where they share none."""
    place = {id: i for i, id in enumerate(old.ids)}
    pairs = [(place[id], i) for i, id in enumerate(new.ids) if id in place]
    found = []
    for measure in MEASURES:
        if measure.name in old.shares and measure.name in new.shares:
            olds = [old.shares[measure.name][i] for i, _ in pairs]
            news = [new.shares[measure.name][j] for _, j in pairs]
            found.append(_difference(measure.name, olds, news))
    return _adjusted([difference for difference in found if difference])


def _difference(name: str, olds: Sequence[Share | None], news: Sequence[Share | None]) -> Difference | None:
    """A question that counts in one run alone adds nothing in the other (a citation precision without citations)."""
    both = [(a or (0, 0), b or (0, 0)) for a, b in zip(olds, news, strict=True) if a is not None or b is not None]
    if not both:
        return None
    old, new = np.array([a for a, _ in both], float), np.array([b for _, b in both], float)
    if not old[:, 1].sum() or not new[:, 1].sum():
        return None
    draws = np.concatenate([_ratio(counts @ new) - _ratio(counts @ old) for counts in resamples(len(both), RESAMPLES)])
    low, high = np.percentile(draws, [2.5, 97.5])
    before, after = float(_ratio(old.sum(0, keepdims=True))[0]), float(_ratio(new.sum(0, keepdims=True))[0])
    return Difference(name, before, after, float(low), float(high), _randomisation_p(old, new), len(both))


def _ratio(sums: Floats) -> Floats:
    result: Floats = sums[:, 0] / np.maximum(sums[:, 1], 1e-12)
    return result


def _randomisation_p(old: Floats, new: Floats) -> float:
    """How often runs that swap their scores question by question at random differ as much as these do."""
    rng = np.random.default_rng(SEED)
    seen = abs(_ratio(new.sum(0, keepdims=True)) - _ratio(old.sum(0, keepdims=True)))[0]
    as_far, step = 0, max(1, 4_000_000 // len(old))
    for done in range(0, PERMUTATIONS, step):
        swap = rng.integers(0, 2, (min(step, PERMUTATIONS - done), len(old))).astype(np.float64)
        moved = swap @ (new - old)
        as_far += int((abs(_ratio(new.sum(0) - moved) - _ratio(old.sum(0) + moved)) >= seen - 1e-12).sum())
    return (as_far + 1) / (PERMUTATIONS + 1)


def _adjusted(differences: Sequence[Difference]) -> list[Difference]:
    """Holm: the smallest p times the number of measures, the next by one less, and never below the former."""
    from dataclasses import replace

    adjusted: dict[str, float] = {}
    least = 0.0
    for i, difference in enumerate(sorted(differences, key=lambda d: d.p)):
        least = max(least, min(1.0, difference.p * (len(differences) - i)))
        adjusted[difference.measure] = least
    return [replace(difference, p=adjusted[difference.measure]) for difference in differences]
