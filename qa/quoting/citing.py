"""Citing: a span of a passage → a citation, checked against the document it is said to stand in."""

from dataclasses import dataclass

from ingest.document import Document
from ingest.errors import NotFound
from ingest.index import Index
from ingest.text.rows import rows_in
from ingest.text.sentences import Span, sentences
from qa.answer import Citation, Passage


@dataclass(frozen=True)
class Citer:
    """Makes citations from passages of an index."""

    index: Index

    def cite(self, n: int, passage: Passage, span: Span) -> Citation | None:
        """Citation number n of the span (in characters of the passage's text).

        None where the document does not hold those very words at that place, or is not there any more: a citation
        that cannot be located verbatim is dropped, never guessed.
        """
        start, end = passage.start + span[0], passage.start + span[1]
        quote = passage.text[span[0] : span[1]]
        document = self.document(passage)
        if document is None or not quote or document.text[start:end] != quote:
            return None
        page, section = document.page(start), document.section(start)
        origin = passage.document_id, passage.title, passage.source
        recognised = document.is_recognised(start, end)
        return Citation(n, *origin, start, end, quote, page, section, passage.copies, recognised)

    def document(self, passage: Passage) -> Document | None:
        """The passage's document; None where it is not there any more."""
        try:
            return self.index.document(passage.document_id)
        except NotFound:
            return None


def evidence(passage: Passage, start: int, end: int) -> Span:
    """The whole row of the table that holds the span of the passage, or the whole sentences that do."""
    for row in rows_in(passage.view):
        first, last = passage.view.back(row.start, row.end)
        if first <= start and end <= last:
            return first, last
    return whole_sentences(passage.text, start, end)


def whole_sentences(text: str, start: int, end: int) -> Span:
    """The span from the start of the sentence that holds `start` to the end of the one that holds `end`."""
    touched = [(s, e) for s, e in sentences(text) if s < end and start < e]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])
