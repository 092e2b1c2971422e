"""What the panel beside the chat shows: the document and marks that an answer or a clicked link names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.document import Document
from ingest.errors import NotFound
from ingest.index import Index
from ingest.naming import file_name, labels
from ingest.stores.catalogue import DocumentRecord
from qa.answer import Answer
from ui.page.article import Mark, article_html
from ui.page.escaping import escaped
from ui.page.strings import Strings


@dataclass(frozen=True)
class Shown:
    """A document in the panel."""

    document_id: str
    marks: Sequence[Mark] = ()
    active: Mark | None = None


def evidence(answer: Answer) -> Shown | None:
    """The document of the first citation, or else of the nearest passage, with all marks that lie in it.

    Where the sources do not say, nothing is active: the passages are marked only once somebody chooses one.
    """
    documents = [c.document_id for c in answer.citations] + [p.document_id for p in answer.passages]
    if not documents:
        return None
    first = documents[0]
    cited = [Mark(c.start, c.end, c.n) for c in answer.citations if c.document_id == first]
    passages = [Mark(p.start, p.end) for p in answer.passages if p.document_id == first]
    return Shown(first, [*cited, *passages], cited[0] if cited and answer.answered else None)


def requested(request: Mapping[str, Any]) -> Shown:
    """What a link in the page asks for: `{"document": id, "active": [start, end], "marks": [[start, end, n], …]}`.

    A browser may send anything: what has another form is left out.
    """
    marks = [mark for mark in map(_mark, _list(request.get("marks"))) if mark]
    active = _mark(_list(request.get("active")))
    known = next((mark for mark in marks if active and mark.key == active.key), active)
    return Shown(str(request.get("document")), marks if known in marks or not known else [*marks, known], known)


def _list(value: Any) -> list[Any]:
    return value[:100] if isinstance(value, list) else []


def _mark(numbers: Any) -> Mark | None:
    match numbers:
        case [int(start), int(end), int(n)] if n > 0:
            return Mark(start, end, n)
        case [int(start), int(end), *_] if start < end:
            return Mark(start, end)
    return None


def panel_html(index: Index, shown: Shown | None, words: Strings) -> str:
    """The document with its marks and a link to its original, or why there is none."""
    if shown is None:
        return _instead(words.no_documents)
    try:
        document = index.document(shown.document_id)
    except NotFound:
        return _instead(words.gone)
    return original_link(document, words) + article_html(document, shown.marks, shown.active)


def original_link(document: Document | DocumentRecord, words: Strings) -> str:
    """A link to the file that the document was read from, where it is kept."""
    if document.original is None:
        return ""
    name = escaped(f"{words.original}: {file_name(document.source)}")
    address = f"api/documents/{escaped(document.id)}/original"
    return f'<a class="original" href="{address}" download title="{name}">{escaped(words.original)}</a>'


def chooser_html(records: Sequence[DocumentRecord], words: Strings) -> str:
    """The documents to choose from; the page's script chooses the one that the panel shows."""
    called = labels(records)
    options = "".join(
        f'<option value="{record.id}" dir="auto">{escaped(called[record.source])}</option>' for record in records
    )
    return f'<select aria-label="{escaped(words.choose_document)}">{options}</select>' if records else ""


def scope_html(collections: Sequence[str], asked: str | None, words: Strings) -> str:
    """The collections of which one can be asked instead of all documents; nothing where there are none."""
    if not collections:
        return ""
    options = "".join(
        f'<option value="{escaped(name)}" dir="auto"{" selected" if name == asked else ""}>{escaped(name)}</option>'
        for name in collections
    )
    everything = f'<option value="">{escaped(words.all_documents)}</option>'
    return f"<label>{escaped(words.asked_of)} <select>{everything}{options}</select></label>"


def _instead(text: str) -> str:
    return f'<p class="nothing">{escaped(text)}</p>'
