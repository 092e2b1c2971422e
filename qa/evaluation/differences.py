"""The difference of two runs in one measure, over the same questions: how large, and whether it is real.

Intervals by the paired bootstrap, p by the paired randomisation test (Noreen 1989; Smucker et al. 2007). The primary
measure is tested on its own; the others by Holm's method, over the family of those that tell something new.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from ingest.errors import UsageError
from qa.evaluation.bootstrap import RESAMPLES, SEED, Floats, resamples
from qa.evaluation.measures import Share

PERMUTATIONS = 10_000
SIGNIFICANT = 0.05

Change = Literal["better", "worse", "unclear"]
Pair = tuple[Share, Share]
"""What one question adds to a measure in the old run and in the new."""


@dataclass(frozen=True)
class Difference:
    """New minus old over the questions of both, with its 95 % interval.

    `raw_p` is the test's own, `p` the one after Holm's adjustment. `changes` is what each question changed by: measures
    of the same changes are one. `primary`: tested on its own.
    """

    measure: str
    old: float
    new: float
    low: float
    high: float
    p: float
    questions: int
    raw_p: float | None = None
    primary: bool = False
    changes: tuple[Share, ...] = field(default=(), repr=False)

    @property
    def varies(self) -> bool:
        return any(map(any, self.changes))

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
        figures["raw_p"] = self.p if self.raw_p is None else self.raw_p
        rounded: dict[str, Any] = {name: round(value, 4) for name, value in figures.items()}
        return {
            **rounded,
            "interval": [round(self.low, 4), round(self.high, 4)],
            "real": self.real,
            "primary": self.primary,
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
    p, changes = _randomisation_p(old, new), tuple((float(a), float(b)) for a, b in new - old)
    return Difference(name, before, after, float(low), float(high), p, len(pairs), p, changes=changes)


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


PRIMARY = ("answer.f1", "retrieval.ndcg@10")
"""What decides where nothing is named: the first that both runs have."""


def adjusted(differences: Sequence[Difference], primary: str | None = None) -> list[Difference]:
    """The primary measure's p as it is; Holm over the others that vary, those of the same changes counted once.

    A measure that no question changes says nothing, and costs the others nothing. Raises UsageError for an unknown
    primary measure.
    """
    names = [d.measure for d in differences]
    if primary and names and primary not in names:
        raise UsageError(f"the runs have no measure {primary!r} to decide by; they have {', '.join(names)}")
    first = primary or next((name for name in PRIMARY if name in names), None)
    alone = {d.changes for d in differences if d.measure == first}
    family = {d.changes: d for d in differences if d.varies and d.changes not in alone}
    p = {d.changes: d.p for d in holm(list(family.values()))}
    return [
        replace(d, primary=True) if d.measure == first else replace(d, p=p.get(d.changes, d.p)) for d in differences
    ]


def holm(differences: Sequence[Difference]) -> list[Difference]:
    """The smallest p times the number of differences, the next by one less, and never below the former."""
    found, floor = dict[int, float](), 0.0
    for n, i in enumerate(sorted(range(len(differences)), key=lambda i: differences[i].p)):
        found[i] = floor = max(floor, min(1.0, differences[i].p * (len(differences) - n)))
    return [replace(d, p=found[i]) for i, d in enumerate(differences)]
