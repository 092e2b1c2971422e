"""Predictions: what another system answered, retrieved and cited, scored by the same measures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.errors import SourceError
from qa.evaluation.corpus import Corpus, Held
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.formats.text import json_lines, read_json, read_text
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.placing import Given, cited, found
from qa.evaluation.ranking import RANKING_MEASURES
from qa.evaluation.relevance import Relevance, resolve
from qa.evaluation.row import Row
from qa.evaluation.run import now
from qa.evaluation.said import Said
from qa.evaluation.scoring import row_of
from qa.evaluation.testset import TestSet

_ANSWER = ("answer", "response", "prediction", "predicted_answer")
_CONTEXTS = ("contexts", "retrieved_contexts", "retrieval_context", "passages")


@dataclass(frozen=True)
class Prediction:
    """An answer (empty: none given; None: only retrieval) and how sure its maker was, from 0 to 1, where that is known.

    `contexts` are what was retrieved, best first, `citations` what the answer cites; None where that is unknown.
    """

    answer: str | None
    confidence: float | None = None
    contexts: Sequence[Given] | None = None
    citations: Sequence[Given] | None = None


def read_predictions(path: Path) -> dict[str, Prediction]:
    """`{id: answer}` as SQuAD's script reads it, `{id: {"answer": …}}`, JSON Lines with an `id`, or a TREC run.

    An object may have `confidence`, `contexts` and `citations`; null is no answer. Raises SourceError with the id of
    the fault.
    """
    if not path.is_file():
        raise SourceError(f'no predictions at {path}; give a JSON file {{"question id": "answer"}}')
    if path.suffix in (".jsonl", ".ndjson"):
        return dict(_of_row(value, path, f"line {number}") for number, value in json_lines(path))
    if path.suffix != ".json":
        return _trec_run(path)
    values = read_json(path)
    if isinstance(values, list) and values and all(isinstance(value, dict) for value in values):
        return dict(_of_row(value, path, f"record {number}") for number, value in enumerate(values, start=1))
    if not isinstance(values, dict):
        raise SourceError(
            f'{path} should be one JSON object {{"question id": "answer"}}, found {type(values).__name__}'
        )
    return {str(id): _prediction(value, path, str(id)) for id, value in values.items()}


def _of_row(value: Mapping[str, Any], path: Path, place: str) -> tuple[str, Prediction]:
    id = next((value[name] for name in ("id", "question_id", "qid") if value.get(name) is not None), None)
    if id is None:
        raise SourceError(f"{path}, {place}: no id to know the question by; its keys are {', '.join(value) or 'none'}")
    return str(id), _prediction(value, path, str(id))


def _prediction(value: Any, path: Path, id: str) -> Prediction:
    if not isinstance(value, Mapping):
        return Prediction(_answer(value, path, id))
    names = [name for name in (*_ANSWER, *_CONTEXTS) if name in value]
    if not names:
        # read as an abstention, it would score the right ones as wrong and nobody would know
        raise SourceError(
            f"{path}: the prediction for {id!r} has no `answer`, its keys are {', '.join(value) or 'none'}; "
            "rename the one that holds the answer"
        )
    has_answer = names[0] in _ANSWER
    contexts = next((value[name] for name in _CONTEXTS if value.get(name) is not None), None)
    return Prediction(
        _answer(value[names[0]], path, id) if has_answer else None,
        _confidence(value.get("confidence"), path, id),
        _several(contexts, path, id, "contexts"),
        _several(value.get("citations"), path, id, "citations"),
    )


def _answer(value: Any, path: Path, id: str) -> str:
    if not isinstance(value, str | None):
        raise SourceError(f"{path}: the prediction for {id!r} should be a string, found {value!r}")
    return (value or "").strip()


def _confidence(value: Any, path: Path, id: str) -> float | None:
    if not isinstance(value, int | float | None):
        raise SourceError(f"{path}: the confidence for {id!r} should be a number, found {value!r}")
    if value is not None and not 0 <= value <= 1:
        raise SourceError(
            f"{path}: the confidence for {id!r} should be from 0 to 1, found {value!r}; scale it or leave it out"
        )
    return value


def _several(value: Any, path: Path, id: str, name: str) -> list[Given] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str | dict) for item in value):
        raise SourceError(f"{path}: the {name} for {id!r} should be a list of texts or objects, found {value!r}")
    return value


def _trec_run(path: Path) -> dict[str, Prediction]:
    """`question Q0 document rank score name`, in any order; trec_eval's own order is by score."""
    run: dict[str, list[tuple[float, str]]] = {}
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        try:
            run.setdefault(cells[0], []).append((float(cells[4]), cells[2]))
        except (IndexError, ValueError):
            raise SourceError(
                f"{path}, line {number}: expected a TREC run's `question Q0 document rank score name`, "
                f"found {line[:60]!r}"
            ) from None
    ordered = {id: sorted(ranked, key=lambda one: -one[0]) for id, ranked in run.items()}
    return {id: Prediction(None, contexts=[{"document": d} for _, d in ranked]) for id, ranked in ordered.items()}


def score_predictions(
    testset: TestSet,
    predictions: Mapping[str, Prediction],
    normalise: Normalisation | None = None,
    measures: Sequence[str] = RANKING_MEASURES,
) -> Evaluation:
    """The predictions' figures.

    A question without a prediction scores 0, unanswerable or not: silence is no abstention. `settings` counts those.
    """
    normalise, corpus = normalise or Normalisation(), Corpus(Held(testset.documents))
    has_places = any(p.contexts is not None or p.citations is not None for p in predictions.values())
    rows = []
    for question in testset.questions:
        placed = resolve(question, corpus) if has_places and testset.documents else question
        rows.append(_row(Relevance(placed, normalise), predictions.get(question.id), corpus, measures))
    ids = {question.id for question in testset.questions}
    settings = {
        **normalise.settings,
        "predictions": len(ids & predictions.keys()),
        "without_prediction": len(ids - predictions.keys()),
        "unknown_ids": len(predictions.keys() - ids),
    }
    return Evaluation(testset.name, rows, settings, now())


def _row(relevance: Relevance, given: Prediction | None, corpus: Corpus, measures: Sequence[str]) -> Row:
    prediction = given or Prediction("")
    answer = prediction.answer or ""
    said = Said(
        None if prediction.answer is None else _says_something(answer, relevance),
        answer,
        answer,
        answer,
        prediction.confidence,
        None if prediction.contexts is None else [found(one, corpus) for one in prediction.contexts],
        None if prediction.citations is None else [cited(one, corpus) for one in prediction.citations],
    )
    return replace(row_of(relevance, said, corpus, measures), missing=given is None)


def _says_something(answer: str, relevance: Relevance) -> bool:
    """To SQuAD's script (2.0) an answer like "the", of which nothing is left, says what an empty one does."""
    if relevance.normalise.name == "squad" and not relevance.question.answerable:
        return bool(relevance.normalise(answer))
    return bool(answer)
