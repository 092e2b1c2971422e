"""Development figures of a reader's network with the gold passage given: F1, exact match, answerability."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean as mean
from typing import TYPE_CHECKING

import torch

from qa.evaluation.answer_scores import exact_match, f1
from qa.evaluation.normalisation import Normalisation
from qa.reader.decoding import best_spans
from qa.reader.encoding import Encoded, encode_passage, encode_question, join
from qa.reader.model import ReaderModel, padded
from qa.reader.questions import Item, QuestionSet, development_part, read_questions

if TYPE_CHECKING:
    from tokenizers import Tokenizer

SETS = ("xquad-dev.ar", "xquad-dev.en-ar", "xquad-dev.en", "arcd-dev")
WEIGHTS = (1.0, 2.0, 0.5, 1.0)
"""What counts in choosing a checkpoint: English questions over Arabic text are the product's own case."""
NORMALISATION = Normalisation("squad")
BATCH = 16


@dataclass(frozen=True)
class Figures:
    """Of one set: percent exact, percent F1, AUROC of margin and of relevance (gold against another paragraph)."""

    exact: float
    f1: float
    margin_auroc: float
    relevance_auroc: float

    def __str__(self) -> str:
        return f"{self.exact:.1f}/{self.f1:.1f} auroc {self.margin_auroc:.3f}/{self.relevance_auroc:.3f}"


def development_sets(data: Path) -> list[QuestionSet]:
    return [development_part(read_questions(data / f"{name}.json")) for name in SETS]


def measure(model: ReaderModel, tokenizer: "Tokenizer", questions: QuestionSet) -> Figures:
    """The figures of one set; the same every time (the other paragraph is drawn with a fixed seed)."""
    rng = random.Random(0)
    others = [_other_paragraph(questions, item, rng) for item in questions.items]
    gold = list(_run(model, tokenizer, questions, [item.paragraph for item in questions.items]))
    other = list(_run(model, tokenizer, questions, others))
    pairs = [(text, item.answers) for (text, _, _), item in zip(gold, questions.items, strict=True)]
    return Figures(
        100 * mean(exact_match(text, answers, NORMALISATION) for text, answers in pairs),
        100 * mean(f1(text, answers, NORMALISATION) for text, answers in pairs),
        auroc([margin for _, margin, _ in gold], [margin for _, margin, _ in other]),
        auroc([relevance for _, _, relevance in gold], [relevance for _, _, relevance in other]),
    )


def _other_paragraph(questions: QuestionSet, item: Item, rng: random.Random) -> int:
    article = questions.articles[item.paragraph]
    others = [n for n, a in enumerate(questions.articles) if a == article and n != item.paragraph]
    return rng.choice(others or [n for n in range(len(questions.paragraphs)) if n != item.paragraph])


Read = tuple[str, float, float]


def _run(model: ReaderModel, tokenizer: "Tokenizer", asked: QuestionSet, paragraphs: Sequence[int]) -> Iterator[Read]:
    for at in range(0, len(paragraphs), BATCH):
        rows = list(zip(asked.items[at : at + BATCH], paragraphs[at : at + BATCH], strict=True))
        texts = [asked.paragraphs[paragraph] for _, paragraph in rows]
        encoded = [
            join(encode_question(tokenizer, item.question), *encode_passage(tokenizer, text))
            for (item, _), text in zip(rows, texts, strict=True)
        ]
        yield from _read(model, encoded, texts)


def _read(model: ReaderModel, encoded: Sequence[Encoded], texts: Sequence[str]) -> Iterator[Read]:
    device = model.relevance.weight.device
    with torch.inference_mode():
        outputs = model(padded([e.ids[:512] for e in encoded]).to(device))
    starts, ends = outputs.start.cpu().numpy(), outputs.end.cpu().numpy()
    for n, (one, text) in enumerate(zip(encoded, texts, strict=True)):
        count = min(len(one.offsets), 511 - one.first)
        (span,) = best_spans(starts[n], ends[n], one.first, count)
        left, right = one.characters(span.first, span.last)
        yield text[left:right].strip(), span.margin, float(outputs.relevance[n])


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive's score is above a negative's; a tie counts half."""
    above = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return above / (len(positive) * len(negative))
