"""Calibration: what the network says of a passage → the order of passages and the probability that a span is right.

The numbers are fitted on the development split by `python -m qa.reader.calibrate`, which writes `calibration.json`.
"""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.answer import Passage
from qa.reader.finding import Finding


@dataclass(frozen=True)
class Signals:
    """Of one passage: retrieval's score and similarity, the relevance logit, the span's logits minus the null's."""

    score: float
    similarity: float
    relevance: float
    margin: float

    @classmethod
    def of(cls, passage: Passage, finding: Finding) -> "Signals":
        return cls(passage.score, passage.similarity, finding.relevance, finding.margin)


@dataclass(frozen=True)
class Calibration:
    """Weights of the order (100 × score counts 1) and of the logistic; `threshold` is where an answer is given."""

    order_relevance: float
    order_margin: float
    bias: float = 0.0
    similarity: float = 0.0
    relevance: float = 0.0
    margin: float = 0.0
    threshold: float = 0.5

    def order(self, signals: Signals) -> float:
        """Higher is better, comparable among the passages of one question."""
        return 100 * signals.score + self.order_relevance * signals.relevance + self.order_margin * signals.margin

    def confidence(self, signals: Signals) -> float:
        """The probability, 0..1, that the passage's span answers the question."""
        logit = (
            self.bias
            + self.similarity * signals.similarity
            + self.relevance * signals.relevance
            + self.margin * signals.margin
        )
        return 1 / (1 + math.exp(-max(logit, -500.0)))  # math.exp overflows at 710

    @classmethod
    def read(cls, path: Path) -> "Calibration":
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path) -> None:
        rounded = {name: round(value, 4) for name, value in asdict(self).items()}
        path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
