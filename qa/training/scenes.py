"""Scenes: development questions with the passages retrieval brings, read by a reader; what calibration is fitted on.

Each question comes three times: with its paragraph among the candidates, with that taken out, and with its whole
article taken out, as one that the texts have nothing to do with. The second and the third are unanswerable.
"""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import Document
from ingest.pipeline import ingest_documents
from ingest.text.views import bare
from qa.answer import Passage
from qa.evaluation.answer_scores import contains, f1
from qa.evaluation.normalisation import Normalisation
from qa.quoting.citing import evidence
from qa.reader.calibration import Calibration, Signals
from qa.reader.finding import Find, Finding
from qa.retrieval.hybrid import HybridRetriever
from qa.settings import Settings
from qa.system import build
from qa.training.questions import Item, QuestionSet, development_part, read_questions

NORMALISATION = Normalisation("dalil")
CORPORA = (("xquad-dev.ar", "xquad-dev.en-ar"), ("arcd-dev",), ("xquad-dev.en",))
"""Sets with the same paragraphs, which are searched once for both."""

DEPTH = 60
"""Passages among which those of other articles are looked for."""

UNANSWERABLE_WEIGHT = 0.5
"""Of a scene without the question's own passage, and of one without its article: together they count as one with it."""


@dataclass(frozen=True)
class Candidate:
    """A passage the retrieval brought: its signals, whether it is the question's own, how good its span is (0..1).

    `right`: the span is; `quoted`: the span or the sentence around it, which is what people see.
    """

    signals: Signals
    gold: bool
    f1: float
    right: bool
    quoted: bool


@dataclass(frozen=True)
class Scene:
    """A question with its candidates, in the order retrieval brought them; `elsewhere`: those of other articles."""

    testset: str
    candidates: tuple[Candidate, ...]
    elsewhere: tuple[Candidate, ...] = ()

    @property
    def answerable(self) -> bool:
        return any(candidate.gold for candidate in self.candidates)

    def without_gold(self) -> "Scene":
        return replace(self, candidates=tuple(c for c in self.candidates if not c.gold))

    def without_article(self) -> "Scene":
        return replace(self, candidates=self.elsewhere)


def weighted(read: Sequence[Scene], unanswerable: float = UNANSWERABLE_WEIGHT) -> list[tuple[Scene, float]]:
    """The scenes, each at weight 1, and what is left of them without their passage or their article."""
    less = [*(scene.without_gold() for scene in read), *(scene.without_article() for scene in read)]
    return [*((scene, 1.0) for scene in read), *((scene, unanswerable) for scene in less if scene.candidates)]


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
        articles = dict(zip(sets[0].paragraphs, sets[0].articles, strict=True))
        documents = {text: Document(f"development:{n}", f"{articles[text]}", text) for n, text in enumerate(articles)}
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
        own = documents[questions.paragraphs[item.paragraph]]
        passages = retriever.retrieve(item.question, DEPTH)
        elsewhere = [passage for passage in passages if passage.title != own.title]  # the number of its article
        near, far = (_read(item, own.id, some[:candidates], find) for some in (passages, elsewhere))
        yield Scene(questions.name, near, far)


def _read(item: Item, own: str, passages: Sequence[Passage], find: Find) -> tuple[Candidate, ...]:
    found = find(bare(item.question), [passage.view.text for passage in passages])
    return tuple(_candidate(p, f, own, item) for p, f in zip(passages, found, strict=True))


def _candidate(passage: Passage, finding: Finding, own: str, item: Item) -> Candidate:
    said = passage.view.text[finding.start : finding.end]
    score = f1(said, item.answers, NORMALISATION)
    sentence = passage.text[slice(*evidence(passage, *passage.view.back(finding.start, finding.end)))]
    return Candidate(
        Signals.of(item.question, passage, finding),
        gold=passage.document_id == own and passage.start < item.end and item.start < passage.end,
        f1=score,
        right=score >= 0.5 or contains(said, item.answers, NORMALISATION),
        quoted=score >= 0.5 or contains(sentence, item.answers, NORMALISATION),
    )
