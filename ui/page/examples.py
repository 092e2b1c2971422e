"""Example questions for the start of a conversation: only such as the documents in the index do answer."""

from collections.abc import Mapping, Sequence

from ingest.stores.catalogue import DocumentRecord

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
    names = [record.source.rsplit("/", 1)[-1] for record in records]
    return [question for name, questions in _BY_FILE.items() if name in names for question in questions]
