"""Example questions for the start of a conversation: only such as the documents in the index do answer."""

from collections.abc import Mapping, Sequence

from ingest.index import Index
from ingest.scope import EVERYTHING, Scope
from ingest.stores.catalogue import DocumentRecord
from qa.dialogue.replies import suggestions
from qa.phrases import Language, language

OFFERED = 4
"""Example questions at the start of a conversation."""

_BY_FILE: Mapping[str, Sequence[str]] = {
    "putin-kerry-moscow-2016-07-15.ar.txt": (
        "What did Lavrov agree to?",
        "Where is the joint implementation group based?",
        "أين مقر مجموعة التنفيذ المشتركة؟",
        "متى وصل كيري إلى موسكو؟",
    ),
}


def examples(records: Sequence[DocumentRecord]) -> list[str]:
    """Questions about the documents that Dalil brings along, where they are in the index."""
    names = [_name(record) for record in records]
    return [question for name, questions in _BY_FILE.items() if name in names for question in questions]


def offered(index: Index, records: Sequence[DocumentRecord], spoken: Language, scope: Scope = EVERYTHING) -> list[str]:
    """Questions to begin with: about the newest of the scope's documents, unless all came with Dalil, then examples.

    `records` are those of the scope.
    """
    known = sorted(examples(records), key=lambda question: language(question) != spoken)
    own = suggestions(index, spoken, scope) if any(_name(record) not in _BY_FILE for record in records) else []
    return [*own, *known][:OFFERED]


def _name(record: DocumentRecord) -> str:
    return record.source.rsplit("/", 1)[-1]
