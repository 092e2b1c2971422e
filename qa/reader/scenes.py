"""Scenes: development questions with the passages retrieval brings, read by a reader; what calibration is fitted on.

Each question comes twice: with its paragraph among the candidates, and with it taken out, which makes it unanswerable.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from qa.evaluation.answer_scores import contains, f1
from qa.evaluation.normalisation import Normalisation
from qa.reader.calibration import Signals
from qa.reader.questions import QuestionSet, development_part, read_questions

CANDIDATES = 8
NORMALISATION = Normalisation("dalil")
CORPORA = (("xquad-dev.ar", "xquad-dev.en-ar", "arcd-dev"), ("xquad-dev.en",))
"""Sets whose paragraphs are searched together: the Arabic ones, the English one."""

Find = Callable[[str, Sequence[str]], Sequence[tuple[int, int, float, float]]]
"""A question and texts → for each text the span's start and end, the margin and the relevance."""


@dataclass(frozen=True)
class Candidate:
    """A passage the retrieval brought: its signals, whether it is the question's own, how good its span is (0..1)."""

    signals: Signals
    gold: bool
    f1: float
    right: bool


@dataclass(frozen=True)
class Scene:
    """A question with its candidates, the nearest first."""

    testset: str
    candidates: tuple[Candidate, ...]

    @property
    def answerable(self) -> bool:
        return any(candidate.gold for candidate in self.candidates)

    def without_gold(self) -> "Scene":
        return replace(self, candidates=tuple(c for c in self.candidates if not c.gold))


def scenes(data: Path, embedding: Embeddings, find: Find) -> list[Scene]:
    """One scene a development question, its own paragraph searched for among all development paragraphs."""
    return [scene for names in CORPORA for scene in _corpus(data, names, embedding, find)]


def _corpus(data: Path, names: Sequence[str], embedding: Embeddings, find: Find) -> list[Scene]:
    sets = [development_part(read_questions(data / f"{name}.json")) for name in names]
    texts = list(dict.fromkeys(text for questions in sets for text in questions.paragraphs))
    paragraphs = np.array(embedding.embed_documents(texts))
    return [scene for questions in sets for scene in _set(questions, texts, paragraphs, embedding, find)]


def _set(
    questions: QuestionSet, texts: Sequence[str], paragraphs: "np.ndarray", embedding: Embeddings, find: Find
) -> list[Scene]:
    read = []
    for item in questions.items:
        cosines = paragraphs @ np.array(embedding.embed_query(item.question))
        nearest = np.argsort(-cosines)[:CANDIDATES]
        findings = find(item.question, [texts[n] for n in nearest])
        own = questions.paragraphs[item.paragraph]
        read.append(
            Scene(
                questions.name,
                tuple(
                    _candidate(texts[n], float(cosines[n]), finding, own, item.answers)
                    for n, finding in zip(nearest, findings, strict=True)
                ),
            )
        )
    return read


def _candidate(
    text: str, cosine: float, finding: tuple[int, int, float, float], own: str, answers: Sequence[str]
) -> Candidate:
    start, end, margin, relevance = finding
    said = text[start:end]
    score = f1(said, answers, NORMALISATION)
    right = score >= 0.5 or contains(said, answers, NORMALISATION)
    return Candidate(Signals(cosine, relevance, margin), text == own, score, right)
