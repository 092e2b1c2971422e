"""Naming: which document, or section of one, a turn names."""

from dataclasses import dataclass
from pathlib import PurePath

from ingest.document import Document
from ingest.errors import NotFound
from ingest.index import Index
from ingest.naming import labels
from ingest.scope import EVERYTHING, Scope
from ingest.stores.catalogue import DocumentRecord
from ingest.text.sentences import Span
from ingest.text.words import normalise, stems

LEAST_SHARE = 0.5
"""Of the words of a title or heading that a turn has to say to name it."""
SEARCHED = 5
"""Chunks whose documents are looked through for a heading."""


@dataclass(frozen=True)
class Section:
    """A section of a document: its heading, and where its text is."""

    heading: str
    span: Span


@dataclass(frozen=True)
class Named:
    """The documents that a turn names, or of one a section."""

    documents: tuple[str, ...]
    section: Section | None = None


def named(turn: str, besides: str, index: Index, scope: Scope = EVERYTHING) -> Named | None:
    """What a turn that asks for an overview names, `besides` asking for it; None where it names nothing that there is.

    A document by its label in quotation marks, its file's name, or words of its title; a section by its heading's.
    """
    records = index.documents(scope)
    said, known = normalise(turn), labels(records)
    quoted = [r for r in reversed(records) if _in_marks(normalise(known[r.source]), said)]
    if whole := quoted[:1] or [r for r in records if "." in _file(r) and normalise(_file(r)) in said]:
        return Named(tuple(record.id for record in whole))
    words = frozenset(stems(besides))
    if not words:
        return None
    shares = {r.id: max(_share(words, r.title), _share(words, PurePath(_file(r)).stem)) for r in records}
    best = max(shares.values(), default=0.0)
    if best >= LEAST_SHARE:
        return Named(tuple(id for id, share in shares.items() if share == best))
    return _section(words, index, scope) or (
        Named(tuple(id for id, share in shares.items() if share == best)) if best else None
    )


def _file(record: DocumentRecord) -> str:
    return PurePath(record.source.removeprefix("upload:")).name


def _in_marks(label: str, said: str) -> bool:
    return any(f"{opened}{label}{closed}" in said for opened, closed in ("“”", "«»", '""'))


def _share(words: frozenset[str], name: str) -> float:
    """The share of a name's words that are said; 0 where something else is said too."""
    its = frozenset(stems(name))
    return len(words) / len(its) if words <= its else 0.0


def _section(words: frozenset[str], index: Index, scope: Scope) -> Named | None:
    """The section with the heading that the words say most of, in the documents that hold the words."""
    found = dict.fromkeys(hit.chunk.document_id for hit in index.words(" ".join(words), SEARCHED, scope))
    best: tuple[float, Named] | None = None
    for document_id in found:
        try:
            document = index.document(document_id)
        except NotFound:  # taken away meanwhile
            continue
        for section in sections(document):
            share = _share(words, section.heading)
            if share >= LEAST_SHARE and (best is None or share > best[0]):
                best = share, Named((document_id,), section)
    return best and best[1]


def sections(document: Document) -> list[Section]:
    """Each heading with its text, up to the next heading of its level or a higher one."""
    heads = [block for block in document.blocks if block.kind == "heading"]
    ends = [
        next((later.start for later in heads[n + 1 :] if later.level <= head.level), len(document.text))
        for n, head in enumerate(heads)
    ]
    return [
        Section(document.text[head.start : head.end], (head.end, end)) for head, end in zip(heads, ends, strict=True)
    ]
