"""Question sets in SQuAD form for training, and the development split, fixed by article before the first run."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

DEVELOPMENT_EVERY = 5
"""Every fifth article (5th, 10th, …) in the files' order, in all languages alike, is for development, not training."""


@dataclass(frozen=True)
class Item:
    """A question, the number of its paragraph, and the first answer's characters there."""

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
    """A file in SQuAD form; questions without an answer are left out."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    numbered = [(n, paragraph) for n, article in enumerate(articles) for paragraph in article["paragraphs"]]
    items = [
        Item(
            qa["id"],
            qa["question"].strip(" -"),
            number,
            (answer := qa["answers"][0])["answer_start"],
            answer["answer_start"] + len(answer["text"]),
            tuple(answer["text"] for answer in qa["answers"]),
        )
        for number, (_, paragraph) in enumerate(numbered)
        for qa in paragraph["qas"]
        if qa["answers"]
    ]
    return QuestionSet(path.stem, [p["context"] for _, p in numbered], [n for n, _ in numbered], items)


def is_development(article: int) -> bool:
    return article % DEVELOPMENT_EVERY == DEVELOPMENT_EVERY - 1


def training_part(questions: QuestionSet) -> QuestionSet:
    return _part(questions, lambda article: not is_development(article))


def development_part(questions: QuestionSet) -> QuestionSet:
    return _part(questions, is_development)


def _part(questions: QuestionSet, wanted: Callable[[int], bool]) -> QuestionSet:
    kept = [n for n, article in enumerate(questions.articles) if wanted(article)]
    place = {old: new for new, old in enumerate(kept)}
    return replace(
        questions,
        paragraphs=[questions.paragraphs[n] for n in kept],
        articles=[questions.articles[n] for n in kept],
        items=[replace(item, paragraph=place[item.paragraph]) for item in questions.items if item.paragraph in place],
    )
