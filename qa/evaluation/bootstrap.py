"""Intervals of 95 %: the bootstrap's (Efron 1979), seeded, for ratios and the AUROC; Wilson's (1927) for proportions.

Questions about one document go together: where several share one, documents are drawn, not questions (Field, Welsh
2007).
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.measures import Share

RESAMPLES = 1000
SEED = 20161
MIN_GROUPS = 10
"""Documents from which on they are drawn: fewer say too little of how documents differ, one nothing."""
_CELLS = 4_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float
    error: float = 0.0

    @property
    def smallest_difference(self) -> float:
        """What a second run must differ by to be told from this one, four times in five.

        For two runs over these questions whose scores correlate by .5, at p < .05: (1.96 + .84) standard errors.
        """
        return 2.8 * self.error


def resamples(n: int, times: int = RESAMPLES) -> Iterator[Floats]:
    """How often each of `n` questions is drawn, as matrices (draws × n) that together hold `times` rows."""
    rng = np.random.default_rng(SEED)
    step = max(1, _CELLS // max(n, 1))
    for done in range(0, times, step):
        yield rng.multinomial(n, np.full(n, 1 / n), size=min(step, times - done)).astype(np.float64)


def ratio_estimate(shares: Sequence[Share | None], groups: Sequence[Hashable] | None = None) -> Estimate | None:
    """The ratio of sums with its interval; None where no row counts.

    `groups` tells which rows belong together, where there are MIN_GROUPS at least. A proportion of separate rows has
    Wilson's interval, and so has a ratio of 0 or 1, of which no draw differs.
    """
    places = [i for i, share in enumerate(shares) if share is not None]
    pairs = np.array([shares[i] for i in places], dtype=np.float64).reshape(-1, 2)
    if not pairs[:, 1].sum():
        return None
    value = float(pairs[:, 0].sum() / pairs[:, 1].sum())
    of_counted = [groups[i] for i in places] if groups else []
    sums = _by_group(pairs, of_counted) if len(set(of_counted)) >= MIN_GROUPS else pairs
    separate = len(sums) == len(pairs) and bool((pairs[:, 1] == 1).all() and np.isin(pairs[:, 0], (0, 1)).all())
    if separate or value in (0, 1):
        return wilson(value, len(sums))
    draws = np.concatenate([counts @ sums for counts in resamples(len(sums))])
    return estimate_of(value, draws[:, 0] / np.maximum(draws[:, 1], 1e-12))


def _by_group(pairs: Floats, groups: Sequence[Hashable]) -> Floats:
    """The sums of each group's rows."""
    number: dict[Hashable, int] = {}
    places = [number.setdefault(group, len(number)) for group in groups]
    sums = np.zeros((len(number), 2))
    np.add.at(sums, places, pairs)
    return sums


def wilson(value: float, n: int) -> Estimate:
    """A proportion of n."""
    z = 1.96
    middle, width = (value + z * z / (2 * n)) / (1 + z * z / n), z / (1 + z * z / n)
    half = width * float(np.sqrt(value * (1 - value) / n + z * z / (4 * n * n)))
    return Estimate(value, max(0.0, middle - half), min(1.0, middle + half), half / z)


def auroc(scores: Sequence[float], positive: Sequence[bool]) -> float | None:
    """The chance that a positive scores above a negative, ties by half (Hanley, McNeil 1982); None without both."""
    value = _weighted_auroc(np.asarray(scores, float), np.asarray(positive, bool), np.ones((1, len(scores))))[0]
    return None if np.isnan(value) else float(value)


def auroc_estimate(scores: Sequence[float], positive: Sequence[bool]) -> Estimate | None:
    value = auroc(scores, positive)
    if value is None:
        return None
    marks, labels = np.asarray(scores, float), np.asarray(positive, bool)
    draws = np.concatenate([_weighted_auroc(marks, labels, counts) for counts in resamples(len(marks))])
    return estimate_of(value, draws[~np.isnan(draws)])


def _weighted_auroc(scores: Floats, positive: NDArray[np.bool_], counts: Floats) -> Floats:
    """One AUROC for each row of counts; NaN where a draw lacks positives or negatives."""
    order = np.argsort(scores, kind="stable")
    ties = np.unique(scores[order], return_index=True)[1]  # where each run of equal scores begins
    above = np.add.reduceat((counts * positive)[:, order], ties, axis=1)
    below = np.add.reduceat((counts * ~positive)[:, order], ties, axis=1)
    smaller = np.cumsum(below, axis=1) - below
    won = (above * (smaller + below / 2)).sum(axis=1)
    pairs = above.sum(axis=1) * below.sum(axis=1)
    result: Floats = np.divide(won, pairs, out=np.full(len(counts), np.nan), where=pairs > 0)
    return result


def estimate_of(value: float, draws: Floats) -> Estimate:
    """A figure with the interval that the draws give."""
    low, high = np.percentile(draws, [2.5, 97.5]) if len(draws) else (value, value)
    return Estimate(float(value), float(low), float(high), float(np.std(draws)) if len(draws) else 0.0)
