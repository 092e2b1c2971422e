"""Relevance: where a question's gold evidence stands in an index, and whether a passage or a quote meets it.

In a set with spans a stretch is relevant where it overlaps one, in a set with judged documents where it lies in one, in
a set with neither where it contains a gold answer.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from ingest.document import Document
from qa.evaluation.answer_scores import contains
from qa.evaluation.corpus import Corpus
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.testset import Evidence, Question

GOLD = "gold"
_CONTEXT = 120


class Stretch(Protocol):
    """A passage or a citation: a place in a document, and the ids of the documents that are copies of it."""

    @property
    def document_id(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def copies(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Relevance:
    """What is relevant to one question: `judged` maps units of relevance to grades.

    A unit is a judged document, or GOLD: all spans (or answers) of a question are alternatives, so finding one is
    finding the evidence.
    """

    question: Question
    normalise: Normalisation

    @property
    def judged(self) -> Mapping[str, int]:
        documents = {e.document: e.grade for e in self.question.evidence if e.document and e.start is None}
        spans = any(e.start is not None for e in self.question.evidence)
        return {**documents, **({GOLD: 1} if spans or not documents else {})}

    @property
    def by_document(self) -> bool:
        """Whether whole documents are judged, and nothing else."""
        return GOLD not in self.judged

    def unit(self, stretch: Stretch, text: str) -> str | None:
        """The unit that the stretch meets; None where it is not relevant."""
        held = {stretch.document_id, *stretch.copies}
        evidence = [e for e in self.question.evidence if e.document in held]
        for e in evidence:
            if e.start is None:
                return e.document
            if e.end is not None and stretch.start < e.end and e.start < stretch.end:
                return GOLD
        if not self.question.evidence and contains(text, self.question.answers, self.normalise):
            return GOLD
        return None

    def ranked_units(self, stretches: Sequence[tuple[Stretch, str]]) -> list[str]:
        """Units in the order they were found, each once; an irrelevant stretch stands for itself (or its document)."""
        by_document = self.by_document
        names = (
            self.unit(s, text) or (s.document_id if by_document else f"{s.document_id}:{s.start}-{s.end}")
            for s, text in stretches
        )
        return list(dict.fromkeys(names))


def resolve(question: Question, corpus: Corpus) -> Question:
    """The question with its evidence by document id and span; unscored, and why, where the sources lack it.

    Of several documents they may lack some: those stay in the evidence, as relevant and never found.
    """
    if not question.answerable:
        return question
    lacking = [e.document for e in question.evidence if e.start is None and not corpus.named(e.document)]
    if lacking and len(lacking) == len(question.evidence):
        return replace(question, unscored=_lacks(lacking[0]))
    try:
        found = [place for evidence in question.evidence for place in _places(evidence, corpus)]
    except LookupError as error:
        return replace(question, unscored=str(error.args[0]))
    return replace(question, evidence=tuple(dict.fromkeys(found)))


def _lacks(document: str | None) -> str:
    """No document is named where any would do."""
    return "the index is empty" if document is None else f"the document {document!r} is not in the index"


def _places(evidence: Evidence, corpus: Corpus) -> Iterator[Evidence]:
    if evidence.start is not None:
        yield evidence
        return
    among = corpus.named(evidence.document)
    if evidence.quote is None:
        yield from [replace(evidence, document=document_id) for document_id in among] or [evidence]
        return
    spans = [span for document_id in among for span in _spans(corpus.document(document_id), evidence.quote)]
    if not spans:
        raise LookupError(f"the evidence {evidence.quote!r} is not in the documents, word for word")
    yield from spans


def _spans(document: Document, quote: str) -> Iterator[Evidence]:
    at = document.text.find(quote)
    while at != -1:
        yield Evidence(document.id, at, at + len(quote))
        at = document.text.find(quote, at + 1)


def excerpt(question: Question, corpus: Corpus) -> str:
    """The first gold span with the text around it, for people to read; empty where the set gives no span."""
    for e in question.evidence:
        if e.document is not None and e.start is not None and e.end is not None and corpus.holds(e.document):
            text = corpus.document(e.document).text
            start, end = max(0, e.start - _CONTEXT), min(len(text), e.end + _CONTEXT)
            return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
    return ""
