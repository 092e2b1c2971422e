"""Scoring: an answer and what was retrieved for it, against a question's golds, as a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qa.answer import Answer, Citation, Passage
from qa.evaluation.answer_scores import contains, exact_match, f1
from qa.evaluation.corpus import Corpus
from qa.evaluation.ranking import ranking_scores
from qa.evaluation.relevance import Relevance, excerpt
from qa.evaluation.row import Cited, Judgement, Ranked, Row


@dataclass(frozen=True)
class Outcome:
    """What the system did with one question; `latency_ms` has `retrieve`, `answer` and `total`.

    `judged` is what a judge said of the answer, where one was asked.
    """

    relevance: Relevance
    passages: Sequence[Passage]
    answer: Answer
    latency_ms: Mapping[str, float]
    judged: Judgement | None = None


def rows_of(outcomes: Sequence[Outcome], corpus: Corpus) -> list[Row]:
    """A row for each outcome, in order."""
    asked = {o.relevance.question.id: o for o in outcomes if o.relevance.question.answerable}
    units = {id: o.relevance.ranked_units([(p, p.text) for p in o.passages]) for id, o in asked.items()}
    scores = ranking_scores({id: o.relevance.judged for id, o in asked.items()}, units)
    return [_row(outcome, scores.get(outcome.relevance.question.id), corpus) for outcome in outcomes]


def _row(outcome: Outcome, retrieval: Mapping[str, float] | None, corpus: Corpus) -> Row:
    relevance, answer = outcome.relevance, outcome.answer
    ranked = [_ranked(passage, relevance) for passage in outcome.passages]
    # a mark is no word of the answer: "… [1]" does not hold the gold answer 1
    row = answer_row(relevance, answer.answered, short_form(answer), answer.plain, answer.confidence)
    return replace(
        row,
        text=answer.text,
        retrieval=retrieval,
        rank=next((n for n, passage in enumerate(ranked, start=1) if passage.relevant), None),
        passages=ranked,
        citations=[_cited(citation, relevance, corpus) for citation in answer.citations],
        evidence=excerpt(relevance.question, corpus),
        latency_ms=outcome.latency_ms,
        judged=outcome.judged,
        stood_in=answer.failure,
    )


def answer_row(relevance: Relevance, answered: bool, answer: str, text: str, confidence: float | None = None) -> Row:
    """The row of an answer alone; without an answer an answerable question scores 0."""
    question, normalise = relevance.question, relevance.normalise
    scored = question.answerable and bool(question.answers)
    golds = question.answers
    return Row(
        id=question.id,
        question=question.text,
        golds=golds,
        answerable=question.answerable,
        answered=answered,
        answer=answer if answered else "",
        text=text,
        confidence=confidence,
        exact_match=exact_match(answer, golds, normalise) * answered if scored else None,
        f1=f1(answer, golds, normalise) * answered if scored else None,
        contains=float(answered and contains(text, golds, normalise)) if scored else None,
        unscored=question.unscored,
        document=question.document,
        unplaced=question.unplaced,
    )


def short_form(answer: Answer) -> str:
    """What is compared with the golds: the short answer, else all that was said."""
    return answer.short_answer if answer.short_answer is not None else answer.plain


def _ranked(passage: Passage, relevance: Relevance) -> Ranked:
    relevant = relevance.question.answerable and relevance.unit(passage, passage.text) is not None
    return Ranked(passage.document_id, passage.start, passage.end, round(passage.score, 4), relevant)


def _cited(citation: Citation, relevance: Relevance, corpus: Corpus) -> Cited:
    held = corpus.document(citation.document_id).text[citation.start : citation.end]
    return Cited(
        citation.document_id,
        citation.title,
        citation.start,
        citation.end,
        citation.quote,
        gold=relevance.question.answerable and relevance.unit(citation, citation.quote) is not None,
        verbatim=held == citation.quote,
    )
