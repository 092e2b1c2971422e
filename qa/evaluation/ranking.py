"""Retrieval measures by `ir_measures` (trec_eval's own code behind it), per question; any cutoff."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ingest.errors import UsageError

if TYPE_CHECKING:
    from ir_measures import Measure

RANKING_MEASURES = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10", "hit@1", "hit@5", "hit@10")
"""What every run has. `hit@k`: whether any evidence is among the first k; `recall@k`: how much of it."""
_NAMES = {"recall": "R", "mrr": "RR", "ndcg": "nDCG", "hit": "Success", "p": "P", "map": "AP"}
_FORM = re.compile(rf"({'|'.join(_NAMES)})@([1-9]\d{{0,3}})")

Judged = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]


def ranking_scores(judged: Judged, run: Run, names: Sequence[str] = RANKING_MEASURES) -> dict[str, dict[str, float]]:
    """For each judged question, each measure's value; 0 where the run finds nothing.

    `judged` maps questions to units and their grades, `run` questions to units in the order found.
    """
    import ir_measures

    measures = {_measure(name): name for name in names}
    qrels = [ir_measures.Qrel(q, unit, grade) for q, units in judged.items() for unit, grade in units.items()]
    # trec_eval orders by score and breaks ties by name, so the score is the rank turned round
    found = [ir_measures.ScoredDoc(q, unit, -rank) for q in judged for rank, unit in enumerate(run.get(q, ()))]
    scores = {question: dict.fromkeys(names, 0.0) for question in judged}
    for metric in ir_measures.iter_calc(list(measures), qrels, found) if qrels else ():
        scores[metric.query_id][measures[metric.measure]] = float(metric.value)
    return scores


def ranking_measure(name: str) -> str:
    """The measure's name as it is written here. Raises UsageError where it is none."""
    if not _FORM.fullmatch(name.lower()):
        raise UsageError(f"{name!r} is no retrieval measure; give one like {', '.join(f'{k}@5' for k in _NAMES)}")
    return name.lower()


def cutoff(name: str) -> int:
    """How many are looked at."""
    return int(name.partition("@")[2])


@cache
def _measure(name: str) -> "Measure":
    import ir_measures

    kind, _, depth = name.partition("@")
    return ir_measures.parse_measure(f"{_NAMES[kind]}@{depth}")
