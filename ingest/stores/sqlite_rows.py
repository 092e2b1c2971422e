"""Documents and chunks as rows of the catalogue's SQLite file, and back."""

import json
import sqlite3

from ingest.document import Chunk, Document, blocks_from_json, blocks_to_json
from ingest.metadata import Metadata
from ingest.text.facts import Facts
from ingest.text.views import Run, View

ADD_DOCUMENT = """
insert into documents (
    id, source, title, text, blocks, pages, metadata, collection, content, original, overview, added_at
)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ADD_CHUNK = """
insert into chunks (document_id, start, "end", text, view, runs, script, marks, page, section, collection)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def document_row(document: Document) -> tuple[object, ...]:
    """In the order of ADD_DOCUMENT, without its overview and the time at which it is added."""
    own = (document.id, document.source, document.title, document.text, blocks_to_json(document.blocks))
    return (*own, document.pages, metadata_text(document), document.collection, document.content, document.original)


def document_of(row: sqlite3.Row) -> Document:
    return Document(
        row["source"],
        row["title"],
        row["text"],
        blocks_from_json(row["blocks"]),
        metadata=Metadata(**json.loads(row["metadata"])),
        collection=row["collection"],
        original=row["original"],
    )


def metadata_text(document: Document) -> str:
    return json.dumps(document.metadata.to_json(), ensure_ascii=False)


def chunk_row(chunk: Chunk) -> tuple[object, ...]:
    """In the order of ADD_CHUNK; marks have no blanks in them."""
    own = (chunk.document_id, chunk.start, chunk.end, chunk.text, chunk.view.text, json.dumps(chunk.view.runs))
    return (*own, chunk.facts.script, " ".join(sorted(chunk.facts.marks)), chunk.page, chunk.section, chunk.collection)


def chunk_of(row: sqlite3.Row) -> Chunk:
    view = View(row["view"], tuple(Run(*run) for run in json.loads(row["runs"])))
    facts = Facts(row["script"], frozenset(row["marks"].split()))
    place = (row["document_id"], row["start"], row["end"], row["text"])
    return Chunk(*place, view, facts, row["page"], row["section"], row["collection"])
