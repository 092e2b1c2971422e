"""A row: all that was seen of one question. Every figure of an evaluation is made of rows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from qa.answer import Failure

Cause = Literal["not retrieved", "not read", "wrong span", "wrongly abstained", "wrongly answered", "not predicted"]
CAUSES: tuple[Cause, ...] = (
    "not retrieved",
    "not read",
    "wrong span",
    "wrongly abstained",
    "wrongly answered",
    "not predicted",
)

RIGHT = 0.5
"""Token F1 from which an answer is not counted among the failures."""


@dataclass(frozen=True)
class Cited:
    """A citation of the answer. `gold`: it meets the gold evidence; `verbatim`: its quote stands at its offsets."""

    document_id: str
    title: str
    start: int
    end: int
    quote: str
    gold: bool
    verbatim: bool


@dataclass(frozen=True)
class Ranked:
    """A retrieved passage, best first in its row."""

    document_id: str
    start: int
    end: int
    score: float
    relevant: bool


@dataclass(frozen=True)
class Verdict:
    """What a judge said of one sentence of an answer; `supported` is None where it was not judged."""

    sentence: str
    supported: bool | None


@dataclass(frozen=True)
class Judgement:
    """A judge's verdicts on an answer, sentence by sentence; `fault` is why there are none, where there are none."""

    verdicts: Sequence[Verdict]
    fault: str | None = None


@dataclass(frozen=True)
class Grade:
    """What a grader said of an answer; `correct` is None where it was not graded, `fault` why."""

    correct: bool | None
    fault: str | None = None


@dataclass(frozen=True)
class Row:
    """One question with the answer it got; a score is None where it does not apply.

    `unscored` says why no measure counts the question; `answerable` is then False. `evidence` is the gold passage, for
    people to read. `citations` and `retrieval` are None where only answers were given (predictions). `judged` is None
    where no judge was asked. `stood_in` is why the answer is quoted though an LLM was to write it; None where it wrote.
    `missing`: the predictions leave the question out, which is neither an answer nor an abstention. `document` is the
    one whose questions belong together. `unplaced`: the gold answer is not in its text word for word, so that no
    citation can be told right. `answered` is None where only retrieval was asked. `tags` are the set's other columns.
    `graded` is None where no grader was asked.
    """

    id: str
    question: str
    golds: tuple[str, ...]
    answerable: bool
    answered: bool | None
    answer: str
    text: str
    confidence: float | None = None
    exact_match: float | None = None
    f1: float | None = None
    contains: float | None = None
    retrieval: Mapping[str, float] | None = None
    rank: int | None = None
    passages: Sequence[Ranked] = ()
    citations: Sequence[Cited] | None = None
    evidence: str = ""
    latency_ms: Mapping[str, float] = field(default_factory=dict)
    unscored: str | None = None
    judged: Judgement | None = None
    stood_in: Failure | None = None
    missing: bool = False
    document: str | None = None
    unplaced: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    graded: Grade | None = None

    @property
    def impossible(self) -> bool:
        """The sources do not say, and saying so is right."""
        return not self.answerable and self.unscored is None

    @property
    def gold_digest(self) -> str:
        """Of the gold answers, whatever their order, and of whether there are any: other golds, another digest."""
        golds = json.dumps([self.impossible, *sorted(self.golds)]).encode()
        return hashlib.sha256(golds).hexdigest()[:12]

    @property
    def abstained(self) -> bool:
        """It was said that the sources do not say."""
        return self.answered is False and not self.missing

    @property
    def right(self) -> bool:
        """Answered well enough, or rightly not answered."""
        return self.abstained if self.impossible else (self.f1 or 0.0) >= RIGHT

    @property
    def cause(self) -> Cause | None:
        """Why the question failed; None where it did not, or where the set has no answers to tell by."""
        if self.answered is None and not self.unscored:
            return "not retrieved" if self.retrieval is not None and self.rank is None else None
        if self.unscored or self.right or (self.answerable and self.f1 is None):
            return None
        if self.missing:
            return "not predicted"
        if self.impossible:
            return "wrongly answered"
        if self.retrieval is not None and self.rank is None:
            return "not retrieved"
        if not self.answered:
            return "wrongly abstained"
        if self.citations is not None and not any(cited.gold for cited in self.citations):
            return "not read"
        return "wrong span"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "cause": self.cause}
