"""Bootstrap: 95 % percentile intervals over questions (Efron 1979), seeded, for ratios and for the AUROC."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.measures import Share

RESAMPLES = 1000
SEED = 20161
_CELLS = 4_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


def resamples(n: int, times: int = RESAMPLES) -> Iterator[Floats]:
    """How often each of `n` questions is drawn, as matrices (draws × n) that together hold `times` rows."""
    rng = np.random.default_rng(SEED)
    step = max(1, _CELLS // max(n, 1))
    for done in range(0, times, step):
        yield rng.multinomial(n, np.full(n, 1 / n), size=min(step, times - done)).astype(np.float64)


def ratio_estimate(shares: Sequence[Share | None]) -> Estimate | None:
    """The ratio of sums with its interval; None where no row counts."""
    pairs = np.array([share for share in shares if share is not None], dtype=np.float64).reshape(-1, 2)
    if not pairs[:, 1].sum():
        return None
    draws = np.concatenate([counts @ pairs for counts in resamples(len(pairs))])
    return _estimate(pairs[:, 0].sum() / pairs[:, 1].sum(), draws[:, 0] / np.maximum(draws[:, 1], 1e-12))


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
    return _estimate(value, draws[~np.isnan(draws)])


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


def _estimate(value: float, draws: Floats) -> Estimate:
    low, high = np.percentile(draws, [2.5, 97.5]) if len(draws) else (value, value)
    return Estimate(float(value), float(low), float(high))
