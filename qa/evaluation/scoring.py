"""Scoring: what was said and retrieved for a question, against its golds, as a row."""

from collections.abc import Sequence
from dataclasses import replace

from qa.evaluation.answer_scores import contains, exact_match, f1
from qa.evaluation.corpus import Corpus
from qa.evaluation.ranking import RANKING_MEASURES, ranking_scores
from qa.evaluation.relevance import Relevance, excerpt
from qa.evaluation.row import Cited, Ranked, Row
from qa.evaluation.said import Place, Quoted, Said


def row_of(relevance: Relevance, said: Said, corpus: Corpus, measures: Sequence[str] = RANKING_MEASURES) -> Row:
    """The row of one question; `measures` are the ranking measures that it is scored by."""
    if said.fault:
        unscored = relevance.question.unscored or said.fault
        relevance = replace(relevance, question=replace(relevance.question, unscored=unscored))
    row = _answer_row(relevance, said)
    if said.passages is not None:
        row = _ranked(row, relevance, said.passages, measures)
    return replace(
        row,
        citations=None if said.citations is None else [_cited(c, relevance, corpus) for c in said.citations],
        evidence=excerpt(relevance.question, corpus),
    )


def _answer_row(relevance: Relevance, said: Said) -> Row:
    """The row of an answer alone; without an answer an answerable question scores 0."""
    question, normalise, golds = relevance.question, relevance.normalise, relevance.question.answers
    scored = question.answerable and bool(golds) and said.answered is not None
    right = float(bool(said.answered))
    return Row(
        id=question.id,
        question=question.text,
        golds=golds,
        answerable=question.answerable,
        answered=said.answered,
        answer=said.answer if said.answered else "",
        text=said.text,
        confidence=said.confidence,
        exact_match=exact_match(said.answer, golds, normalise) * right if scored else None,
        f1=f1(said.answer, golds, normalise) * right if scored else None,
        contains=float(contains(said.plain, golds, normalise)) * right if scored else None,
        latency_ms=said.latency_ms,
        unscored=question.unscored,
        judged=said.judged,
        stood_in=said.failure,
        document=question.document,
        unplaced=question.unplaced,
        tags=question.tags,
    )


def _ranked(row: Row, relevance: Relevance, passages: Sequence[Place], measures: Sequence[str]) -> Row:
    """The row with the passages, where the first relevant one stands, and the ranking measures."""
    answerable = relevance.question.answerable
    relevant = [answerable and relevance.unit(p, p.text) is not None for p in passages]
    ranked = [Ranked(p.document_id, p.start, p.end, p.score, r) for p, r in zip(passages, relevant, strict=True)]
    units = relevance.ranked_units([(passage, passage.text) for passage in passages])
    judged = relevance.judged
    rank = next((n for n, unit in enumerate(units, start=1) if answerable and unit in judged), None)
    scores = ranking_scores({row.id: judged}, {row.id: units}, measures)[row.id] if answerable else None
    return replace(row, passages=ranked, rank=rank, retrieval=scores)


def _cited(citation: Quoted, relevance: Relevance, corpus: Corpus) -> Cited:
    held = corpus.document(citation.document_id).text if citation.document_id else ""
    return Cited(
        citation.document_id,
        citation.title,
        citation.start,
        citation.end,
        citation.quote,
        gold=relevance.question.answerable and relevance.unit(citation, citation.quote) is not None,
        verbatim=bool(citation.quote) and held[citation.start : citation.end] == citation.quote,
    )
