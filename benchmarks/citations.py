"""Citations: how well the sentences of an LLM are attributed to what supports them, and the fit of the weights.

A scripted model knows the right answer and cites nothing. It says the gold sentence, the words around the answer, the
answer alone, behind the question or behind "The answer is", in the question's language, before the eight passages
nearest to the question. It says false sentences too, with the answer to a question on another article or to another one
on the same paragraph. An attribution is right where its quote is the sentence that holds the gold answer.

    python benchmarks/citations.py --data DIR [--every N]    # the shipped weights, and the same fitted anew
    python benchmarks/citations.py --data DIR --fit          # prints weights fitted on all articles

Weights that are fitted are measured on each article by those of the others; the shipped ones were fitted on all of the
articles that the reader was not trained on, every fourth question.
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.cache import default_cache
from ingest.embedding.models import Models
from ingest.text.sentences import Span, sentences
from qa.answer import Passage
from qa.reader import load_reader
from qa.reader.reading import Reader
from qa.training.questions import is_development
from qa.training.remembering import Remembering
from qa.writing.likeness import FEATURES, PassageSentences
from qa.writing.support import THRESHOLD, probabilities

PASSAGES = 8
DIRECTIONS = {"ar→ar": ("ar", "ar"), "en→ar": ("en", "ar"), "en→en": ("en", "en"), "ar→en": ("ar", "en")}
TRUE, FAR, NEAR = "true", "false, of another article", "false, of the same paragraph"

Rate = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Rows of features to probabilities."""


@dataclass(frozen=True)
class Item:
    """A question with its gold answer in its paragraph."""

    id: str
    article: str
    question: str
    answer: str
    start: int
    paragraph: str
    unseen: bool  # by the bundled reader, in training

    @property
    def sentence(self) -> Span | None:
        return next(((s, e) for s, e in sentences(self.paragraph) if s <= self.start < e), None)

    def said(self, answer: str) -> dict[str, str]:
        """The scripted model's sentences with an answer, right or wrong."""
        assert self.sentence
        before = self.paragraph[self.sentence[0] : self.start]
        after = self.paragraph[self.start + len(self.answer) : self.sentence[1]]
        return {
            "sentence": before + answer + after,
            "clause": " ".join([*before.split()[-6:], answer, *after.split()[:6]]),
            "answer": answer,
            "restated": f"{self.question.rstrip('?؟ ')}: {answer}",
            "labelled": f"الجواب هو {answer}." if "؟" in self.question else f"The answer is {answer}.",
        }


@dataclass(frozen=True)
class Trial:
    """One sentence of the scripted model, before eight passages; `gold` is the right passage."""

    direction: str
    kind: str
    honesty: str  # TRUE, FAR or NEAR
    article: str
    claim: str
    rows: list[NDArray[np.float64]]
    gold: int
    gold_sentence: int

    @property
    def true(self) -> bool:
        return self.honesty == TRUE


def items(data: Path, language: str) -> dict[str, Item]:
    articles = json.loads((data / f"xquad-dev.{language}.json").read_text(encoding="utf-8"))["data"]
    return {
        qa["id"]: Item(
            qa["id"],
            a["title"],
            qa["question"],
            qa["answers"][0]["text"],
            qa["answers"][0]["answer_start"],
            p["context"],
            is_development(n),
        )
        for n, a in enumerate(articles)
        for p in a["paragraphs"]
        for qa in p["qas"]
    }


def trials(data: Path, embedding: Embeddings, reader: Reader, every: int) -> Iterator[Trial]:
    sets = {language: items(data, language) for language in ("ar", "en")}
    rng = random.Random(1)
    for direction, (asked, answered) in DIRECTIONS.items():
        ids = [i for i, item in sets[asked].items() if item.unseen][::every]
        pool = [sets[asked][i] for i in ids]
        find = _finder(embedding, sorted({item.paragraph for item in sets[answered].values()}))
        for item, source in ((sets[asked][i], sets[answered][i]) for i in ids):
            passages = find(item.question)
            gold = next((n for n, p in enumerate(passages) if p.text == source.paragraph), None)
            if gold is None or item.sentence is None or source.sentence is None:
                continue
            passages = [
                replace(p, reading=r) for p, r in zip(passages, reader.read(item.question, passages), strict=True)
            ]
            compared = PassageSentences(item.question, passages, embedding)
            gold_sentence = compared.spans[gold].index(source.sentence)
            for honesty, answer in _answers(item, pool, list(sets[asked].values()), rng):
                for kind, claim in item.said(answer).items():
                    if honesty == TRUE or kind != "answer":
                        rows = compared.measure(claim)
                        yield Trial(direction, kind, honesty, item.article, claim, rows, gold, gold_sentence)


def _answers(
    item: Item, pool: Sequence[Item], everything: Sequence[Item], rng: random.Random
) -> Iterator[tuple[str, str]]:
    """The right answer, and a wrong one of each kind where there is one, each with its honesty."""
    yield TRUE, item.answer
    yield FAR, _wrong_answer(item, pool, rng)
    beside = [other.answer for other in everything if other.paragraph == item.paragraph]
    if others := [answer for answer in beside if answer not in item.answer and item.answer not in answer]:
        yield NEAR, rng.choice(others)


def _finder(embedding: Embeddings, paragraphs: Sequence[str]) -> Callable[[str], list[Passage]]:
    vectors = np.array(embedding.embed_documents(list(paragraphs)))

    def find(question: str) -> list[Passage]:
        near = vectors @ np.array(embedding.embed_query(question))
        return [_passage(paragraphs[i], float(near[i])) for i in np.argsort(-near)[:PASSAGES]]

    return find


def _passage(text: str, score: float) -> Passage:
    return Passage(str(hash(text)), "", "", 0, len(text), text, score, score)


def _wrong_answer(item: Item, pool: Sequence[Item], rng: random.Random) -> str:
    """Of the same form (with a digit or without), from another article."""
    digits = any(c.isdigit() for c in item.answer)
    others = [o for o in pool if o.article != item.article and any(c.isdigit() for c in o.answer) == digits]
    return rng.choice(others).answer


def attributed(trial: Trial, rate: Rate, threshold: float) -> bool | None:
    """Whether the sentence that the claim is attributed to is the right one; None where it is attributed to none."""
    rated = [rate(rows) for rows in trial.rows]
    best = max(range(len(rated)), key=lambda i: float(rated[i].max()))
    if rated[best].max() < threshold:
        return None
    return trial.true and best == trial.gold and int(rated[best].argmax()) == trial.gold_sentence


def report(done: Sequence[Trial], rate_of: Callable[[Trial], Rate], threshold: float) -> None:
    """Prints of each kind of claim, in one language and across two, how many are attributed, and how many rightly."""
    for name, across in (("one language", False), ("across two", True)):
        for honesty in (TRUE, FAR, NEAR):
            of = [t for t in done if t.honesty == honesty and (t.direction in ("en→ar", "ar→en")) == across]
            found = [attributed(t, rate_of(t), threshold) for t in of]
            right = f", {sum(ok is True for ok in found)} of them rightly" if honesty == TRUE else ""
            print(f"  {name}, {honesty}: attributed {sum(ok is not None for ok in found)} of {len(of)}{right}")


def fitted(done: Sequence[Trial]) -> dict[bool, tuple[NDArray[np.float64], float]]:
    """Weights and bias for sentences where the reader's span begins (True), and others for those elsewhere."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    rows = np.concatenate([of_passage for t in done for of_passage in t.rows])
    right = np.array(
        [
            t.true and i == t.gold and s == t.gold_sentence
            for t in done
            for i, of_passage in enumerate(t.rows)
            for s in range(len(of_passage))
        ]
    )
    read, weights = rows[:, FEATURES.index("read")] > 0, {}
    for is_read in (True, False):
        chosen = (read == is_read) & np.isfinite(rows).all(axis=1)
        scaler = StandardScaler().fit(rows[chosen])
        model = LogisticRegression(max_iter=1000, C=0.1).fit(scaler.transform(rows[chosen]), right[chosen])
        of_features = model.coef_[0] / scaler.scale_
        weights[is_read] = (of_features, float(model.intercept_[0] - of_features @ scaler.mean_))
    return weights


def rate_by(weights: dict[bool, tuple[NDArray[np.float64], float]]) -> Rate:
    def rate(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        logits = {is_read: rows @ of_features + bias for is_read, (of_features, bias) in weights.items()}
        chosen = np.where(rows[:, FEATURES.index("read")] > 0, logits[True], logits[False])
        return np.nan_to_num(1 / (1 + np.exp(-chosen)))

    return rate


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the development data")
    parser.add_argument("--every", type=int, default=4, metavar="N", help="every Nth question (default 4)")
    parser.add_argument("--fit", action="store_true", help="print fitted weights instead of measuring")
    arguments = parser.parse_args()
    models = Models(default_cache())
    embedding = Remembering(models.embedding("bundled"))
    reader = load_reader("bundled", embedding, models)
    done = list(trials(arguments.data, embedding, reader, arguments.every))
    if arguments.fit:
        for is_read, (weights, bias) in fitted(done).items():
            print("READ" if is_read else "UNREAD", dict(zip(FEATURES, weights.round(3).tolist(), strict=True)), bias)
        return 0
    print(f"shipped weights, threshold {THRESHOLD}")
    report(done, lambda _: probabilities, THRESHOLD)
    by_article = {a: rate_by(fitted([t for t in done if t.article != a])) for a in {t.article for t in done}}
    print("fitted on the other articles")
    report(done, lambda trial: by_article[trial.article], THRESHOLD)
    return 0


if __name__ == "__main__":
    sys.exit(main())
