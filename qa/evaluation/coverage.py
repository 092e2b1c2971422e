"""Coverage: how many questions can be answered if only the surest answers are given, and how many of those are right.

Selective answering after El-Yaniv and Wiener (2010): the answers in the order of their confidence, best first.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from qa.evaluation.bootstrap import Estimate, Floats, estimate_of, resamples, wilson
from qa.evaluation.row import Row

TARGET = 0.8
"""The share of given answers that must be right."""


@dataclass(frozen=True)
class Point:
    """With answers from `confidence` on, `coverage` of the questions are answered, `right` of them rightly."""

    confidence: float
    coverage: float
    right: float


@dataclass(frozen=True)
class Transfer:
    """A threshold chosen on one half of the questions for TARGET, and what it does on the other; mean of both ways."""

    thresholds: tuple[float, float]
    coverage: float
    right: float

    def to_json(self) -> dict[str, Any]:
        return {
            "target": TARGET,
            "thresholds": [round(t, 4) for t in self.thresholds],
            "coverage": round(self.coverage, 4),
            "right": round(self.right, 4),
        }


def counted(rows: Sequence[Row]) -> list[Row]:
    """The rows whose answers are known to be right or wrong, and whose confidence is known."""
    known = (row for row in rows if row.unscored is None and row.answered is not None and row.confidence is not None)
    return [row for row in known if row.f1 is not None or row.impossible]


def curve(rows: Sequence[Row]) -> list[Point]:
    """A point for each confidence at which an answer was given, the surest first; of `counted` rows."""
    given = sorted((row for row in rows if row.answered), key=_confidence, reverse=True)
    points, right = list[Point](), 0
    for n, row in enumerate(given, start=1):
        right += row.right
        if n == len(given) or _confidence(given[n]) < _confidence(row):  # answers of one confidence come together
            points.append(Point(_confidence(row), n / len(rows), right / n))
    return points


def coverage_estimate(rows: Sequence[Row], target: float = TARGET) -> Estimate | None:
    """The largest coverage at which `target` of the answers are right, with its interval; None without such rows."""
    rows = counted(rows)
    if not rows:
        return None
    order = sorted(range(len(rows)), key=lambda i: -_confidence(rows[i]))
    given = np.array([bool(rows[i].answered) for i in order], float)
    right = np.array([bool(rows[i].answered) and rows[i].right for i in order], float)
    marks = np.array([_confidence(rows[i]) for i in order])
    ends = np.append(marks[1:] < marks[:-1], True)  # the last of each confidence
    draws = [_largest(counts[:, order], given, right, ends, target) for counts in resamples(len(rows))]
    value = float(_largest(np.ones((1, len(rows))), given, right, ends, target)[0])
    return wilson(value, len(rows)) if value in (0, 1) else estimate_of(value, np.concatenate(draws))


def _largest(counts: Floats, given: Floats, right: Floats, ends: Any, target: float) -> Floats:
    answered, correct = np.cumsum(counts * given, axis=1), np.cumsum(counts * right, axis=1)
    holds = ends & (answered > 0) & (correct >= target * answered - 1e-9)
    result: Floats = np.where(holds, answered, 0.0).max(axis=1) / counts.sum(axis=1)
    return result


def transfer(rows: Sequence[Row], target: float = TARGET) -> Transfer | None:
    """A threshold chosen on half of the questions and measured on the others, both ways; None of under twenty."""
    rows = counted(rows)
    if len(rows) < _MIN_ROWS:
        return None
    mixed = random.Random(_SEED).sample(rows, len(rows))
    halves = mixed[::2], mixed[1::2]
    chosen = [_threshold(half, target) for half in halves]
    seen = [_at(chosen[0], halves[1]), _at(chosen[1], halves[0])]
    return Transfer((chosen[0], chosen[1]), sum(p.coverage for p in seen) / 2, sum(p.right for p in seen) / 2)


_MIN_ROWS, _SEED = 20, 20161


def _threshold(rows: Sequence[Row], target: float) -> float:
    """That of the largest coverage at the target; above every confidence where none reaches it."""
    reaching = [point for point in curve(rows) if point.right >= target]
    return max(reaching, key=lambda point: point.coverage).confidence if reaching else 1.01


def _at(threshold: float, rows: Sequence[Row]) -> Point:
    given = [row for row in rows if row.answered and _confidence(row) >= threshold]
    right = sum(row.right for row in given)
    return Point(threshold, len(given) / len(rows), right / len(given) if given else 0.0)


def _confidence(row: Row) -> float:
    return row.confidence or 0.0
