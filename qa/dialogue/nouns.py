"""Nouns: of which kind the texts show a noun to be, a person or a place. By words alone, in both scripts."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

from ingest.text.names import named
from ingest.text.words import normalise, script
from qa.dialogue.apposition import is_role, titled

_IN = re.compile(r"\b(?:in|at|في)\s+(?:the\s+)?([^\W\d_]+)|\bب(ال[^\W\d_]+)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|our|your|my|their)\s+", re.IGNORECASE)


class NounKind(StrEnum):
    PERSON = "person"
    PLACE = "place"


class Nouns(Protocol):
    """What is known of nouns: of which kind one is, None where that is not known, which others are like it, and
    whether it is in the documents."""

    def kind(self, noun: str) -> NounKind | None: ...

    def nearest(self, noun: str, others: Sequence[str]) -> int:
        """Which of the others is nearest in meaning."""
        ...

    def are_said(self, words: str) -> bool:
        """Whether the documents say one of the words or names."""
        ...


def names_a_role(noun: str) -> bool:
    """Whether it is somebody's office: the accountant, the minister of finance, محاسب الشركة."""
    words = _ARTICLE.sub("", noun).split()
    head = words[0] if script(noun) == "arabic" else re.split(r"\s(?:of|for|in|at)\s", " ".join(words))[0].split()[-1]
    return is_role(head)


def kind_of(noun: str, texts: Sequence[str]) -> NounKind | None:
    """A person has an office or a title in the texts; a place is what something is in, or at.

    None where the texts show both or neither.
    """
    if names_a_role(noun):
        return NounKind.PERSON
    words = _ARTICLE.sub("", noun).split()
    person = any(
        all(_is_among(word, text[slice(*one.name)]) for word in words) for text in texts for one in titled(text)
    )
    place = any(_is_among(words[0], found[1] or found[2]) for text in texts for found in _IN.finditer(text))
    if person == place:
        return None
    return NounKind.PERSON if person else NounKind.PLACE


def _is_among(word: str, words: str) -> bool:
    if script(word) == script(words):
        return normalise(word) in normalise(words).split()
    return bool(named(word).sounds & named(words).sounds)
