"""The difference of two runs in one measure, over the same questions: how large, and whether it is real.

Intervals by the paired bootstrap, p by the paired randomisation test (Noreen 1989; Smucker et al. 2007), adjusted by
Holm's method over the measures compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from qa.evaluation.bootstrap import RESAMPLES, SEED, Floats, resamples
from qa.evaluation.measures import Share

PERMUTATIONS = 10_000
SIGNIFICANT = 0.05

Change = Literal["better", "worse", "unclear"]
Pair = tuple[Share, Share]
"""What one question adds to a measure in the old run and in the new."""


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


def difference(name: str, pairs: Sequence[Pair]) -> Difference | None:
    """Of the measure's shares in both runs, pair by pair; None where one run has none."""
    if not pairs:
        return None
    old, new = np.array([a for a, _ in pairs], float), np.array([b for _, b in pairs], float)
    if not old[:, 1].sum() or not new[:, 1].sum():
        return None
    draws = np.concatenate([_ratio(counts @ new) - _ratio(counts @ old) for counts in resamples(len(pairs), RESAMPLES)])
    low, high = np.percentile(draws, [2.5, 97.5])
    before, after = float(_ratio(old.sum(0, keepdims=True))[0]), float(_ratio(new.sum(0, keepdims=True))[0])
    return Difference(name, before, after, float(low), float(high), _randomisation_p(old, new), len(pairs))


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


def adjusted(differences: Sequence[Difference]) -> list[Difference]:
    """Holm: the smallest p times the number of measures, the next by one less, and never below the former."""
    p: dict[str, float] = {}
    least = 0.0
    for i, d in enumerate(sorted(differences, key=lambda d: d.p)):
        least = max(least, min(1.0, d.p * (len(differences) - i)))
        p[d.measure] = least
    return [replace(d, p=p[d.measure]) for d in differences]
