"""Fitting: whether what was read can be the answer by the question's own words, whatever the reader's confidence."""

from enum import IntEnum

from ingest.document import Document
from qa.answer import Passage
from qa.dialogue.asking import asks_when
from qa.quoting.quotes import sentence_of
from qa.quoting.rows import rows_named
from qa.quoting.times import denies, says_when


class Fit(IntEnum):
    """`NOT`: it is of something else than was asked for. `UNSURE`: it lacks what such an answer has."""

    NOT = 0
    UNSURE = 1
    FITS = 2


def fit(question: str, passage: Passage, document: Document, sure: float) -> Fit:
    """How the sentence or row of the passage's reading fits: a row that is named, a time where one is wanted.

    From the confidence `sure` on, the reader may have known a row by other words than its own.
    """
    found, reading = sentence_of(passage), passage.reading
    assert reading is not None
    begin = found.span[0]
    rows = rows_named(question, document, passage.start + begin)
    if rows is not None and rows.has_header and not rows.hold(passage.start + begin):
        return Fit.UNSURE if not rows.blocks and reading.confidence >= sure else Fit.NOT
    if rows is not None and (rows.qualified or not rows.blocks or rows.are_items(but=passage.start + begin)):
        return Fit.UNSURE
    read_at = reading.start - begin, reading.end - begin
    lacks_time = asks_when(question) and not denies(question) and not says_when(found.text, *read_at)
    return Fit.UNSURE if lacks_time else Fit.FITS
