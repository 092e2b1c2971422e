"""Citations: how well the sentences of an LLM are attributed to what supports them, and the fit of the weights.

A scripted model knows the right answer and cites nothing. It says the gold sentence, the words around the answer, the
answer alone, or the question with the answer, in the question's language, before eight passages, those nearest to the
question. In a second run its sentences are false: the answer is that of a question on another article. An attribution
is right where its quote is the sentence that holds the gold answer.

    python benchmarks/citations.py --data DIR        # measures the shipped weights on questions not fitted on
    python benchmarks/citations.py --data DIR --fit  # fits the weights and prints them
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
FIT, MEASURE = 0, 1
"""Of the questions on articles that the reader was not trained on, every other is fitted on, the rest measured on."""
DIRECTIONS = {"ar→ar": ("ar", "ar"), "en→ar": ("en", "ar"), "en→en": ("en", "en"), "ar→en": ("ar", "en")}

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
        }


@dataclass(frozen=True)
class Trial:
    """One sentence of the scripted model, before eight passages; `gold` is the right passage, `true` its honesty."""

    direction: str
    kind: str
    true: bool
    article: str
    claim: str
    rows: list[NDArray[np.float64]]
    gold: int
    gold_sentence: int


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


def trials(data: Path, embedding: Embeddings, reader: Reader, half: int) -> Iterator[Trial]:
    sets = {language: items(data, language) for language in ("ar", "en")}
    rng = random.Random(1)
    for direction, (asked, answered) in DIRECTIONS.items():
        unseen = [i for i, item in sets[asked].items() if item.unseen]
        ids = unseen[half::2]
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
            wrong = _wrong_answer(item, pool, rng)
            for true, answer in ((True, item.answer), (False, wrong)):
                for kind, claim in item.said(answer).items():
                    if true or kind != "answer":
                        yield Trial(
                            direction, kind, true, item.article, claim, compared.measure(claim), gold, gold_sentence
                        )


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


def report(done: Sequence[Trial], rate: Rate, threshold: float) -> float:
    """Prints the tables; the share of attributions of true claims that are right."""
    everything: list[bool] = []
    for direction in DIRECTIONS:
        for kind in ("sentence", "clause", "answer", "restated"):
            of_kind = [t for t in done if t.direction == direction and t.kind == kind]
            true = [attributed(t, rate, threshold) for t in of_kind if t.true]
            false = [attributed(t, rate, threshold) is not None for t in of_kind if not t.true]
            right = [ok for ok in true if ok is not None]
            everything += right
            line = (
                f"{direction} {kind:9} true attributed {len(right) / len(true):.2f}, right {sum(right) / len(true):.2f}"
            )
            print(f"{line} | false attributed {np.mean(false):.2f}" if false else line)
    precision = float(np.mean(everything))
    print(f"precision of attributions of true claims {precision:.3f} ({len(everything)} attributed)")
    print(f"recall {sum(everything) / sum(t.true for t in done):.3f}")
    return precision


def fit(done: Sequence[Trial]) -> None:
    """Fits a set of weights on the sentences where the reader's span begins, and another on those elsewhere."""
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
    read = rows[:, FEATURES.index("read")] > 0
    for name, chosen in (("READ", read), ("UNREAD", ~read)):
        chosen = chosen & np.isfinite(rows).all(axis=1)
        scaler = StandardScaler().fit(rows[chosen])
        model = LogisticRegression(max_iter=1000, C=0.1).fit(scaler.transform(rows[chosen]), right[chosen])
        weights = model.coef_[0] / scaler.scale_
        print(name, {feature: round(float(w), 3) for feature, w in zip(FEATURES, weights, strict=True)})
        print(f"{name}_BIAS = {float(model.intercept_[0] - weights @ scaler.mean_):.3f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the development data")
    parser.add_argument("--fit", action="store_true", help="fit the weights instead of measuring them")
    arguments = parser.parse_args()
    models = Models(default_cache())
    embedding = Remembering(models.embedding("bundled"))
    reader = load_reader("bundled", embedding, models)
    done = list(trials(arguments.data, embedding, reader, FIT if arguments.fit else MEASURE))
    if arguments.fit:
        fit(done)
        return 0
    precision = report(done, probabilities, THRESHOLD)
    print("OK" if precision >= 0.95 else "FAIL: below 0.95")
    return int(precision < 0.95)


if __name__ == "__main__":
    sys.exit(main())
