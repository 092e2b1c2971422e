"""Question sets in SQuAD form for training, and the development split, fixed by article before the first run."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ingest.text.views import bare

DEVELOPMENT_EVERY = 5
"""Every fifth article (5th, 10th, …) in the files' order, in all languages alike, is for development, not training."""


@dataclass(frozen=True)
class Item:
    """A question, the number of its paragraph, and the first answer's characters there; no answers: unanswerable."""

    id: str
    question: str
    paragraph: int
    start: int
    end: int
    answers: tuple[str, ...]


@dataclass(frozen=True)
class QuestionSet:
    """Paragraphs in the file's order with the number of each one's article, and the questions about them."""

    name: str
    paragraphs: list[str]
    articles: list[int]
    items: list[Item]


def read_questions(path: Path) -> QuestionSet:
    """A file in SQuAD form, its texts as views show them."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    numbered = [(n, paragraph) for n, article in enumerate(articles) for paragraph in article["paragraphs"]]
    return QuestionSet(
        path.stem,
        [bare(paragraph["context"]) for _, paragraph in numbered],
        [n for n, _ in numbered],
        [_item(qa, n, paragraph["context"]) for n, (_, paragraph) in enumerate(numbered) for qa in paragraph["qas"]],
    )


def _item(qa: dict[str, Any], paragraph: int, context: str) -> Item:
    answers = tuple(bare(answer["text"]) for answer in qa["answers"])
    start = len(bare(context[: qa["answers"][0]["answer_start"]])) if answers else 0
    end = start + len(answers[0]) if answers else 0
    return Item(qa["id"], bare(qa["question"]).strip(" -"), paragraph, start, end, answers)


def is_development(article: int) -> bool:
    return article % DEVELOPMENT_EVERY == DEVELOPMENT_EVERY - 1


def training_part(questions: QuestionSet) -> QuestionSet:
    return _part(questions, lambda article: not is_development(article))


def development_part(questions: QuestionSet) -> QuestionSet:
    return _part(questions, is_development)


def _part(questions: QuestionSet, wanted: Callable[[int], bool]) -> QuestionSet:
    return _kept(questions, [n for n, article in enumerate(questions.articles) if wanted(article)])


def _kept(questions: QuestionSet, kept: list[int]) -> QuestionSet:
    place = {old: new for new, old in enumerate(kept)}
    return replace(
        questions,
        paragraphs=[questions.paragraphs[n] for n in kept],
        articles=[questions.articles[n] for n in kept],
        items=[replace(item, paragraph=place[item.paragraph]) for item in questions.items if item.paragraph in place],
    )


def without_paragraphs(questions: QuestionSet, others: QuestionSet) -> QuestionSet:
    """The set without the paragraphs that `others` has too."""
    shared = set(others.paragraphs)
    return _kept(questions, [n for n, paragraph in enumerate(questions.paragraphs) if paragraph not in shared])


def drawn(questions: QuestionSet, most: int) -> QuestionSet:
    """At most so many questions of each paragraph, the same every time."""
    rng = random.Random(0)
    of_paragraph: dict[int, list[Item]] = {}
    for item in questions.items:
        of_paragraph.setdefault(item.paragraph, []).append(item)
    items = [one for its in of_paragraph.values() for one in rng.sample(its, min(most, len(its)))]
    return replace(questions, items=items)
