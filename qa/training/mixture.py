"""What the reader is trained on: which questions over which paragraphs, and how often."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.training.examples import Pairing
from qa.training.lexicon import Lexicon, induce
from qa.training.questions import QuestionSet, read_questions, training_part
from qa.training.switching import Switch

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LANGUAGES = ("ar", "en", "de", "el", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")
OTHERS = (("jaquad-train.ja", 0.15), ("drcd-dev.zh", 0.03), ("drcd-test.zh", 0.03), ("cmrc2018-dev.zh", 0.03))
ARCD, ARCD_QUESTION = 0.05, 0.03  # plain, and English words in the question
NEW_WIKI, NEW_WIKI_QUESTION, NEW_WIKI_PASSAGE = 0.20, 0.04, 0.10  # plain, and Arabic words in the one or the other
CROSS = {("en", "ar"): 0.13, ("ar", "ar"): 0.06, ("en", "en"): 0.01, ("ar", "en"): 0.02}
ANY_FROM, ANY = {"en": 0.07, "ar": 0.02}, 0.03  # questions in that language, in any, over paragraphs in all of them
NEAREST = 5
GROUPS = ("arcd", "new-wiki", "mixed", "others", "within", "across")
"""ARCD; New Wikipedia; both with the languages mixed; Japanese and Chinese; XQuAD within and across its languages."""


class Nearness(Protocol):
    """What the mixture asks of an embedding model."""

    def nearest(self, asked: QuestionSet) -> list[list[int]]:
        """The paragraphs ranked first for each question: near misses."""
        ...

    def lexicon(self, english: Sequence[QuestionSet], arabic: Sequence[QuestionSet]) -> Lexicon:
        """The lexicon of the words in these sets."""
        ...


class Embedded:
    """What the embedding model says of the training text; kept in files, as it takes minutes."""

    def __init__(self, embedder: "SentenceTransformer", work: Path) -> None:
        self._embedder = embedder
        self._work = work

    def nearest(self, asked: QuestionSet) -> list[list[int]]:
        questions = self._vectors(asked.name, "query", [item.question for item in asked.items])
        paragraphs = self._vectors(asked.name, "document", asked.paragraphs)
        ranking: list[list[int]] = np.argsort(-(questions @ paragraphs.T), axis=1)[:, :NEAREST].tolist()
        return ranking

    def lexicon(self, english: Sequence[QuestionSet], arabic: Sequence[QuestionSet]) -> Lexicon:
        path = self._work / "lexicon.json"
        if not path.exists():
            induce(self._embedder, _texts(english), _texts(arabic)).write(path)
        return Lexicon.read(path)

    def _vectors(self, name: str, task: str, texts: Sequence[str]) -> NDArray[np.float32]:
        path = self._work / f"{name}.{task}.npy"
        if not path.exists():
            encode = self._embedder.encode_query if task == "query" else self._embedder.encode_document
            np.save(path, encode(list(texts), batch_size=64, normalize_embeddings=True).astype(np.float32))
        vectors: NDArray[np.float32] = np.load(path)
        return vectors


def mixture(data: Path, embedded: Nearness) -> dict[str, list[tuple[Pairing, float]]]:
    """The pairings with their weights, by the group that an ablation leaves out."""
    parallel = _parallel_sets(data)
    arcd_set = training_part(read_questions(data / "arcd-dev.json"))
    new_wiki_set = read_questions(data / "train" / "squadshifts-new-wiki.en.json")
    arcd = Pairing(arcd_set, arcd_set, embedded.nearest(arcd_set))
    new_wiki = Pairing(new_wiki_set, new_wiki_set, embedded.nearest(new_wiki_set))
    lexicon = embedded.lexicon((new_wiki_set, parallel["en"]), (arcd_set, parallel["ar"]))
    others = [(read_questions(data / "train" / f"{name}.json"), weight) for name, weight in OTHERS]
    return {
        "arcd": [(arcd, ARCD)],
        "new-wiki": [(new_wiki, NEW_WIKI)],
        "mixed": [
            (replace(arcd, change=Switch("question", lexicon.english)), ARCD_QUESTION),
            (replace(new_wiki, change=Switch("question", lexicon.arabic)), NEW_WIKI_QUESTION),
            (replace(new_wiki, change=Switch("passage", lexicon.arabic)), NEW_WIKI_PASSAGE),
        ],
        "others": [(Pairing(questions, questions, ()), weight) for questions, weight in others],
        **_parallel(parallel, embedded.nearest(parallel["en"])),
    }


def _parallel_sets(data: Path) -> dict[str, QuestionSet]:
    places = {language: data if language in ("ar", "en") else data / "train" for language in LANGUAGES}
    return {
        language: training_part(read_questions(place / f"xquad-dev.{language}.json"))
        for language, place in places.items()
    }


def _parallel(sets: dict[str, QuestionSet], nearest: list[list[int]]) -> dict[str, list[tuple[Pairing, float]]]:
    """Questions in each language over the same paragraphs in each; the English near misses serve for all."""
    found: dict[str, list[tuple[Pairing, float]]] = {"within": [], "across": []}
    for q in LANGUAGES:
        for p in LANGUAGES:
            weight = CROSS.get((q, p), 0) + (ANY_FROM.get(q, 0) + ANY / len(LANGUAGES)) / len(LANGUAGES)
            found["within" if q == p else "across"].append((Pairing(sets[q], sets[p], nearest), weight))
    return found


def _texts(sets: Sequence[QuestionSet]) -> list[str]:
    return [text for one in sets for text in (*one.paragraphs, *(item.question for item in one.items))]
