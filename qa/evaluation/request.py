"""A request: which files to score, and how; and what comes of it. The command and the page ask alike."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ingest.errors import UsageError
from ingest.text.words import script
from qa.evaluation.comparison import Comparison, check_normalisation, compare
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.formats import read_testset
from qa.evaluation.grading import Grader
from qa.evaluation.normalisation import Name, Normalisation
from qa.evaluation.per_question import PerQuestion, normalisation_of, read_run
from qa.evaluation.predictions import read_predictions, score_predictions
from qa.evaluation.ranking import RANKING_MEASURES
from qa.evaluation.row import Row
from qa.evaluation.selection import check_columns, sampled
from qa.evaluation.systems import Systems, read_systems, side_by_side
from qa.evaluation.testset import TestSet

Ask = Callable[[TestSet, Normalisation], Evaluation]
"""Asks the system a test set's questions; it is not called where predictions are scored."""


@dataclass(frozen=True)
class Request:
    """A test set; another system's answers to score instead; an earlier run to compare with.

    `language` (ISO 639-1) is the answers'; where it is None, their script tells. `judge`: the LLM is to judge them.
    `primary` names the measure that decides a comparison. At most `limit` questions are drawn with `seed`. `by` names
    columns that figures are grouped by; `mapped` the column of a role; `measures`
    the ranking measures.
    """

    testset: Path
    predictions: Path | None = None
    earlier: Path | None = None
    normalise: Name = "dalil"
    language: str | None = None
    judge: bool = False
    primary: str | None = None
    limit: int | None = None
    seed: int = 0
    by: Sequence[str] = ()
    mapped: Mapping[str, str] = field(default_factory=dict)
    measures: Sequence[str] = RANKING_MEASURES

    @property
    def settings(self) -> dict[str, int]:
        """What is recorded of which questions were drawn."""
        return {} if self.limit is None else {"limit": self.limit, "seed": self.seed}


@dataclass(frozen=True)
class Scored:
    """An evaluation, compared with an earlier run where there is one.

    `columns` tells which of the set's columns were taken for what, `ignored` which were not understood.
    """

    evaluation: Evaluation
    comparison: Comparison | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()

    def json(self) -> str:
        """What `dalil evaluate --json` prints, fit to be a later request's earlier run."""
        value = self.evaluation.to_json()
        if self.columns:
            value["columns"] = {"taken": dict(self.columns), "ignored": list(self.ignored)}
        if self.comparison and self.comparison.differences:
            value["comparison"] = {d.measure: d.to_json() for d in self.comparison.differences}
        return _line(value)

    def rows(self) -> str:
        """JSON Lines: what was seen of each question."""
        return "".join(map(row_line, self.evaluation.rows))


def row_line(row: Row) -> str:
    """What was seen of one question, as a line of JSON."""
    return f"{_line(row.to_json())}\n"


def score(request: Request, ask: Ask) -> Scored:
    """Read every file, then ask or score the predictions. Raises UsageError, SourceError, and what `ask` raises."""
    if request.judge and request.predictions:
        raise UsageError("a judge needs Dalil's own answers with their quotes; leave out the judge, or the predictions")
    testset = read_testset(request.testset, request.mapped)
    check_columns(testset, request.by)
    if request.limit is not None:
        testset = sampled(testset, request.limit, request.seed)
    earlier = read_run(request.earlier) if request.earlier else None
    normalise = Normalisation(request.normalise, request.language or _language(testset))
    if earlier:  # before the questions are asked, which may take hours
        check_normalisation(earlier.normalisation, normalisation_of(normalise.settings))
    if request.predictions:
        evaluation = score_predictions(testset, read_predictions(request.predictions), normalise, request.measures)
    else:
        evaluation = ask(testset, normalise)
    settings = {**evaluation.settings, **request.settings}
    evaluation = replace(evaluation, settings=settings, by=request.by)
    compared = compare(earlier, PerQuestion.of(evaluation), request.primary) if earlier else None
    return Scored(evaluation, compared, testset.columns, testset.ignored)


def graded(evaluation: Evaluation, grader: Grader | None) -> Evaluation:
    """With a grade for each answer; as it is without a grader."""
    if grader is None:
        return evaluation
    rows = [replace(row, graded=grader.grade(row)) for row in evaluation.rows]
    return replace(evaluation, rows=rows, grader=grader.model)


def compared_systems(request: Request, files: Sequence[Path]) -> Systems:
    """The systems of these files side by side over the request's test set. Raises UsageError, SourceError."""
    testset = read_testset(request.testset, request.mapped)
    normalise = Normalisation(request.normalise, request.language or _language(testset))
    return side_by_side(read_systems(files, testset, normalise), request.primary)


def _language(testset: TestSet) -> str:
    answers = " ".join(answer for question in testset.questions for answer in question.answers)
    return "ar" if script(answers) == "arabic" else "en"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
