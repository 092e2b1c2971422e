"""Placing: where in a test set's documents another system's passages and quotes stand."""

from collections.abc import Mapping
from typing import Any

from qa.evaluation.corpus import Corpus
from qa.evaluation.said import Place, Quoted

Given = str | Mapping[str, Any]
"""A text, or an object with `document` (its id, title or source) and perhaps `text` or `quote`, `start` and `end`."""

_TEXT = ("text", "quote", "content", "page_content")
_DOCUMENT = ("document_id", "document", "doc_id", "docid", "source", "title")


def found(given: Given, corpus: Corpus) -> Place:
    """A passage. Of a document alone it is the whole document; a text that stands nowhere has no document."""
    text, names, span = _told(given)
    for document_id in [one for name in names for one in corpus.called(name)] or ([] if names else corpus.all()):
        whole = corpus.document(document_id).text
        if span and whole[slice(*span)]:
            return Place(document_id, *span, whole[slice(*span)])
        if text is None:
            return Place(document_id, 0, len(whole), whole)
        if (start := whole.find(text)) >= 0:
            return Place(document_id, start, start + len(text), text)
    return Place("", 0, 0, text or "")


def cited(given: Given, corpus: Corpus) -> Quoted:
    """A citation; one whose quote stands nowhere has no document, and is neither gold nor verbatim."""
    place = found(given, corpus)
    text, names, _ = _told(given)
    title = names[0] if names else ""
    return Quoted(place.document_id, title, place.start, place.end, place.text if text is None else text)


def _told(given: Given) -> tuple[str | None, list[str], tuple[int, int] | None]:
    """Its text, what names its document, its offsets."""
    if isinstance(given, str):
        return given.strip(), [], None
    text = next((str(given[name]).strip() for name in _TEXT if given.get(name)), None)
    names = [str(given[name]) for name in _DOCUMENT if given.get(name) not in (None, "")]
    start, end = given.get("start"), given.get("end")
    return text, names, (start, end) if isinstance(start, int) and isinstance(end, int) else None
