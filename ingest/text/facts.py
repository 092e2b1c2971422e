"""Facts: what retrieval compares of a text besides its meaning; of a chunk computed once, when it is ingested."""

from dataclasses import dataclass

from ingest.text.names import name_sounds
from ingest.text.numbers import numbers_in
from ingest.text.words import Script, script


@dataclass(frozen=True)
class Facts:
    """A text's script, and the names (by their sound) and numbers in it: what texts in two scripts can share."""

    script: Script
    marks: frozenset[str]


def facts_of(text: str) -> Facts:
    """The facts of a text; of its numbers those of two digits or more, since one digit is in every text."""
    numbers = (number for number in numbers_in(text) if len(number) > 1)
    return Facts(script(text), name_sounds(text).union(numbers))
