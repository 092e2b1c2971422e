"""Calibration: what the network says of a passage → the order of passages and the probability that a span is right.

The numbers are fitted on the development split by `python -m qa.training.calibrate`, which writes `calibration.json`.
"""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.text.words import script
from qa.answer import Passage
from qa.reader.finding import Finding
from qa.reader.sharing import share_of_question


@dataclass(frozen=True)
class Signals:
    """Of one passage: retrieval's score and similarity, the relevance logit, the span's logits minus the null's.

    `across`: whether its script is another than the question's; there similarities are lower for right and wrong alike.
    `shared`: the share of the question's words, names and numbers that it holds; .5 for nothing to go by.
    """

    score: float
    similarity: float
    relevance: float
    margin: float
    across: bool = False
    shared: float = 0.5

    @classmethod
    def of(cls, question: str, passage: Passage, finding: Finding) -> "Signals":
        across = script(question) != passage.facts.script
        shared = share_of_question(question, passage)
        return cls(passage.retrieval_score, passage.similarity, finding.relevance, finding.margin, across, shared)


@dataclass(frozen=True)
class Calibration:
    """Weights of the order (100 × score counts 1) and of the logistic.

    `threshold` is the confidence from which on an answer is given, `sure` that from which on it needs no "perhaps".

    `order_bound`: the most that a logit counts for in the order; None sets no bound.
    """

    order_relevance: float
    order_margin: float
    order_bound: float | None = None
    bias: float = 0.0
    similarity: float = 0.0
    relevance: float = 0.0
    margin: float = 0.0
    across: float = 0.0
    shared: float = 0.0
    threshold: float = 0.5
    sure: float = 0.5

    def order(self, signals: Signals) -> float:
        """Higher is better, comparable among the passages of one question."""
        relevance, margin = self._bounded(signals.relevance), self._bounded(signals.margin)
        return 100 * signals.score + self.order_relevance * relevance + self.order_margin * margin

    def _bounded(self, logit: float) -> float:
        """The logit, softly held: beyond some sureness, more of it does not tell which passage is the right one."""
        return logit if self.order_bound is None else self.order_bound * math.tanh(logit / self.order_bound)

    def confidence(self, signals: Signals) -> float:
        """The probability, 0..1, that the passage's span answers the question."""
        logit = (
            self.bias
            + self.similarity * signals.similarity
            + self.relevance * signals.relevance
            + self.margin * signals.margin
            + self.across * signals.across
            + self.shared * signals.shared
        )
        return 1 / (1 + math.exp(-max(logit, -500.0)))  # math.exp overflows at 710

    @classmethod
    def read(cls, path: Path) -> "Calibration":
        return cls(**json.loads(path.read_text(encoding="utf-8")))

    def write(self, path: Path) -> None:
        rounded = {name: value if value is None else round(value, 4) for name, value in asdict(self).items()}
        path.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")
