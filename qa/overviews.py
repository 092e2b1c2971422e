"""Overviews: the main sentences of a document, each cited; of several documents a few of each."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from langchain_core.embeddings import Embeddings

from ingest.document import Document
from ingest.errors import NotFound
from ingest.scope import Scope
from ingest.stores.catalogue import DocumentRecord
from ingest.text.sentences import Span
from ingest.text.words import normalise
from qa.answer import Answer, Citation, Passage, Sentence
from qa.citing import Citer
from qa.dialogue.overview import main_sentences
from qa.markers import rounded

MAX_DOCUMENTS = 4
SENTENCES_OF_SEVERAL = 2
"""Of each document where there are several."""
KEPT = 100
_ONE = "article|document|text|file|page|paper|report|story"
_SPEAKS_OF_ONE = re.compile(
    rf"\b(?:this|it)\b|\b(?:the|that) (?:{_ONE})\b|\b(?:هذا|هذه)\b"
    r"|\bال(?:مقال|مقاله|مستند|نص|ملف|وثيقه|تقرير|خبر)\b"
)


class Overviews:
    """Main sentences by document, found once: it takes about a second. Used by several threads at once."""

    def __init__(self, citer: Citer) -> None:
        self._citer = citer
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, int | None], list[Span]] = OrderedDict()

    def passages(self, turn: str, scope: Scope) -> list[Passage]:
        """The main sentences of the newest documents of the scope, in the order of each text.

        Of the newest one alone where the turn speaks of one, as "this article" does. Raises what the embedding raises.
        """
        index = self._citer.index
        records = index.documents(scope)
        if not scope.documents and _SPEAKS_OF_ONE.search(normalise(turn)):
            records = records[-1:]
        same_text: dict[str, list[DocumentRecord]] = {}
        for record in reversed(records):
            same_text.setdefault(record.content, []).append(record)
        texts = list(same_text.values())[:MAX_DOCUMENTS]
        most = SENTENCES_OF_SEVERAL if len(texts) > 1 else None
        return [passage for newest, *copies in texts for passage in self._of_document(newest, most, tuple(copies))]

    def _of_document(
        self, record: DocumentRecord, most: int | None, copies: tuple[DocumentRecord, ...]
    ) -> list[Passage]:
        try:
            document = self._citer.index.document(record.id)
        except NotFound:  # taken away meanwhile
            return []
        spans = self._main(document, most)
        return [_passage(document, span, place, copies) for place, span in enumerate(spans)]

    def _main(self, document: Document, most: int | None) -> list[Span]:
        key = document.id, most
        with self._lock:
            if key in self._found:
                return self._found[key]
        found = overview_of(document, self._citer.index.embedding, most)
        with self._lock:
            self._found[key] = found
            if len(self._found) > KEPT:
                self._found.popitem(last=False)
        return found

    def answer(self, turn: str, passages: Sequence[Passage]) -> Answer | None:
        """Title and main sentences, a line each; None where there is nothing to show."""
        sentences: list[Sentence] = []
        citations: list[Citation] = []
        titled = None
        for passage in passages:
            citation = self._citer.cite(len(citations) + 1, passage, (0, len(passage.text)))
            if citation is None:
                continue
            if passage.document_id != titled:
                sentences.append(Sentence(rounded(passage.title), (), supported=True, starts_line=True))
                titled = passage.document_id
            citations.append(citation)
            sentences.append(Sentence(rounded(citation.quote), (citation.n,), supported=True, starts_line=True))
        if not citations:
            return None
        return Answer(
            question=turn,
            answered=True,
            mode="quoted",
            sentences=sentences,
            short_answer=None,
            confidence=1.0,
            citations=citations,
            passages=passages,
        )


def overview_of(document: Document, embedding: Embeddings, most: int | None = None) -> list[Span]:
    """The spans of a document's main sentences, in its order; from its paragraphs and lists alone, where it has blocks.

    Raises what the embedding raises.
    """
    running = [(b.start, b.end) for b in document.blocks if b.kind in ("paragraph", "item")]
    return main_sentences(document.text, embedding, most, running)


def _passage(document: Document, span: Span, place: int, copies: tuple[DocumentRecord, ...]) -> Passage:
    start, end = span
    return Passage(
        document_id=document.id,
        title=document.title,
        source=document.source,
        start=start,
        end=end,
        text=document.text[start:end],
        retrieval_score=1 / (1 + place),
        page=document.page(start),
        section=document.section(start),
        copies=copies,
    )
