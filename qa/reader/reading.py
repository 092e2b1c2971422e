"""Reading: what each retrieved passage says about the question, and the order that follows from it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from ingest.text.views import bare
from qa.answer import Passage, Reading


class Reader(Protocol):
    """Finds, in each passage, the span that answers the question, and says how sure it is."""

    @property
    def name(self) -> str: ...

    @property
    def threshold(self) -> float:
        """The confidence below which the sources do not say, chosen on development data."""
        ...

    @property
    def sure(self) -> float:
        """The confidence from which on an answer is given without "perhaps"; chosen on development data too."""
        ...

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """One reading for each passage, in their order."""
        ...


def rerank(question: str, passages: Sequence[Passage], reader: Reader) -> list[Passage]:
    """The passages with their readings, the most relevant first."""
    readings = reader.read(bare(question), passages)
    read = [replace(p, reading=r, relevance=r.relevance) for p, r in zip(passages, readings, strict=True)]
    return sorted(read, key=lambda passage: passage.score, reverse=True)
