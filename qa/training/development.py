"""Development figures of a reader's network: F1 and exact match with the gold passage given, answerability, support."""

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean as mean

from ingest.text.views import plain
from qa.evaluation.answer_scores import exact_match, f1
from qa.evaluation.bootstrap import auroc
from qa.evaluation.normalisation import Normalisation
from qa.reader.bundled import Loaded, find
from qa.reader.support import support
from qa.training.claims import Answered
from qa.training.examples import Claim, Source
from qa.training.mixture import translations
from qa.training.questions import Item, QuestionSet, development_part, read_questions, without_paragraphs

SETS = ("xquad-dev.ar", "xquad-dev.en-ar", "xquad-dev.en", "arcd-dev", "train/tydiqa.ar")
SET_WEIGHTS = (1.0, 2.0, 0.5, 1.0, 1.0)
"""What counts in choosing a checkpoint: English questions over Arabic text are the product's own case."""
HUMAN = ("train/squad2-dev-part.en", "train/pquad.fa")
"""Sets with questions that people wrote to be unanswerable; their AUROC counts as much as a set's F1 that weighs 1."""
MAX_HUMAN = 100  # questions of each, spread over its articles
CLAIMS = 150
MIN_PRECISION = 0.97
NORMALISATION = Normalisation("squad")


@dataclass(frozen=True)
class Figures:
    """Of one set: percent exact, percent F1, AUROC of margin and of relevance (gold against another paragraph)."""

    exact: float
    f1: float
    margin_auroc: float
    relevance_auroc: float


@dataclass(frozen=True)
class Abstention:
    """AUROC of answerable against human-written unanswerable questions over the same paragraphs, and percent F1."""

    margin_auroc: float
    relevance_auroc: float
    f1: float


@dataclass(frozen=True)
class Supported:
    """Of claims: AUROC, and the share of the supported ones found where 97 % of those found are right."""

    auroc: float
    recall: float


class Development:
    """All that is measured while training, read once."""

    def __init__(self, data: Path) -> None:
        self._sets = development_sets(data)
        self._human = human_sets(data)
        arabic, _, english, *_ = self._sets
        self._claims = {
            "support": claims(translations(data, development=True)),
            "support-short": claims(Answered(english, arabic)),
        }

    def measure(self, loaded: Loaded, every: int = 2) -> tuple[dict[str, dict[str, float]], float]:
        """The figures of every n-th question by the set's name, and the score by which a checkpoint is chosen."""
        figures = {questions.name: measure(loaded, questions, every) for questions in self._sets}
        human = {questions.name: measure_abstention(loaded, questions) for questions in self._human}
        supported = {name: measure_support(loaded, its) for name, its in self._claims.items()}
        weighted = [(figures.f1, weight) for figures, weight in zip(figures.values(), SET_WEIGHTS, strict=True)]
        weighted += [(100 * abstention.margin_auroc, 1.0) for abstention in human.values()]
        score = sum(value * weight for value, weight in weighted) / sum(weight for _, weight in weighted)
        named: list[tuple[str, Figures | Abstention | Supported]] = [*figures.items(), *human.items()]
        named += supported.items()
        return {name: {key: round(value, 3) for key, value in asdict(one).items()} for name, one in named}, score


def development_sets(data: Path) -> list[QuestionSet]:
    return [development_part(read_questions(data / f"{name}.json")) for name in SETS]


def human_sets(data: Path) -> list[QuestionSet]:
    """The development parts of HUMAN, without the paragraphs that XQuAD, which is trained on, has too."""
    xquad = read_questions(data / "xquad-dev.en.json")
    parts = (without_paragraphs(development_part(read_questions(data / f"{name}.json")), xquad) for name in HUMAN)
    return [replace(part, items=part.items[:: max(1, len(part.items) // MAX_HUMAN)]) for part in parts]


def measure_abstention(loaded: Loaded, questions: QuestionSet) -> Abstention:
    texts = [questions.paragraphs[item.paragraph] for item in questions.items]
    read = [find(loaded, item.question, [plain(text)])[0] for item, text in zip(questions.items, texts, strict=True)]
    answerable = [bool(item.answers) for item in questions.items]
    return Abstention(
        auroc([finding.margin for finding in read], answerable) or 0.0,
        auroc([finding.relevance for finding in read], answerable) or 0.0,
        100
        * mean(
            f1(text[finding.start : finding.end], item.answers, NORMALISATION)
            for item, text, finding in zip(questions.items, texts, read, strict=True)
            if item.answers
        ),
    )


def claims(source: Source, count: int = CLAIMS) -> list[Claim]:
    """So many claims of a source, the same every time."""
    rng = random.Random(0)
    return [one for _ in range(count) if isinstance(one := source.example(rng), Claim)]


def measure_support(loaded: Loaded, claims: Sequence[Claim]) -> Supported:
    scores = [support(loaded, claim.claim, claim.sentence) for claim in claims]
    right = [claim.supported for claim in claims]
    return Supported(auroc(scores, right) or 0.0, recall_at(MIN_PRECISION, scores, right))


def recall_at(precision: float, scores: Sequence[float], right: Sequence[bool]) -> float:
    """The greatest share of the right ones above a threshold at this precision."""
    found, best = 0, 0
    for count, (_, is_right) in enumerate(sorted(zip(scores, right, strict=True), reverse=True), start=1):
        found += is_right
        best = found if found >= precision * count else best
    return best / max(1, sum(right))


def measure(loaded: Loaded, questions: QuestionSet, every: int = 1) -> Figures:
    """The figures of every n-th question; the same every time (the other paragraph is drawn with a fixed seed)."""
    rng = random.Random(0)
    items = questions.items[::every]
    pairs = ((questions.paragraphs[item.paragraph], _other_paragraph(questions, item, rng)) for item in items)
    read = [
        find(loaded, item.question, [plain(text) for text in pair]) for item, pair in zip(items, pairs, strict=True)
    ]
    said = [
        (questions.paragraphs[item.paragraph][gold.start : gold.end], item.answers)
        for item, (gold, _) in zip(items, read, strict=True)
    ]
    return Figures(
        100 * mean(exact_match(text, answers, NORMALISATION) for text, answers in said),
        100 * mean(f1(text, answers, NORMALISATION) for text, answers in said),
        auroc_between([gold.margin for gold, _ in read], [other.margin for _, other in read]),
        auroc_between([gold.relevance for gold, _ in read], [other.relevance for _, other in read]),
    )


def _other_paragraph(questions: QuestionSet, item: Item, rng: random.Random) -> str:
    numbered = [(n, a) for n, a in enumerate(questions.articles) if n != item.paragraph]
    same = [n for n, article in numbered if article == questions.articles[item.paragraph]]
    return questions.paragraphs[rng.choice(same or [n for n, _ in numbered])]


def auroc_between(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive's score is above a negative's; a tie counts half."""
    return auroc([*positive, *negative], [True] * len(positive) + [False] * len(negative)) or 0.0
