"""The reader without trained weights: the sentence nearest to the question by the embedding's cosine."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from ingest.text.sentences import Span, sentences
from qa.answer import Passage, Reading
from qa.reader.calibration import Calibration, Signals
from qa.reader.finding import Finding

# for the bundled embedding; refitted by `python -m qa.training.calibrate --reader sentences`, which prints it
# (similarity and the sentence's cosine say nearly the same, so that one corrects the other)
CALIBRATION = Calibration(
    order_relevance=0,
    order_margin=0.1,
    bias=-32.2429,
    similarity=-14.5051,
    margin=0.4953,
    across=2.4133,
    shared=3.2653,
    threshold=0.09,
    sure=0.8,
)


@dataclass(frozen=True)
class SentenceReader:
    """Answers with a whole sentence; order and confidence follow from its cosine and retrieval's score."""

    embedding: Embeddings
    name: str = "sentences"
    threshold: float = CALIBRATION.threshold
    sure: float = CALIBRATION.sure

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in their order. Raises ModelError."""
        found = self.find(question, [passage.view.text for passage in passages])
        return [_reading(question, passage, finding) for passage, finding in zip(passages, found, strict=True)]

    def find(self, question: str, texts: Sequence[str]) -> list[Finding]:
        """The nearest sentence of each text; 100 × cosine is its margin, and there is no relevance beside it."""
        spans = [sentences(text) or [(0, len(text))] for text in texts]
        pieces = [text[start:end] for text, its in zip(texts, spans, strict=True) for start, end in its]
        if not pieces:
            return []
        cosines = iter(
            np.array(self.embedding.embed_documents(pieces)) @ np.array(self.embedding.embed_query(question))
        )
        return [_nearest(its, [float(next(cosines)) for _ in its]) for its in spans]


def _nearest(spans: Sequence[Span], cosines: Sequence[float]) -> Finding:
    cosine, (start, end) = max(zip(cosines, spans, strict=True))
    return Finding(start, end, margin=100 * cosine, relevance=0.0)


def _reading(question: str, passage: Passage, finding: Finding) -> Reading:
    signals = Signals.of(question, passage, finding)
    span = passage.view.back(finding.start, finding.end)
    return Reading(*span, CALIBRATION.order(signals), CALIBRATION.confidence(signals))
