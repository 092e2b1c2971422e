"""What the reader is trained on: which questions over which paragraphs, and how often."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.training.alterations import Alterations, Spellings, read_spellings
from qa.training.claims import Answered, Translations, read_pairs
from qa.training.examples import Pairing, Source
from qa.training.lexicon import Lexicon, induce
from qa.training.questions import QuestionSet, drawn, read_questions, training_part
from qa.training.shared_words import nearest_by_words
from qa.training.switching import Switch
from qa.training.tables import Tables

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

LANGUAGES = ("ar", "en", "de", "el", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")
OTHERS = (
    ("drcd-dev.zh", 0.005),
    ("cmrc2018-dev.zh", 0.005),
    ("norquad-news.no", 0.01),
    ("tydiqa.ko", 0.005),
    ("tydiqa.fi", 0.005),
    ("tydiqa.ru", 0.005),
)
QAMR, QAMR_DRAWN = 0.02, 6  # questions drawn of each sentence, of thirty
IN_ARABIC = ("arcd", "tydi-ar")
PLAIN = {"arcd": 0.03, "new-wiki": 0.03, "squad": 0.08, "tydi-ar": 0.045, "tydi-en": 0.025}
IN_QUESTION = {"arcd": 0.025, "new-wiki": 0.01, "squad": 0.02, "tydi-ar": 0.025}
"""Words of the other language, Arabic or English, in the question."""
IN_PASSAGE = {"new-wiki": 0.025, "squad": 0.07, "tydi-en": 0.025, "squad2": 0.02}
"""Arabic words in an English passage."""
UNANSWERABLE = (
    ("pquad.fa", 0.07),
    ("idk-mrc.id", 0.045),
    ("squad2-dev-part.en", 0.04),
    ("heq.he", 0.015),
    ("squad2-train-unanswerable.en", 0.01),
)
"""Sets with questions that people wrote to be unanswerable."""
SPLIT = ("pquad.fa", "squad2-dev-part.en")  # the others are trained on whole
FEW_NEGATIVES = 0.15  # where the set has its own
TABLES = 0.04
TRANSLATIONS = 0.06
ANSWERED = {("en", "ar"): 0.012, ("ar", "ar"): 0.008, ("ar", "en"): 0.005}
"""Claims of XQuAD's questions and answers in one language beside its sentences in another; then of the other sets'."""
ANSWERED_OTHERS = 0.004  # each: ARCD, TyDi Arabic, SQuAD, SQuAD 2.0, QAMR
CROSS = {("en", "ar"): 0.07, ("ar", "ar"): 0.04, ("en", "en"): 0.005, ("ar", "en"): 0.015}
ANY_FROM, ANY = {"en": 0.03, "ar": 0.015}, 0.015  # questions in that language, in any, over paragraphs in all of them
NEAREST = 5
GROUPS = ("plain", "mixed", "unanswerable", "others", "tables", "claims", "within", "across")
"""ARCD, TyDi and SQuAD as they are; with the languages mixed; sets with human-written unanswerable questions; other
languages and QAMR; made tables; claims; XQuAD within and across its languages."""
Shares = list[tuple[Source, float]]


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


def mixture(data: Path, embedded: Nearness) -> dict[str, Shares]:
    """The sources with their weights, by the group that an ablation leaves out."""
    train = data / "train"
    parallel = _parallel_sets(data)
    sets = {
        "arcd": training_part(read_questions(data / "arcd-dev.json")),
        "new-wiki": read_questions(train / "squadshifts-new-wiki.en.json"),
        "squad": read_questions(train / "squad1-train-part.en.json"),
        "tydi-ar": training_part(read_questions(train / "tydiqa.ar.json")),
        "tydi-en": read_questions(train / "tydiqa.en.json"),
    }
    plain = {
        name: Pairing(one, one, embedded.nearest(one) if name in IN_ARABIC else nearest_by_words(one))
        for name, one in sets.items()
    }
    human = {name: _with_unanswerable(train / f"{name}.json") for name, _ in UNANSWERABLE}
    others = [(read_questions(train / f"{name}.json"), share) for name, share in OTHERS]
    qamr = drawn(read_questions(train / "qamr.en.json"), QAMR_DRAWN)
    return {
        "plain": [(plain[name], share) for name, share in PLAIN.items()],
        "mixed": _mixed(data, {**plain, "squad2": human["squad2-dev-part.en"]}, sets, parallel, embedded),
        "unanswerable": [(human[name], share) for name, share in UNANSWERABLE],
        "others": [
            *((Pairing(one, one, nearest_by_words(one)), share) for one, share in others),
            (Pairing(qamr, qamr, ()), QAMR),
        ],
        "tables": [(Tables(), TABLES)],
        "claims": [
            (translations(data, development=False), TRANSLATIONS),
            *((Answered(parallel[asked], parallel[read]), share) for (asked, read), share in ANSWERED.items()),
            *(
                (Answered(one, one), ANSWERED_OTHERS)
                for one in (sets["arcd"], sets["tydi-ar"], sets["squad"], human["squad2-dev-part.en"].read, qamr)
            ),
        ],
        **_parallel(parallel, embedded.nearest(parallel["en"])),
    }


def _mixed(
    data: Path,
    pairings: Mapping[str, Pairing],
    sets: Mapping[str, QuestionSet],
    parallel: Mapping[str, QuestionSet],
    embedded: Nearness,
) -> Shares:
    """The pairings with the languages mixed, by the lexicon of `sets` and XQuAD and the names of the shared lists."""
    english = [one for name, one in sets.items() if name not in IN_ARABIC]
    lexicon = embedded.lexicon([*english, parallel["en"]], [*(sets[name] for name in IN_ARABIC), parallel["ar"]])
    to_arabic = {**name_lexicon(read_spellings(data), _texts(english)), **lexicon.arabic}
    question, passage = Switch("question", to_arabic), Switch("passage", to_arabic)
    to_english = Switch("question", lexicon.english)
    return [
        *(
            (replace(pairings[name], change=to_english if name in IN_ARABIC else question), share)
            for name, share in IN_QUESTION.items()
        ),
        *((replace(pairings[name], change=passage), share) for name, share in IN_PASSAGE.items()),
    ]


def translations(data: Path, development: bool) -> Translations:
    """Claims of the parallel sentences' training or development part."""
    pairs = read_pairs(data, development)
    return Translations(pairs, Alterations.of(pairs, read_spellings(data)))


def name_lexicon(spellings: Spellings, texts: Sequence[str]) -> dict[str, str]:
    """Names in small letters → Arabic, of those that these texts never write small."""
    small = {word for text in texts for word in re.findall(r"\b[a-z]{4,}\b", text)}
    return {latin: arabic[0] for latin, arabic in spellings.items() if len(latin) > 3 and latin not in small}


def _with_unanswerable(path: Path) -> Pairing:
    whole = read_questions(path)
    questions = training_part(whole) if path.stem in SPLIT else whole
    return Pairing(questions, questions, nearest_by_words(questions), negatives=FEW_NEGATIVES)


def _parallel_sets(data: Path) -> dict[str, QuestionSet]:
    places = {language: data if language in ("ar", "en") else data / "train" for language in LANGUAGES}
    return {
        language: training_part(read_questions(place / f"xquad-dev.{language}.json"))
        for language, place in places.items()
    }


def _parallel(sets: dict[str, QuestionSet], nearest: list[list[int]]) -> dict[str, Shares]:
    """Questions in each language over the same paragraphs in each; the English near misses serve for all."""
    found: dict[str, Shares] = {"within": [], "across": []}
    for q in LANGUAGES:
        for p in LANGUAGES:
            weight = CROSS.get((q, p), 0) + (ANY_FROM.get(q, 0) + ANY / len(LANGUAGES)) / len(LANGUAGES)
            found["within" if q == p else "across"].append((Pairing(sets[q], sets[p], nearest), weight))
    return found


def _texts(sets: Sequence[QuestionSet]) -> list[str]:
    return [text for one in sets for text in (*one.paragraphs, *(item.question for item in one.items))]
