"""A catalogue in one SQLite file; the word index is FTS5."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ingest.document import Chunk, Document
from ingest.errors import NotFound, StorageError
from ingest.scope import EVERYTHING, Scope
from ingest.stores.catalogue import Collection, DocumentRecord
from ingest.stores.sqlite_file import connection_to
from ingest.stores.sqlite_rows import (
    ADD_CHUNK,
    ADD_DOCUMENT,
    chunk_of,
    chunk_row,
    document_of,
    document_row,
    metadata_text,
)

_RECORD = """
select d.id, d.title, d.source, length(d.text) as characters, d.added_at, d.pages, d.collection, d.content, d.original,
       d.overview, (select count(*) from chunks c where c.document_id = d.id) as chunks
from documents d
"""
_PARTS = """
select p.vectors from parts p join chunks c on c.number = p.number
where c.document_id = ? and c.start = ? and c."end" = ?
"""


class SqliteCatalogue:
    """One SQLite file; every call opens its own connection, so threads and processes may share it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def exists(self) -> bool:
        return self.path.exists()

    @contextmanager
    def _open(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """A connection in one transaction. Raises StorageError where the file cannot be read or written."""
        try:
            # reading a catalogue that is not there reads an empty one, and leaves nothing on disk
            path = self.path if write or self.path.exists() else Path(":memory:")
            with connection_to(path) as connection, connection:
                if write:
                    connection.execute("begin immediate")
                yield connection
        except sqlite3.Error as error:
            raise StorageError(
                f"the catalogue {self.path} cannot be {'written' if write else 'read'}: {error}; "
                "check the directory's permissions and free space, or choose another with --data"
            ) from error

    # documents

    def add(
        self,
        document: Document,
        chunks: Sequence[Chunk],
        terms: Sequence[Sequence[str]],
        parts: Mapping[str, bytes] | None = None,
        overview: str = "",
    ) -> None:
        """Add the document in one transaction, in place of a former one of the same source."""
        with self._open(write=True) as db:
            for (former,) in db.execute("select id from documents where source = ?", (document.source,)).fetchall():
                _forget(db, former)
            added_at = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute(ADD_DOCUMENT, (*document_row(document), overview, added_at))
            for chunk, words in zip(chunks, terms, strict=True):
                cursor = db.execute(ADD_CHUNK, chunk_row(chunk))
                db.execute("insert into words (rowid, terms) values (?, ?)", (cursor.lastrowid, " ".join(words)))
                if parts and chunk.id in parts:
                    db.execute("insert into parts values (?, ?)", (cursor.lastrowid, parts[chunk.id]))
            db.execute("delete from unsettled where document_id = ?", (document.id,))
            _count_change(db)

    def remove(self, document_id: str) -> DocumentRecord:
        """Forget the document. Raises NotFound."""
        record = self.record(document_id)
        with self._open(write=True) as db:
            _forget(db, document_id)
            _count_change(db)
        return record

    def describe(self, documents: Sequence[Document]) -> None:
        """Note metadata and original of these documents, which are in the catalogue, where they are others now."""
        query = "select 1 from documents where id = ? and (metadata <> ? or original is not ?)"
        with self._open() as db:
            changed = [d for d in documents if db.execute(query, (d.id, metadata_text(d), d.original)).fetchone()]
        if not changed:
            return
        with self._open(write=True) as db:
            rows = [(metadata_text(d), d.pages, d.original, d.id) for d in changed]
            db.executemany("update documents set metadata = ?, pages = ?, original = ? where id = ?", rows)
            _count_change(db)

    def records(self, scope: Scope = EVERYTHING) -> list[DocumentRecord]:
        """The documents of the scope, the oldest first."""
        within, values = _within(scope, "d.id", "d.collection")
        with self._open() as db:
            rows = db.execute(f"{_RECORD} where {within} order by d.added_at, d.rowid", values)
            return [DocumentRecord(**row) for row in rows]

    def collections(self) -> list[Collection]:
        """The collections that hold documents, by name."""
        query = "select collection, count(*) from documents where collection is not null group by 1 order by 1"
        with self._open() as db:
            return [Collection(*row) for row in db.execute(query)]

    def counts(self) -> tuple[int, int]:
        """How many documents and chunks there are."""
        with self._open() as db:
            row = db.execute("select (select count(*) from documents), (select count(*) from chunks)").fetchone()
        return int(row[0]), int(row[1])

    def chunk_ids(self) -> list[str]:
        """The ids of all chunks, those of a document together."""
        with self._open() as db:
            rows = db.execute('select document_id, start, "end" from chunks order by number').fetchall()
        return [f"{row['document_id']}:{row['start']}-{row['end']}" for row in rows]

    def is_empty(self) -> bool:
        with self._open() as db:
            return db.execute("select 1 from documents limit 1").fetchone() is None

    def record(self, document_id: str) -> DocumentRecord:
        """Raises NotFound."""
        found = self.records_of([document_id])
        if not found:
            raise _no_document(document_id)
        return found[0]

    def records_of(self, document_ids: Sequence[str]) -> list[DocumentRecord]:
        """The records of those ids, in their order; ids that are not in the catalogue are ignored."""
        with self._open() as db:
            rows = [db.execute(_RECORD + "where d.id = ?", (document_id,)).fetchone() for document_id in document_ids]
        return [DocumentRecord(**row) for row in rows if row is not None]

    def document(self, document_id: str) -> Document:
        """Raises NotFound."""
        with self._open() as db:
            row = db.execute("select * from documents where id = ?", (document_id,)).fetchone()
        if row is None:
            raise _no_document(document_id)
        return document_of(row)

    def id_of_source(self, source: str) -> str | None:
        with self._open() as db:
            row = db.execute("select id from documents where source = ?", (source,)).fetchone()
        return None if row is None else str(row["id"])

    def ids_of_content(self, contents: Sequence[str]) -> dict[str, str]:
        """For each of the contents that there is, the id of one document that has it."""
        with self._open() as db:
            query = "select id from documents where content = ? limit 1"
            found = {content: db.execute(query, (content,)).fetchone() for content in dict.fromkeys(contents)}
        return {content: str(row["id"]) for content, row in found.items() if row}

    def originals(self) -> set[str]:
        """The names of all documents' originals."""
        with self._open() as db:
            rows = db.execute("select distinct original from documents where original is not null")
            return {str(row["original"]) for row in rows}

    def chunks(self, chunk_ids: Sequence[str]) -> list[Chunk]:
        """The chunks of those ids, in their order; ids that are not in the catalogue are ignored."""
        with self._open() as db:
            found = (_chunk_of_id(db, chunk_id) for chunk_id in chunk_ids)
            return [chunk for chunk in found if chunk]

    def parts(self, chunk_ids: Sequence[str]) -> dict[str, bytes]:
        """The packed vectors of the chunks' parts by chunk id, for those that have parts."""
        with self._open() as db:
            found = {chunk_id: db.execute(_PARTS, _place(chunk_id)).fetchone() for chunk_id in chunk_ids}
        return {chunk_id: bytes(row["vectors"]) for chunk_id, row in found.items() if row}

    # words

    def search_words(self, terms: Sequence[str], k: int, scope: Scope = EVERYTHING) -> list[tuple[Chunk, float]]:
        """The k chunks of the scope with the highest BM25 (k1 1.2, b 0.75, as FTS5 has it) for any of the terms.

        Best first; words are as rare as they are in all documents.
        """
        if not terms:
            return []
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        within, values = _within(scope, "c.document_id", "c.collection")
        with self._open() as db:
            rows = db.execute(
                "select c.*, -bm25(words) as score "
                "from words join chunks c on c.number = words.rowid where words match ? "
                f"and {within} order by bm25(words) limit ?",
                (query, *values, k),
            )
            return [(chunk_of(row), float(row["score"])) for row in rows]

    # settling with the vector store

    def unsettle(self, document_ids: Sequence[str]) -> None:
        """Note that vectors of these documents are about to be written."""
        with self._open(write=True) as db:
            db.executemany("insert or ignore into unsettled values (?)", [(i,) for i in document_ids])
            _count_change(db)  # also if the writer is killed now: no client from before may write after it

    def settle(self, document_id: str) -> None:
        """Note that no vector of this document, which is not in the catalogue, is left."""
        with self._open(write=True) as db:
            db.execute("delete from unsettled where document_id = ?", (document_id,))
            _count_change(db)

    def unsettled(self) -> list[str]:
        """Documents that are not in the catalogue and whose vectors may still be in the vector store."""
        with self._open() as db:
            rows = db.execute("select document_id from unsettled where document_id not in (select id from documents)")
            return [str(row["document_id"]) for row in rows]

    # facts

    def changes(self) -> int:
        """A number that grows with every change of the index, in whichever process."""
        return int(self.fact("changes") or 0)

    def fact(self, name: str) -> str | None:
        with self._open() as db:
            row = db.execute("select value from facts where name = ?", (name,)).fetchone()
        return None if row is None else str(row["value"])

    def set_fact(self, name: str, value: str) -> None:
        with self._open(write=True) as db:
            db.execute("insert or replace into facts values (?, ?)", (name, value))


def _within(scope: Scope, document: str, collection: str) -> tuple[str, tuple[str, ...]]:
    """The condition for the scope, over the columns of a document's id and its collection, and its values."""
    wanted = ((document, scope.documents), (collection, scope.collections))
    either = [(f"{column} in (select value from json_each(?))", json.dumps(named)) for column, named in wanted if named]
    if not either:
        return "true", ()
    return f"({' or '.join(condition for condition, _ in either)})", tuple(value for _, value in either)


def _forget(db: sqlite3.Connection, document_id: str) -> None:
    db.execute("delete from chunks where document_id = ?", (document_id,))
    db.execute("delete from documents where id = ?", (document_id,))
    db.execute("insert or ignore into unsettled values (?)", (document_id,))


def _count_change(db: sqlite3.Connection) -> None:
    db.execute("insert into facts values ('changes', '1') on conflict (name) do update set value = value + 1")


def _place(chunk_id: str) -> tuple[str, int, int]:
    document_id, _, span = chunk_id.rpartition(":")
    start, _, end = span.partition("-")
    return document_id, int(start), int(end)


def _chunk_of_id(db: sqlite3.Connection, chunk_id: str) -> Chunk | None:
    place = _place(chunk_id)
    row = db.execute('select * from chunks where document_id = ? and start = ? and "end" = ?', place).fetchone()
    return None if row is None else chunk_of(row)


def _no_document(document_id: str) -> NotFound:
    return NotFound(f"there is no document {document_id!r}; `dalil documents list` shows those there are")
