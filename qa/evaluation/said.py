"""What a system said to one question, apart from any gold answer: all that is scored, and what a journal keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

from qa.answer import Answer, Citation, Failure, Passage
from qa.evaluation.row import Judgement, Verdict

T = TypeVar("T")


@dataclass(frozen=True)
class Place:
    """A stretch of a document that was retrieved. A text that stands in no document has no `document_id`."""

    document_id: str
    start: int
    end: int
    text: str
    score: float = 0.0
    copies: tuple[str, ...] = ()
    """Ids of other documents that hold the same text at the same place."""


@dataclass(frozen=True)
class Quoted:
    """A citation as it was given; `document_id` is empty where its quote stands in no document."""

    document_id: str
    title: str
    start: int
    end: int
    quote: str
    copies: tuple[str, ...] = ()
    """As of `Place`."""


@dataclass(frozen=True)
class Said:
    """An answer with its evidence.

    `answered` is None where only retrieval was asked. `answer` is what is compared with the golds, `plain` the text
    without marks. `passages` and `citations` are None where nothing is known of them. `fault` is why the question could
    not be asked.
    """

    answered: bool | None
    answer: str = ""
    text: str = ""
    plain: str = ""
    confidence: float | None = None
    passages: Sequence[Place] | None = None
    citations: Sequence[Quoted] | None = None
    latency_ms: Mapping[str, float] = field(default_factory=dict)
    failure: Failure | None = None
    judged: Judgement | None = None
    fault: str | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(value: Mapping[str, Any]) -> "Said":
        """Raises KeyError or TypeError where it is not what `to_json` made."""
        made = dict(value)
        made["passages"] = _several(Place, value["passages"])
        made["citations"] = _several(Quoted, value["citations"])
        if judged := value["judged"]:
            made["judged"] = Judgement(_several(Verdict, judged["verdicts"]) or (), judged["fault"])
        return Said(**made)


def _several(kind: type[T], values: Sequence[Mapping[str, Any]] | None) -> tuple[T, ...] | None:
    return None if values is None else tuple(kind(**_hashable(value)) for value in values)


def _hashable(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(held) if isinstance(held, list) else held for name, held in value.items()}


def said_by(answer: Answer, ranking: Sequence[Passage], judged: Judgement | None = None) -> Said:
    """What Dalil said; `ranking` is the one it came from."""
    return Said(
        answered=answer.answered,
        answer=answer.short_answer if answer.short_answer is not None else answer.plain,
        text=answer.text,
        plain=answer.plain,  # a mark is no word of the answer: "… [1]" does not hold the gold answer 1
        confidence=answer.confidence,
        passages=places(ranking),
        citations=[Quoted(c.document_id, c.title, c.start, c.end, c.quote, _ids(c)) for c in answer.citations],
        latency_ms={name: round(milliseconds, 2) for name, milliseconds in answer.timings_ms.items()},
        failure=answer.failure,
        judged=judged,
    )


def places(passages: Sequence[Passage]) -> list[Place]:
    return [Place(p.document_id, p.start, p.end, p.text, round(p.score, 4), _ids(p)) for p in passages]


def _ids(stretch: Passage | Citation) -> tuple[str, ...]:
    return tuple(copy.id for copy in stretch.copies)
