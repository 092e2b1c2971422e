"""Drafting: questions about one's own documents, for a person to correct, without a language model.

Each is made of one sentence: a year, a number, a name or what something is goes and is asked for (`asking_for.py`).
The words that went are the gold answer, the sentence its evidence, both verbatim. A near miss asks the same of another
name, which the documents do not say: it should not be answered.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.document import Document
from ingest.text.sentences import sentences
from ingest.text.words import script
from qa.evaluation.asking_for import arabic, english

Kind = Literal["year", "number", "name", "definition", "heading", "near miss"]

_MIN_WORDS, _MAX_WORDS = 5, 30
_CLAUSES = re.compile(r"[;:؛()\[\]\"“”«»—–]")
"""What a sentence of several clauses has, of which no plain question is made."""
_LEANS = re.compile(  # an Arabic word that begins with و is most often "and" something
    r"\W*(?:(?:It|Its|He|His|She|Her|They|Their|We|Our|I|My|You|Your|This|That|These|Those|Here|But|And|However)\b"
    r"|(?:و[\u0621-\u064a]+|ف?(?:هو|هي|هم|هذا|هذه|ذلك|تلك|هؤلاء|لكن|لكنه|لكنها|كما|ثم|قد|أما))\b)"
)
"""A sentence that leans on the one before: nobody who reads its question alone could answer it."""
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_YEAR = r"(?:1[0-9]|20)\d\d"
_NAMED = r"[A-Z][a-z]+(?: [A-Z][a-z]+)+(?![\w'’-]| [A-Z\d])"
_NAME = re.compile(rf"(?<=[a-z,] ){_NAMED}")
_ENGLISH_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "year",
        re.compile(rf"\b(?P<before>in) (?P<answer>(?:(?:{_MONTHS}) )?{_YEAR})(?P<noun>)(?![\w%-]| (?:and|or|to)\b)"),
    ),
    (
        "number",
        re.compile(
            rf"(?P<before>\b[a-z]+) (?!{_YEAR} )(?P<answer>\d[\d,.]*\d|\d)"
            r"(?P<noun>(?: (?:hundred|thousand|[mb]illion))? (?!(?:and|or|to|of|in|at|by|per|percent|the)\b)[a-z]{3,})"
        ),
    ),
    ("name", re.compile(rf"\b(?P<before>by|in|at) (?P<answer>{_NAMED})(?P<noun>)")),
)
_ARABIC_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(?P<before>(?:\bفي )?\b(?:سنة|عام|العام) )(?P<answer>[12١٢][\d٠-٩]{3})\b(?P<noun>)")),
    (
        "number",
        re.compile(
            r"(?P<before>\b[\u0621-\u064a]+ )(?![12١٢][\d٠-٩]{3} )(?P<answer>\d[\d,.]*\d|\d|[٠-٩]+(?:[٫٬][٠-٩]+)*)"
            r"(?P<noun>(?: (?:ألف|آلاف|مليون|ملايين|مليار))? (?!و?(?:من|في|إلى|على|أو|ثم)\b)[\u0621-\u064a]{3,})\b"
            r"(?! [12١٢][\d٠-٩]{3})"  # a day of a month
        ),
    ),
)
_ENGLISH_DEFINITION = re.compile(
    r"(?P<subject>(?:The|An?) (?:[\w'-]+ ){0,3}?[\w'-]+|[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3}) "
    r"(?P<verb>is|are|was|were) (?P<answer>(?:the|an?) .{8,120}?)(?:,|\.?$)"
)
_ARABIC_DEFINITION = re.compile(
    r"(?P<subject>ال[\u0621-\u064a]+(?: ال[\u0621-\u064a]+)?) (?P<verb>هو|هي) (?P<answer>.{8,120}?)(?:،|\.?$)"
)


@dataclass(frozen=True)
class Draft:
    """A question with its gold answer and the sentence that holds it; a near miss has neither."""

    kind: Kind
    question: str
    answer: str
    evidence: str
    document: str


def drafts(documents: Sequence[Document], number: int, seed: int = 0) -> list[Draft]:
    """At most `number` of them, of all kinds alike as far as there are any, a fifth near misses, drawn with `seed`."""
    found = [draft for document in documents for draft in _of_document(document)]
    chance = random.Random(seed)
    chance.shuffle(found)
    unique = list({draft.question: draft for draft in found}.values())
    misses = list(_near_misses(unique, documents))[: number // 5]
    return [*_evenly(unique, number - len(misses)), *misses]


def _evenly(found: Sequence[Draft], number: int) -> list[Draft]:
    """One of each kind in turn."""
    by_kind: dict[str, list[Draft]] = {}
    for draft in found:
        by_kind.setdefault(draft.kind, []).append(draft)
    turns = [(place, draft) for of_kind in by_kind.values() for place, draft in enumerate(of_kind)]
    return [draft for _, draft in sorted(turns, key=lambda turn: turn[0])][:number]


def _of_document(document: Document) -> Iterator[Draft]:
    headings = {(block.start, block.end) for block in document.blocks if block.kind == "heading"}
    for start, end in sorted(headings):
        yield from _of_heading(document, document.text[start:end].strip(), end)
    for start, end in sentences(document.text):
        sentence = document.text[start:end]
        in_heading = any(a < end and start < b for a, b in headings)
        if not in_heading and "\n" not in sentence and _MIN_WORDS <= len(sentence.split()) <= _MAX_WORDS:
            yield from _of_sentence(document, sentence)


def _of_heading(document: Document, heading: str, end: int) -> Iterator[Draft]:
    """What the first sentence under it says; a heading that is a question asks it itself."""
    following = document.text[end : end + 1000]
    first = next((following[a:b] for a, b in sentences(following)), "")
    if not heading or len(first.split()) < _MIN_WORDS or "\n" in first:
        return
    says = "ماذا يقول النص عن «{}»؟" if script(heading) == "arabic" else "What does the text say about “{}”?"
    asked = heading if heading.endswith(("?", "؟")) else says.format(heading)
    yield Draft("heading", asked, first, first, document.title or document.source)


def _of_sentence(document: Document, sentence: str) -> Iterator[Draft]:
    if _LEANS.match(sentence) or _CLAUSES.search(sentence):
        return
    place, is_arabic = document.title or document.source, script(sentence) == "arabic"
    definition = (_ARABIC_DEFINITION if is_arabic else _ENGLISH_DEFINITION).match(sentence)
    if definition:
        subject, verb, answer = definition["subject"].strip(), definition["verb"], definition["answer"].strip()
        asked = f"ما {verb} {subject}؟" if is_arabic else f"What {verb} {_lowered(subject)}?"
        yield Draft("definition", asked, answer, sentence, place)
    opening = sentence.split()[0].lower()
    is_word = re.search(rf"(?<!\w){re.escape(opening)}(?!\w)", document.text) is not None  # and no name
    asked_already = set[int]()
    for kind, pattern in _ARABIC_KINDS if is_arabic else _ENGLISH_KINDS:
        held = pattern.search(sentence)
        if held and held.end("answer") not in asked_already:  # a year is a number too
            asked_already.add(held.end("answer"))
            question = arabic(kind, sentence, held) if is_arabic else english(kind, sentence, held, is_word)
            if question:
                yield Draft(kind, question, held["answer"], sentence, place)


def _lowered(subject: str) -> str:
    """Without the capital that only a sentence's beginning gives it."""
    return subject[0].lower() + subject[1:] if subject.startswith(("The ", "A ", "An ")) else subject


def _near_misses(found: Sequence[Draft], documents: Sequence[Document]) -> Iterator[Draft]:
    """A question about a name, asked of another name of the documents that stands in no sentence with its answer."""
    names = sorted({name for document in documents for name in _NAME.findall(document.text)})
    texts = [document.text[a:b] for document in documents for a, b in sentences(document.text)]
    for draft in found:
        own = next((name for name in names if name in draft.question), None)
        others = [n for n in names if own and n not in draft.evidence and own not in n]
        other = next((n for n in others if not any(n in text and draft.answer in text for text in texts)), None)
        if own and other and draft.kind in ("year", "number"):
            yield replace(draft, kind="near miss", question=draft.question.replace(own, other), answer="", evidence="")
