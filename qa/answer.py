"""The values of the way out: a passage that was found, a citation, an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Mode = Literal["quoted", "generated"]


@dataclass(frozen=True)
class Reading:
    """What a reader saw in one passage.

    `start` and `end` are the answer's span in characters of the passage's text. `relevance` orders passages
    (any scale, higher is better). `confidence` in 0..1 is the probability that the span answers the question.
    """

    start: int
    end: int
    relevance: float
    confidence: float


@dataclass(frozen=True)
class Passage:
    """A stretch of a document that retrieval found; `document.text[start:end] == text`.

    `score` orders passages of one question. `similarity` is how near
    question and passage are by meaning, about their cosine.
    `reading` is what the reader saw in it, where one read it.
    """

    document_id: str
    title: str
    source: str
    start: int
    end: int
    text: str
    score: float
    similarity: float = 0.0
    reading: Reading | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "document_id": self.document_id,
            "title": self.title,
            "source": self.source,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "score": round(self.score, 4),
        }


@dataclass(frozen=True)
class Citation:
    """Evidence number `n`: `document.text[start:end] == quote`, checked before it is shown."""

    n: int
    document_id: str
    title: str
    source: str
    start: int
    end: int
    quote: str

    def to_json(self) -> dict[str, Any]:
        return {
            "n": self.n,
            "document_id": self.document_id,
            "title": self.title,
            "source": self.source,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


@dataclass(frozen=True)
class Answer:
    """An answer with its evidence. `answered` false means: the sources do not say (`short_answer` is then None).

    `confidence` in 0..1 is the probability that the answer is right. `notice` tells the user of something that
    went otherwise than asked (a model that did not reply, a rewritten question).
    """

    question: str
    answered: bool
    mode: Mode
    text: str
    short_answer: str | None
    confidence: float
    citations: Sequence[Citation] = ()
    passages: Sequence[Passage] = ()
    model: str | None = None
    notice: str | None = None
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The contract of `dalil ask --json` and `POST /api/ask`."""
        return {
            "question": self.question,
            "answered": self.answered,
            "mode": self.mode,
            "model": self.model,
            "text": self.text,
            "short_answer": self.short_answer,
            "confidence": round(self.confidence, 4),
            "notice": self.notice,
            "citations": [citation.to_json() for citation in self.citations],
            "passages": [passage.to_json() for passage in self.passages],
            "timings_ms": {name: round(ms, 1) for name, ms in self.timings_ms.items()},
        }


@dataclass(frozen=True)
class Found:
    """Stream event: the passages retrieval found."""

    passages: Sequence[Passage]


@dataclass(frozen=True)
class Token:
    """Stream event: the next piece of the answer's text, as the model writes it, citations not yet checked."""

    text: str


Event = Found | Token | Answer
"""What `System.stream` yields: one `Found`, any number of `Token`s, one final `Answer`."""
