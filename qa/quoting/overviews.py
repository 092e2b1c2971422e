"""Overviews: the main sentences of a document, each cited; of several documents a few of each."""

import re
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

from langchain_core.embeddings import Embeddings

from ingest.document import Document
from ingest.errors import NotFound
from ingest.stores.catalogue import DocumentRecord
from ingest.text.sentences import Span
from qa.answer import Answer, Citation, Passage, Sentence
from qa.dialogue.naming import Section
from qa.dialogue.overview import main_sentences
from qa.markers import rounded
from qa.quoting.citing import Citer
from qa.wishes import Wish

MAX_DOCUMENTS = 4
SENTENCES_OF_SEVERAL = 2
"""Of each document where there are several."""
MAX_LISTED = 20
"""Documents of which, where there are more than MAX_DOCUMENTS, the one main sentence is given."""
KEPT = 100


class Overviews:
    """Main sentences by document, found once: it takes about a second. Used by several threads at once."""

    def __init__(self, citer: Citer) -> None:
        self._citer = citer
        self._lock = Lock()
        self._found: OrderedDict[tuple[str, int | None, Section | None], list[Span]] = OrderedDict()

    def passages(self, wish: Wish) -> list[Passage]:
        """The main sentences of the newest documents of the wish's scope, or of its section, in the order of each text.

        As many as are wished for, of several documents as evenly as that goes; of many only what each is about. Raises
        what the embedding raises.
        """
        if wish.mentions:
            return list(wish.mentions[: wish.most])
        same_text: dict[str, list[DocumentRecord]] = {}
        for record in reversed(self._citer.index.documents(wish.scope)):
            same_text.setdefault(record.content, []).append(record)
        texts = list(same_text.values())
        if len(texts) > MAX_DOCUMENTS and wish.most is None:
            return self._of_many(texts[:MAX_LISTED])
        texts = texts[: min(MAX_DOCUMENTS, wish.most or MAX_DOCUMENTS)]
        of_each = self._of_each(len(texts), wish.most)
        return [
            passage
            for (newest, *copies), most in zip(texts, of_each, strict=True)
            for passage in self._of_document(newest, most, wish.section, tuple(copies))
        ]

    def _of_many(self, texts: Sequence[Sequence[DocumentRecord]]) -> list[Passage]:
        """The one main sentence of each text that was found when it was ingested; no other is looked for."""
        passages = []
        for newest, *copies in texts:
            words = newest.overview.split()
            try:
                document = self._citer.index.document(newest.id)
            except NotFound:  # taken away meanwhile
                continue
            if words and (found := re.search(r"\s+".join(map(re.escape, words)), document.text)):
                passages.append(_passage(document, found.span(), 0, tuple(copies)))
        return passages

    def _of_each(self, documents: int, most: int | None) -> list[int | None]:
        """How many sentences of each document; None for as many as its length asks for."""
        if most is None:
            return [SENTENCES_OF_SEVERAL if documents > 1 else None] * documents
        return [most // documents + (n < most % documents) for n in range(documents)]

    def _of_document(
        self, record: DocumentRecord, most: int | None, section: Section | None, copies: tuple[DocumentRecord, ...]
    ) -> list[Passage]:
        try:
            document = self._citer.index.document(record.id)
        except NotFound:  # taken away meanwhile
            return []
        spans = self._main(document, most, section)
        return [_passage(document, span, place, copies) for place, span in enumerate(spans)]

    def _main(self, document: Document, most: int | None, section: Section | None) -> list[Span]:
        key = document.id, most, section
        with self._lock:
            if key in self._found:
                return self._found[key]
        found = overview_of(document, self._citer.index.embedding, most, section.span if section else None)
        with self._lock:
            self._found[key] = found
            if len(self._found) > KEPT:
                self._found.popitem(last=False)
        return found

    def answer(self, turn: str, passages: Sequence[Passage], section: Section | None = None) -> Answer | None:
        """Title, with the section's heading, and main sentences, a line each; None where there is nothing to show."""
        sentences: list[Sentence] = []
        citations: list[Citation] = []
        titled = None
        for passage in passages:
            citation = self._citer.cite(len(citations) + 1, passage, (0, len(passage.text)))
            if citation is None:
                continue
            if passage.document_id != titled:
                title = " · ".join([passage.title, *([section.heading] if section else [])])
                sentences.append(Sentence(rounded(title), (), supported=True, starts_line=True))
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


def overview_of(
    document: Document, embedding: Embeddings, most: int | None = None, within: Span | None = None
) -> list[Span]:
    """The spans of a document's main sentences, in its order; from its paragraphs and lists alone, where it has blocks.

    `within`: the stretch of it that is looked at. Raises what the embedding raises.
    """
    start, end = within or (0, len(document.text))
    running = [
        (block.start, block.end)
        for block in document.blocks
        if block.kind in ("paragraph", "item") and start <= block.start and block.end <= end
    ]
    return main_sentences(document.text, embedding, most, running or ([within] if within else []))


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
