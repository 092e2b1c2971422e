"""The run: a test set asked of a system, question by question."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from ingest.errors import UsageError
from qa.answer import Answer, Passage, Trace
from qa.evaluation.corpus import Corpus
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.judging import Judge
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.own_index import over_own_documents
from qa.evaluation.relevance import Relevance, resolve
from qa.evaluation.scoring import Outcome, rows_of
from qa.evaluation.testset import Question, TestSet
from qa.retrieval import hybrid
from qa.system import System

DEPTH = 10
"""Passages looked at, or documents where those are judged: what recall@10 and nDCG@10 need."""

_FOUND = hybrid.DEPTH + hybrid.WORDS_DEPTH
"""Passages that retrieval finds at most, by meaning and by words."""


class Progress(Protocol):
    """Told how many documents are read, chunks embedded, questions asked."""

    def __call__(self, stage: Literal["files", "chunks", "questions"], done: int, total: int) -> None: ...


def evaluate(
    system: System,
    testset: TestSet,
    normalise: Normalisation | None = None,
    progress: Progress | None = None,
    judge: Judge | None = None,
) -> Evaluation:
    """Ask the test set's questions and score the answers; where a judge is given, it judges the answered ones.

    A set with its own documents is asked of those alone, in an index of its own; another of the system's index.
    Raises IndexMismatch, IndexBusy, StorageError, ModelError.
    """
    normalise = normalise or Normalisation()
    asked = over_own_documents(system, testset, progress) if testset.documents else system
    try:
        outcomes, corpus = [], Corpus(asked.index)
        _warm_up(asked, testset)
        for done, question in enumerate(testset.questions, start=1):
            outcomes.append(_judged(_ask(asked, resolve(question, corpus), normalise), judge))
            if progress:
                progress("questions", done, len(testset.questions))
        rows = rows_of(outcomes, corpus)
    finally:
        if asked is not system:
            asked.close()
    return Evaluation(testset.name, rows, _bearing_settings(system, normalise), now(), judge.model if judge else None)


def _warm_up(system: System, testset: TestSet) -> None:
    """Load the models, so that no question's time has that in it."""
    try:
        system.search(testset.questions[0].text)
    except UsageError:  # an empty question, which its own row will tell of
        return


def _ask(system: System, question: Question, normalise: Normalisation) -> Outcome:
    """The answer that a user gets, and the ranking it came from."""
    relevance = Relevance(question, normalise)
    try:
        answer = system.ask(question.text, depth=_FOUND if relevance.by_document else DEPTH)
    except UsageError as error:
        return _not_asked(replace(question, unscored=question.unscored or str(error)), normalise)
    assert answer.trace  # every answer of a system has one
    ranking = _ranking(answer.trace, max(DEPTH, system.settings.passages), relevance.by_document)
    rounded = {name: round(milliseconds, 2) for name, milliseconds in answer.timings_ms.items()}
    return Outcome(relevance, ranking, answer, rounded)


def _ranking(trace: Trace, depth: int, by_document: bool) -> list[Passage]:
    """As deep as the measures look: the passages in the reader's order, then those it did not read in retrieval's."""
    ranked = list(trace.ranked[:depth])
    if len(ranked) < DEPTH:
        read = {(passage.document_id, passage.start) for passage in ranked}
        ranked += [p for p in trace.retrieved[:DEPTH] if (p.document_id, p.start) not in read]
    return [*ranked, *_further_documents(trace, ranked)] if by_document else ranked


def _further_documents(trace: Trace, ranked: Sequence[Passage]) -> list[Passage]:
    """The best passage of each next document until DEPTH are held, which several passages of one leave no room for."""
    held = {passage.document_id for passage in ranked}
    best: dict[str, Passage] = {}
    for passage in trace.retrieved:
        if passage.document_id not in held:
            best.setdefault(passage.document_id, passage)
    return list(best.values())[: max(0, DEPTH - len(held))]


def _judged(outcome: Outcome, judge: Judge | None) -> Outcome:
    """After the clock has stopped: no answer's time has the judge's in it."""
    return replace(outcome, judged=judge.judge(outcome.answer)) if judge and outcome.answer.answered else outcome


def _not_asked(question: Question, normalise: Normalisation) -> Outcome:
    answer = Answer(question.text, answered=False, mode="quoted", sentences=(), short_answer=None, confidence=0.0)
    return Outcome(Relevance(question, normalise), (), answer, {})


_WITHOUT_BEARING = {"data", "cache", "host", "port", "max_file_mb", "allow_private_urls", "chroma_url", "llm_base_url"}


def _bearing_settings(system: System, normalise: Normalisation) -> Mapping[str, Any]:
    """The settings that bear on the figures; never a secret."""
    names = [f.name for f in fields(system.settings) if f.repr and f.name not in _WITHOUT_BEARING]
    bearing = {name: getattr(system.settings, name) for name in names}
    return {**bearing, "threshold": system.quoter.threshold, **normalise.settings}


def now() -> str:
    """This moment, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
