"""Turns: what a turn of the conversation wants. Knows nothing of documents, and of models only that they embed.

First by words: a turn is small talk, or asks for the documents or an overview, where every one of its words belongs to
such a turn (`forms.toml`); one word more ("what is the agreement about") leaves it open. Then by meaning, which
forgives mistakes of typing: kernel ridge regression on the vectors of labelled turns (`prototypes.tsv`), so that it
suits any embedding. What is unclear is a question.

On turns that nothing was chosen on: benchmarks/dialogue/README.md.
"""

import csv
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from threading import Lock
from typing import Any
from unicodedata import category

from langchain_core.embeddings import Embeddings

from ingest.text.words import light_stem, normalise
from qa.dialogue.counting import sentences_wanted
from qa.dialogue.likeness import Likeness
from qa.dialogue.topics import told_about

MARGIN, MARGIN_WITH_NEW_WORDS = 0.2, 0.3
"""How much more a turn must look like something else than like a question; labels are 1 and -1.

The second is for a turn with a word that no labelled turn has.
"""
MAX_NEW_WORDS = 3
"""A turn with more such words is a question."""
SHORTEST_CORRECTED, ALIKE = 6, 0.83
"""Letters of a word that may be a mistake of typing, and how much it is like the right one (difflib's ratio)."""
_SUM = re.compile(r"^[^\w]*\d[\d.,]*(?:\s*[+*×x÷^=]\s*|\s+[-/]\s+)\d[\d.,]*(?:\s*[-+*/×x÷^=]\s*[\d.,]*)*[^\w]*$")
"""A sum and nothing else, as 2+2; but 15/7/2016 is a date."""
_WHAT_IS = re.compile(r"^\W*(?:(?:who|what) (?:is|are)|(?:ما|من) ه[وي]|ما هى) \S+\s*[?؟]*$", re.IGNORECASE)
_HERE = re.compile(r"\bب(?:ه)?ال(?=ملف|مستند|وثيق|وثايق|مقال|نص|تقرير|تقارير|كتاب|اوراق|ورق)")
"""In the document, as Levantine writes it in one word: بالملف, بهالملفات."""
_THIS = re.compile(r"\b([وعلف]?)هال(?=[ء-ي]{3})")
MAX_WORDS = 12
"""A longer turn that words do not decide is a question; it is not embedded."""


class Kind(StrEnum):
    """What is asked for: `doubt` whether the last answer is right, `task` what is not to be had from documents."""

    SMALL_TALK = "small_talk"
    DOCUMENTS = "documents"
    OVERVIEW = "overview"
    DOUBT = "doubt"
    TASK = "task"
    QUESTION = "question"


class Topic(StrEnum):
    """What small talk is about, which chooses the reply."""

    HELLO = "hello"
    HOW = "how"
    THANKS = "thanks"
    BYE = "bye"
    WHO = "who"
    HELP = "help"
    OK = "ok"
    UPSET = "upset"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Wanted:
    """The kind of a turn, and of small talk its topic."""

    kind: Kind
    topic: Topic | None = None


QUESTION = Wanted(Kind.QUESTION)


@dataclass(frozen=True)
class Form:
    """Turns of one kind: one of the runs of words in `said`, and no word outside `words`."""

    wanted: Wanted
    said: re.Pattern[str]
    words: frozenset[str]


class Turns:
    """Tells what turns want; the prototypes are embedded once, at the first turn whose words leave it open."""

    def __init__(self, embedding: Embeddings) -> None:
        self._embedding = embedding
        self._lock = Lock()

    def wanted(self, turn: str) -> Wanted:
        """What the turn wants. Raises what the embedding raises."""
        said, words = by_words(turn), set(map(_corrected, _words(turn)))
        new = words - _known()
        asks_what = bool(new) and _WHAT_IS.match(turn) is not None
        if said is not None or asks_what or len(turn.split()) > MAX_WORDS or len(new) > MAX_NEW_WORDS or new == words:
            return said or QUESTION
        with self._lock:
            likeness = self._likeness
        vector = self._embedding.embed_documents([turn])[0]
        looks = likeness.looks(vector)
        margin = MARGIN_WITH_NEW_WORDS if new else MARGIN
        kind = max(Kind, key=lambda kind: looks[kind] + margin * (kind is Kind.QUESTION))
        return QUESTION if kind is Kind.QUESTION else Wanted(kind, self._topic(kind, vector))

    def _topic(self, kind: Kind, vector: Sequence[float]) -> Topic | None:
        """Of small talk, the topic of the prototype that is nearest."""
        if kind is not Kind.SMALL_TALK:
            return None
        near = self._likeness.nearness(vector)
        talk = [(closeness, wanted.topic) for closeness, (wanted, _) in zip(near, prototypes(), strict=True)]
        return max((one for one in talk if one[1]), key=lambda one: one[0])[1]

    @cached_property
    def _likeness(self) -> Likeness:
        vectors = self._embedding.embed_documents([turn for _, turn in prototypes()])
        return Likeness(vectors, [wanted.kind for wanted, _ in prototypes()])


def by_words(turn: str) -> Wanted | None:
    """What the turn's words say; None where they leave it open. A turn without words, as 👍 is, is small talk."""
    if _SUM.match(turn):
        return Wanted(Kind.TASK)
    words = [_corrected(word) for word in _words(sentences_wanted(turn)[0])]
    if not words:
        return Wanted(Kind.SMALL_TALK, Topic.OK if any(category(sign) == "So" for sign in turn) else Topic.UNCLEAR)
    text = " ".join(words)
    if found := next((f.wanted for f in _forms() if f.words.issuperset(words) and f.said.search(text)), None):
        return found
    if told_about(turn):
        return QUESTION if besides_overview(turn) else Wanted(Kind.OVERVIEW)
    return Wanted(Kind.TASK) if _commands().match(text) else None


def besides_overview(turn: str) -> list[str] | None:
    """The words of a turn beside those that ask for an overview, as "leave policy"; None where it asks for none.

    "Tell me about" something asks for one too.
    """
    plain = sentences_wanted(turn)[0]
    told = told_about(plain)
    words = {_corrected(_stemmed(word)): word for word in _plain_words(told or plain)}
    form = next(form for form in _forms() if form.wanted.kind is Kind.OVERVIEW)
    asks = told or form.said.search(" ".join(words))
    return [word for known, word in words.items() if known not in form.words] if asks else None


def _words(text: str) -> list[str]:
    """Normalised words, Arabic ones without article and endings; letters drawn out (hellooo) only once."""
    return [_stemmed(word) for word in _plain_words(text)]


def _plain_words(text: str) -> list[str]:
    plain = _HERE.sub("بداخل ال", re.sub(r"(.)\1{2,}", r"\1", re.sub("['’]", "", normalise(text))))
    plain = _THIS.sub(r"\1 هذا ال", plain)
    return re.findall(r"[^\W_]+", plain)


def _stemmed(word: str) -> str:
    return light_stem(word) if "ء" <= word[0] <= "ي" else word


def _corrected(word: str) -> str:
    """The word of the forms that a word was meant to be, where a letter or two are wrong: thnaks, sumarize."""
    known = _vocabulary().get(word[0], frozenset())
    if word in known or len(word) < SHORTEST_CORRECTED:
        return word
    return next(iter(get_close_matches(word, known, 1, ALIKE)), word)


@cache
def _vocabulary() -> dict[str, frozenset[str]]:
    """The words of all forms by their first letter, which is seldom wrong."""
    words = frozenset().union(*(form.words for form in _forms()))
    return {first: frozenset(word for word in words if word[0] == first) for first in {word[0] for word in words}}


@cache
def _known() -> frozenset[str]:
    """The words of the prototypes that are no questions, and of the forms."""
    said = " ".join(turn for wanted, turn in prototypes() if wanted.kind is not Kind.QUESTION)
    return frozenset(_words(said)).union(*(form.words for form in _forms()))


@cache
def _commands() -> re.Pattern[str]:
    """What begins a task: a command, after words that ask for it politely."""
    tables = _tables()
    before, runs = ([" ".join(_words(run)) for run in tables[key]] for key in ("before_a_command", "commands"))
    return re.compile(rf"(?:(?:{'|'.join(before)}) )*(?:{'|'.join(runs)})\b")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(_file("forms.toml"))


@cache
def _forms() -> list[Form]:
    tables = _tables()
    return [
        _form(form, tables["please"] + (tables["kindly"] if form["with"] == "kindly" else ""))
        for form in tables["form"]
    ]


def _form(table: dict[str, Any], beside: str) -> Form:
    runs = sorted((" ".join(_words(run)) for run in table["said"]), key=len, reverse=True)
    words = _words(" ".join([beside, table["beside"], *runs]))
    topic = table.get("topic")
    wanted = Wanted(Kind(table["kind"]), topic and Topic(topic))
    return Form(wanted, re.compile(rf"\b(?:{'|'.join(map(re.escape, runs))})\b"), frozenset(words))


@cache
def prototypes() -> list[tuple[Wanted, str]]:
    """Labelled turns, typed as people type them."""
    rows = csv.DictReader(_file("prototypes.tsv").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return [(Wanted(Kind(r["kind"]), None if r["topic"] == "-" else Topic(r["topic"])), r["turn"]) for r in rows]


def _file(name: str) -> str:
    return files("qa.dialogue").joinpath(name).read_text("utf-8")
