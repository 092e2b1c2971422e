"""Drafting: questions about one's own documents, for a person to correct, without a language model.

Each is made of one sentence: what it asks for (a year, a number, a name, what something is) is put in the place of the
words that say it, and these words are the gold answer, the sentence its evidence, both verbatim. A near miss asks the
same of another name, which the documents do not say: it should not be answered.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.document import Document
from ingest.text.sentences import sentences
from ingest.text.words import script

Kind = Literal["year", "number", "name", "definition", "heading", "near miss"]

_MIN_WORDS, _MAX_WORDS = 5, 40
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ENGLISH_YEAR = re.compile(rf"\b(?:in|since|until|by) (?P<answer>(?:(?:{_MONTHS}) )?(?:1[0-9]|20)\d\d)\b(?!\s*[%-])")
_ARABIC_YEAR = re.compile(r"(?P<before>\b(?:سنة|عام|العام) )(?P<answer>[12٠-٩][\d٠-٩]{3})\b")
_NUMBER = re.compile(r"(?<![\w.,$€£٫٬-])(?P<answer>\d[\d,.]*\d|\d|[٠-٩]+(?:[٫٬][٠-٩]+)*)(?= [^\W\d_]{3,})")
_NAME = re.compile(r"(?<=[a-z,] )(?P<answer>[A-Z][a-z]+(?: [A-Z][a-z]+)+)\b")
_ENGLISH_DEFINITION = re.compile(
    r"(?P<subject>(?:The |An? )?[A-Z][\w' -]{2,40}?) (?P<verb>is|are|was|were) (?P<answer>(?:the|an?) [^.;]{8,120})[.;]"
)
_ARABIC_DEFINITION = re.compile(r"(?P<subject>[\u0621-\u064a ]{3,40}?) (?P<verb>هو|هي) (?P<answer>[^.؛]{8,120})[.؛]")


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
    """What the first sentence under it says."""
    following = document.text[end : end + 1000]
    first = next((following[a:b] for a, b in sentences(following)), "")
    if heading and len(first.split()) >= _MIN_WORDS and "\n" not in first:
        asked = (
            f"ماذا يقول النص عن «{heading}»؟"
            if script(heading) == "arabic"
            else f"What does the text say of “{heading}”?"
        )
        yield Draft("heading", asked, first, first, document.title or document.source)


def _of_sentence(document: Document, sentence: str) -> Iterator[Draft]:
    place, is_arabic = document.title or document.source, script(sentence) == "arabic"
    definition = (_ARABIC_DEFINITION if is_arabic else _ENGLISH_DEFINITION).match(sentence)
    if definition:
        subject, verb, answer = definition["subject"].strip(), definition["verb"], definition["answer"].strip()
        asked = f"ما {verb} {subject}؟" if is_arabic else f"What {verb} {_lowered(subject)}?"
        yield Draft("definition", asked, answer, sentence, place)
    kinds: tuple[tuple[Kind, re.Pattern[str], str], ...] = (
        (("year", _ARABIC_YEAR, "كم"), ("number", _NUMBER, "كم"))
        if is_arabic
        else (("year", _ENGLISH_YEAR, "which year"), ("number", _NUMBER, "how many"), ("name", _NAME, "who or what"))
    )
    asked_already = set[int]()
    for kind, pattern, asked_for in kinds:
        held = pattern.search(sentence)
        if held and held.end("answer") not in asked_already:  # a year is a number too
            start, end = held.span("answer")
            asked_already.add(end)
            yield Draft(
                kind, _asked(sentence[:start], asked_for, sentence[end:], is_arabic), held["answer"], sentence, place
            )


def _asked(before: str, asked_for: str, after: str, is_arabic: bool) -> str:
    """The sentence with what is asked for in the place of the answer."""
    return f"{before}{asked_for}{after}".strip().rstrip(".؛;!") + ("؟" if is_arabic else "?")


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
