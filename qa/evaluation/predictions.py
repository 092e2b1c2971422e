"""Predictions: somebody else's answers, scored by the same measures, so that peers stand in the same table."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from qa.evaluation.corpus import Corpus, Held
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.formats.text import read_json
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.relevance import Relevance
from qa.evaluation.row import Row
from qa.evaluation.run import now
from qa.evaluation.said import Said
from qa.evaluation.scoring import row_of
from qa.evaluation.testset import TestSet


@dataclass(frozen=True)
class Prediction:
    """An answer (empty: none given) and how sure its maker was, from 0 to 1, where the file tells."""

    answer: str
    confidence: float | None = None


def read_predictions(path: Path) -> dict[str, Prediction]:
    """`{id: answer}` as SQuAD's script reads it, or `{id: {"answer": …, "confidence": …}}`; null is no answer.

    Raises SourceError with the id of the fault.
    """
    if not path.is_file():
        raise SourceError(f'no predictions at {path}; give a JSON file {{"question id": "answer"}}')
    values = read_json(path)
    if not isinstance(values, dict):
        raise SourceError(
            f'{path} should be one JSON object {{"question id": "answer"}}, found {type(values).__name__}'
        )
    return {str(id): _prediction(value, path, str(id)) for id, value in values.items()}


def _prediction(value: Any, path: Path, id: str) -> Prediction:
    if isinstance(value, dict) and "answer" not in value:
        # read as an abstention, it would score the right ones as wrong and nobody would know
        raise SourceError(
            f"{path}: the prediction for {id!r} has no `answer`, its keys are {', '.join(value) or 'none'}; "
            "rename the one that holds the answer"
        )
    answer = value.get("answer") if isinstance(value, dict) else value
    confidence = value.get("confidence") if isinstance(value, dict) else None
    if not isinstance(answer, str | None) or not isinstance(confidence, int | float | None):
        raise SourceError(f"{path}: the prediction for {id!r} should be a string, found {value!r}")
    if confidence is not None and not 0 <= confidence <= 1:
        raise SourceError(
            f"{path}: the confidence for {id!r} should be from 0 to 1, found {confidence!r}; scale it or leave it out"
        )
    return Prediction((answer or "").strip(), confidence)


def score_predictions(
    testset: TestSet, predictions: Mapping[str, Prediction], normalise: Normalisation | None = None
) -> Evaluation:
    """The predictions' figures.

    A question without a prediction scores 0, unanswerable or not: silence is no abstention. `settings` counts those.
    """
    normalise = normalise or Normalisation()
    corpus = Corpus(Held(testset.documents))
    rows = [_row(Relevance(q, normalise), predictions.get(q.id), corpus) for q in testset.questions]
    ids = {question.id for question in testset.questions}
    settings = {
        **normalise.settings,
        "predictions": len(ids & predictions.keys()),
        "without_prediction": len(ids - predictions.keys()),
        "unknown_ids": len(predictions.keys() - ids),
    }
    return Evaluation(testset.name, rows, settings, now())


def _row(relevance: Relevance, given: Prediction | None, corpus: Corpus) -> Row:
    told = given or Prediction("")
    said = Said(bool(told.answer), told.answer, told.answer, told.answer, told.confidence)
    return replace(row_of(relevance, said, corpus), missing=given is None)
