"""Retrieval measures by `ir_measures` (trec_eval's own code behind it): recall@k, MRR@10 and nDCG@10 per question."""

from collections.abc import Mapping, Sequence

CUTOFFS = (1, 5, 10)
RANKING_MEASURES = (*(f"recall@{k}" for k in CUTOFFS), "mrr@10", "ndcg@10")
_NAMES = {"recall": "R", "mrr": "RR", "ndcg": "nDCG"}

Judged = Mapping[str, Mapping[str, int]]
Run = Mapping[str, Sequence[str]]


def ranking_scores(judged: Judged, run: Run) -> dict[str, dict[str, float]]:
    """For each judged question, each measure's value; 0 where the run finds nothing.

    `judged` maps questions to units and their grades, `run` questions to units in the order found.
    """
    import ir_measures

    measures = {name: ir_measures.parse_measure(_trec_name(name)) for name in RANKING_MEASURES}
    names = {measure: name for name, measure in measures.items()}
    qrels = [ir_measures.Qrel(q, unit, grade) for q, units in judged.items() for unit, grade in units.items()]
    # trec_eval orders by score and breaks ties by name, so the score is the rank turned round
    found = [ir_measures.ScoredDoc(q, unit, -rank) for q in judged for rank, unit in enumerate(run.get(q, ()))]
    scores = {question: dict.fromkeys(RANKING_MEASURES, 0.0) for question in judged}
    for metric in ir_measures.iter_calc(list(measures.values()), qrels, found) if qrels else ():
        scores[metric.query_id][names[metric.measure]] = float(metric.value)
    return scores


def _trec_name(name: str) -> str:
    kind, cutoff = name.split("@")
    return f"{_NAMES[kind]}@{cutoff}"
