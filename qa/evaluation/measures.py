"""The measures of an evaluation, each as what a row adds to it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from qa.evaluation.ranking import RANKING_MEASURES
from qa.evaluation.row import Row

Share = tuple[float, float]
"""What a row adds to a measure: numerator and denominator. A mean over rows adds (value, 1)."""


@dataclass(frozen=True)
class Measure:
    """A ratio over rows: the sum of numerators by the sum of denominators.

    `conditional`: the answer decides whether its question counts (a citation precision needs citations).
    """

    section: str
    key: str
    share: Callable[[Row], Share | None]
    conditional: bool = False

    @property
    def name(self) -> str:
        return f"{self.section}.{self.key}"


def _mean(value: float | None) -> Share | None:
    return None if value is None else (value, 1.0)


def _ranking(key: str, row: Row) -> Share | None:
    return _mean(row.retrieval.get(key)) if row.retrieval is not None else None


def _overall(key: str, row: Row) -> Share | None:
    """SQuAD 2.0's figure: a question without an answer in the sources scores 1 where that was said."""
    if row.answered is None:
        return None
    return _mean(float(row.abstained) if row.impossible else getattr(row, key))


def _abstention_precision(row: Row) -> Share | None:
    return (float(row.impossible), 1.0) if row.abstained and not row.unscored else None


def _abstention_recall(row: Row) -> Share | None:
    return (float(row.abstained), 1.0) if row.impossible and row.answered is not None else None


def _citation_precision(row: Row) -> Share | None:
    if (
        not row.citations or row.unscored or row.unplaced or not row.answered
    ):  # beside a refusal: the nearest there is, no evidence
        return None
    return float(sum(cited.gold for cited in row.citations)), float(len(row.citations))


def _citation_recall(row: Row) -> Share | None:
    if row.citations is None or not row.answerable or row.unplaced:
        return None
    return float(bool(row.answered) and any(cited.gold for cited in row.citations)), 1.0


def _verbatim(row: Row) -> Share | None:
    if not row.citations:
        return None
    return float(sum(cited.verbatim for cited in row.citations)), float(len(row.citations))


def _retrieval(keys: Iterable[str]) -> tuple[Measure, ...]:
    return tuple(Measure("retrieval", key, partial(_ranking, key)) for key in keys)


MEASURES = (
    *_retrieval(RANKING_MEASURES),
    Measure("answer", "exact_match", lambda row: _mean(row.exact_match)),
    Measure("answer", "f1", lambda row: _mean(row.f1)),
    Measure("answer", "contains", lambda row: _mean(row.contains)),
    Measure("overall", "exact_match", partial(_overall, "exact_match")),
    Measure("overall", "f1", partial(_overall, "f1")),
    Measure("abstention", "precision", _abstention_precision, conditional=True),
    Measure("abstention", "recall", _abstention_recall),
    Measure("citations", "precision", _citation_precision, conditional=True),
    Measure("citations", "recall", _citation_recall),
    Measure("citations", "verbatim", _verbatim, conditional=True),
)
"""Overall counts every scored question, as SQuAD 2.0's script does; answer counts the answerable ones."""

CONDITIONAL = frozenset(measure.name for measure in MEASURES if measure.conditional)
AUROC = "abstention.auroc"
COVERAGE = "abstention.coverage@80"
SECTIONS = ("retrieval", "answer", "overall", "abstention", "citations")


def applies(name: str, rows: Sequence[Row]) -> bool:
    """Whether the rows say anything of the measure: abstention needs questions that the sources do not answer."""
    return not name.startswith("abstention.") or any(row.impossible for row in rows)


Shares = Mapping[str, Sequence[Share | None]]


def shares(rows: Sequence[Row]) -> dict[str, list[Share | None]]:
    """Every measure's share of every row, in the rows' order."""
    further = dict.fromkeys(key for row in rows for key in row.retrieval or () if key not in RANKING_MEASURES)
    measures = (*MEASURES, *_retrieval(further))
    return {m.name: [m.share(row) for row in rows] if applies(m.name, rows) else [None] * len(rows) for m in measures}
