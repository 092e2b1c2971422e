"""Development figures of a reader's network with the gold passage given: F1, exact match, answerability."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean as mean

from qa.evaluation.answer_scores import exact_match, f1
from qa.evaluation.bootstrap import auroc
from qa.evaluation.normalisation import Normalisation
from qa.reader.bundled import Loaded, find
from qa.training.questions import Item, QuestionSet, development_part, read_questions

SETS = ("xquad-dev.ar", "xquad-dev.en-ar", "xquad-dev.en", "arcd-dev")
SET_WEIGHTS = (1.0, 2.0, 0.5, 1.0)
"""What counts in choosing a checkpoint: English questions over Arabic text are the product's own case."""
NORMALISATION = Normalisation("squad")


@dataclass(frozen=True)
class Figures:
    """Of one set: percent exact, percent F1, AUROC of margin and of relevance (gold against another paragraph)."""

    exact: float
    f1: float
    margin_auroc: float
    relevance_auroc: float


def development_sets(data: Path) -> list[QuestionSet]:
    return [development_part(read_questions(data / f"{name}.json")) for name in SETS]


def measure(loaded: Loaded, questions: QuestionSet, every: int = 1) -> Figures:
    """The figures of every n-th question; the same every time (the other paragraph is drawn with a fixed seed)."""
    rng = random.Random(0)
    items = questions.items[::every]
    read = [
        find(loaded, item.question, [questions.paragraphs[item.paragraph], _other_paragraph(questions, item, rng)])
        for item in items
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
