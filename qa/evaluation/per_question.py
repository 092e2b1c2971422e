"""What each question added to each measure in one run: what a later run is compared with."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ingest.errors import SourceError
from qa.evaluation.evaluation import Evaluation
from qa.evaluation.formats.text import read_json
from qa.evaluation.measures import Share, Shares, shares

T = TypeVar("T")


@dataclass(frozen=True)
class PerQuestion:
    """A run question by question, with the ids of what it could not score.

    `golds` are digests of the gold answers. None is what the file of an older run does not tell.
    """

    ids: Sequence[str]
    shares: Shares
    unscored: Set[str] = frozenset()
    texts: Sequence[str] | None = None
    testset: str | None = None
    normalisation: str | None = None
    golds: Sequence[str] | None = None

    @staticmethod
    def of(evaluation: Evaluation) -> "PerQuestion":
        rows = evaluation.rows
        ids, texts = [row.id for row in rows], [row.question for row in rows]
        unscored = {row.id for row in rows if row.unscored}
        golds = [row.gold_digest for row in rows]
        return PerQuestion(
            ids, shares(rows), unscored, texts, evaluation.testset, normalisation_of(evaluation.settings), golds
        )

    @staticmethod
    def from_json(evaluation: Mapping[str, Any]) -> "PerQuestion":
        """From what `dalil evaluate --json` printed. Raises KeyError, TypeError or ValueError where it is not that."""
        values = dict(evaluation["per_question"])
        ids, texts = _strings(values.pop("id")), values.pop("question", None)
        golds = values.pop("gold", None)
        return PerQuestion(
            ids,
            {name: _of_each(_shares(of), ids) for name, of in values.items()},
            {str(question["id"]) for question in evaluation.get("unscored", ())},
            None if texts is None else _of_each(_strings(texts), ids),
            evaluation.get("testset"),
            normalisation_of(evaluation.get("settings", {})),
            None if golds is None else _of_each(_strings(golds), ids),
        )


def normalisation_of(settings: Mapping[str, Any]) -> str | None:
    """Its name; of `mlqa` with the language, whose articles go: `mlqa (ar)`."""
    name, language = settings.get("normalisation"), settings.get("language")
    return f"{name} ({language})" if name == "mlqa" and language else name


def read_run(path: Path) -> PerQuestion:
    """A run that `dalil evaluate --json` printed into a file. Raises SourceError."""
    if not path.is_file():
        raise SourceError(f"no run at {path}; make one with `dalil evaluate TESTSET --json > {path}`")
    try:
        return PerQuestion.from_json(read_json(path))
    except (AttributeError, LookupError, TypeError, ValueError):
        raise SourceError(
            f"{path} is not what `dalil evaluate --json` prints: it has no `per_question`, or a broken one"
        ) from None


def _strings(values: Any) -> list[str]:
    return [str(value) for value in values]


def _shares(values: Any) -> list[Share | None]:
    """As `to_json` wrote them."""
    return [None if value is None else (float(value[0]), float(value[1])) for value in values]


def _of_each(values: list[T], ids: Sequence[str]) -> list[T]:
    if len(values) != len(ids):
        raise ValueError(f"{len(values)} values of {len(ids)} questions")
    return values
