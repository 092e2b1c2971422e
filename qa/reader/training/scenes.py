"""Scenes: development questions with the passages retrieval brings, read by a reader; what calibration is fitted on.

Each question comes twice: with its paragraph among the candidates, and with it taken out, which makes it unanswerable.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import Document
from ingest.pipeline import ingest_documents
from qa.answer import Passage
from qa.evaluation.answer_scores import contains, f1
from qa.evaluation.normalisation import Normalisation
from qa.reader.calibration import Calibration, Signals
from qa.reader.finding import Find, Finding
from qa.reader.training.questions import Item, QuestionSet, development_part, read_questions
from qa.retrieval import HybridRetriever
from qa.settings import Settings
from qa.system import build

NORMALISATION = Normalisation("dalil")
CORPORA = (("xquad-dev.ar", "xquad-dev.en-ar"), ("arcd-dev",), ("xquad-dev.en",))
"""Sets with the same paragraphs, which are searched once for both."""

UNANSWERABLE_WEIGHT = 0.5
"""Of a scene without the question's own passage: people ask what the documents answer more often than not."""


@dataclass(frozen=True)
class Candidate:
    """A passage the retrieval brought: its signals, whether it is the question's own, how good its span is (0..1)."""

    signals: Signals
    gold: bool
    f1: float
    right: bool


@dataclass(frozen=True)
class Scene:
    """A question with its candidates, the first that retrieval brought first."""

    testset: str
    candidates: tuple[Candidate, ...]

    @property
    def answerable(self) -> bool:
        return any(candidate.gold for candidate in self.candidates)

    def without_gold(self) -> "Scene":
        return replace(self, candidates=tuple(c for c in self.candidates if not c.gold))


def first(scene: Scene, calibration: Calibration) -> Candidate:
    """The candidate that comes first in the calibrated order."""
    return max(scene.candidates, key=lambda candidate: calibration.order(candidate.signals))


def recall_at_1(read: Sequence[Scene], calibration: Calibration) -> float:
    """The share of scenes whose own passage comes first."""
    return sum(first(scene, calibration).gold for scene in read) / len(read)


def mean_f1(read: Sequence[Scene], calibration: Calibration) -> float:
    """Of the passages that come first, none refused, 0..1."""
    return sum(first(scene, calibration).f1 for scene in read) / len(read)


def scenes(data: Path, cache: Path, candidates: int, find: Find) -> Iterator[Scene]:
    """One scene a development question, its own paragraph searched for among all of its set."""
    for names in CORPORA:
        sets = [read_questions(data / f"{name}.json") for name in names]
        texts = dict.fromkeys(sets[0].paragraphs)
        documents = {text: Document(f"development:{n}", f"{n}", text) for n, text in enumerate(texts)}
        with tempfile.TemporaryDirectory() as folder:
            system = build(Settings(data=Path(folder), cache=cache, reader="sentences"))
            ingest_documents(system.index, list(documents.values()))
            for questions in map(development_part, sets):
                yield from _set(questions, documents, system.retriever, candidates, find)
            system.close()


def _set(
    questions: QuestionSet, documents: dict[str, Document], retriever: HybridRetriever, candidates: int, find: Find
) -> Iterator[Scene]:
    for item in questions.items:
        passages = retriever.retrieve(item.question, candidates)
        found = find(item.question, [passage.text for passage in passages])
        own = documents[questions.paragraphs[item.paragraph]].id
        yield Scene(questions.name, tuple(_candidate(p, f, own, item) for p, f in zip(passages, found, strict=True)))


def _candidate(passage: Passage, finding: Finding, own: str, item: Item) -> Candidate:
    said = passage.text[finding.start : finding.end]
    score = f1(said, item.answers, NORMALISATION)
    return Candidate(
        Signals.of(item.question, passage, finding),
        gold=passage.document_id == own and passage.start < item.end and item.start < passage.end,
        f1=score,
        right=score >= 0.5 or contains(said, item.answers, NORMALISATION),
    )
