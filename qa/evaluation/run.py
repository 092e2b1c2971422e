"""The run: a test set asked of a system, question by question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal, Protocol

from ingest.cache import default_cache
from ingest.errors import UsageError
from qa.evaluation.asking import Asking
from qa.evaluation.corpus import Corpus
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.grading import Grader
from qa.evaluation.journal import Journal, key_of, program
from qa.evaluation.judging import Judge
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.own_index import over_own_documents
from qa.evaluation.ranking import RANKING_MEASURES, cutoff
from qa.evaluation.relevance import Relevance, resolve
from qa.evaluation.row import Row
from qa.evaluation.said import Said
from qa.evaluation.scoring import row_of
from qa.evaluation.testset import TestSet
from qa.system import System

DEPTH = 10
"""Passages looked at, or documents where those are judged: what recall@10 and nDCG@10 need."""


class Progress(Protocol):
    """Told how many documents are read, chunks embedded, questions asked."""

    def __call__(self, stage: Literal["files", "chunks", "questions"], done: int, total: int) -> None: ...


@dataclass(frozen=True)
class Options:
    """How a run is made.

    `only_retrieval`: nothing is read nor answered. `measures`: the ranking measures. `resume`: answers are kept in the
    cache as they are made, and those kept are not asked again; `fresh` forgets them first. `grader`
    says which answers are right.
    """

    only_retrieval: bool = False
    measures: Sequence[str] = RANKING_MEASURES
    resume: bool = False
    fresh: bool = False
    grader: Grader | None = None

    @property
    def depth(self) -> int:
        return max(DEPTH, *map(cutoff, self.measures))


def evaluate(
    system: System,
    testset: TestSet,
    normalise: Normalisation | None = None,
    progress: Progress | None = None,
    judge: Judge | None = None,
    options: Options | None = None,
    seen: Callable[[Row], None] | None = None,
) -> Evaluation:
    """Ask the test set's questions and score the answers; where a judge is given, it judges the answered ones.

    A set with its own documents is asked of those alone, in an index of its own; another of the system's index. `seen`
    gets each row as it is made. Raises UsageError where the index is empty; IndexMismatch, IndexBusy, StorageError,
    ModelError.
    """
    normalise, options = normalise or Normalisation(), options or Options()
    asked = over_own_documents(system, testset, progress) if testset.documents else system
    try:
        if not asked.index.documents():
            raise UsageError(_EMPTY.format(name=testset.name))
        journal = _journal(asked, options, judge) if options.resume else None
        asking = Asking(asked, options.depth, judge, options.only_retrieval)
        rows, reused = [], 0
        for done, (row, was_kept) in enumerate(_rows(asking, testset, normalise, options, journal), start=1):
            if options.grader:
                row = replace(row, graded=options.grader.grade(row))
            rows.append(row)
            reused += was_kept
            if seen:
                seen(row)
            if progress:
                progress("questions", done, len(testset.questions))
    finally:
        if asked is not system:
            asked.close()
    settings = {**_bearing_settings(system, normalise), **({"only": "retrieval"} if options.only_retrieval else {})}
    grader = options.grader.model if options.grader else None
    return Evaluation(testset.name, rows, settings, now(), judge.model if judge else None, reused=reused, grader=grader)


_EMPTY = (
    "{name} has no texts of its own, so its questions go to the current index, and that is empty; `dalil ingest` the "
    "documents, choose an index with --data, or give the column that holds the texts (--map context=COLUMN)"
)


def _rows(
    asking: Asking, testset: TestSet, normalise: Normalisation, options: Options, journal: Journal | None
) -> Iterator[tuple[Row, bool]]:
    """A row for each question, and whether its answer was kept from an earlier run."""
    corpus, is_warm = Corpus(asking.system.index), False
    for question in testset.questions:
        relevance = Relevance(resolve(question, corpus), normalise)
        key = key_of(question=question.text, by_document=relevance.by_document)
        kept = journal.get(key) if journal else None
        if kept is None and not is_warm:
            asking.warm_up(question.text)
            is_warm = True
        said = kept or asking.ask(question.text, relevance.by_document)
        if journal and kept is None and _is_whole(said):
            journal.put(key, said)
        yield row_of(relevance, said, corpus, options.measures), kept is not None


def _is_whole(said: Said) -> bool:
    """Whether it is worth keeping: not where a language model or a judge failed, which may answer the next time."""
    return said.failure is None and (said.judged is None or said.judged.fault is None)


def _journal(system: System, options: Options, judge: Judge | None) -> Journal:
    settings = {f.name: getattr(system.settings, f.name) for f in fields(system.settings) if f.repr}
    name = key_of(
        settings={name: value for name, value in settings.items() if name not in _WITHOUT_BEARING - {"llm_base_url"}},
        documents=sorted(record.id for record in system.index.documents()),
        program=program(),
        depth=options.depth,
        only_retrieval=options.only_retrieval,
        judge=judge.model if judge else None,
    )
    folder = system.settings.cache or default_cache()
    return Journal(folder / "evaluation" / "answers" / f"{name}.jsonl", options.fresh)


_WITHOUT_BEARING = {"data", "cache", "host", "port", "max_file_mb", "allow_private_urls", "chroma_url", "llm_base_url"}


def _bearing_settings(system: System, normalise: Normalisation) -> Mapping[str, Any]:
    """The settings that bear on the figures; never a secret."""
    names = [f.name for f in fields(system.settings) if f.repr and f.name not in _WITHOUT_BEARING]
    bearing = {name: getattr(system.settings, name) for name in names}
    return {**bearing, "threshold": system.quoter.threshold, **normalise.settings}


def now() -> str:
    """This moment, ISO 8601, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
