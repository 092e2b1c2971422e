"""The gate: whether an evaluation is good enough, for CI: figures to reach, and a run to be no worse than."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import UsageError
from qa.evaluation.comparison import Comparison
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.measures import AUROC, COVERAGE, MEASURES
from qa.evaluation.naming import nearest


@dataclass(frozen=True)
class Floor:
    """The least figure that a measure must have."""

    measure: str
    figure: float


@dataclass(frozen=True)
class Check:
    """One thing that was checked; `fault` says in words what fell short, None where it holds."""

    name: str
    fault: str | None = None


def floor(text: str) -> Floor:
    """Of `answer.f1=.6`. Raises UsageError."""
    name, _, figure = text.partition("=")
    try:
        least = float(figure)
    except ValueError:
        raise UsageError(f"{text!r} should be a measure and a figure, like answer.f1=.6") from None
    if not 0 <= least <= 1:
        raise UsageError(f"{text!r} asks for {figure.strip()}; figures are from 0 to 1, like answer.f1=.6")
    return Floor(name.strip(), least)


def checks(
    evaluation: Evaluation, floors: Sequence[Floor], compared: Comparison | None = None, no_worse: bool = False
) -> list[Check]:
    """Each floor, and with `no_worse` each measure that the earlier run has."""
    found = [_of_floor(evaluation, one) for one in floors]
    for d in compared.differences if compared and no_worse else ():
        fault = f"{d.measure} fell from {d.old:.4f} to {d.new:.4f}, p {d.p:.4f}" if d.verdict == "worse" else None
        found.append(Check(f"{d.measure} no worse", fault))
    return found


def check_floors(floors: Sequence[Floor], further: Sequence[str] = ()) -> None:
    """Raises UsageError for what is no measure; `further` are retrieval measures that this run has besides."""
    known = [*(measure.name for measure in MEASURES), AUROC, COVERAGE, *(f"retrieval.{name}" for name in further)]
    for wanted in floors:
        if wanted.measure not in known:
            near = nearest(wanted.measure, known)
            raise UsageError(f"there is no measure {wanted.measure!r} to hold to {wanted.figure:g}; {near}")


def _of_floor(evaluation: Evaluation, wanted: Floor) -> Check:
    name = f"{wanted.measure} at least {wanted.figure:g}"
    estimate = evaluation.estimates.get(wanted.measure)
    if estimate is None:
        return Check(name, f"{wanted.measure} was not measured: the test set says nothing of it")
    fell_short = estimate.value < wanted.figure
    return Check(name, f"{wanted.measure} is {estimate.value:.4f}, under {wanted.figure:g}" if fell_short else None)
