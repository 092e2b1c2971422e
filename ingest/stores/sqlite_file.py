"""The catalogue's SQLite file: its tables, their version, and how it is opened where it cannot be written."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import IndexMismatch, StorageError

VERSION = 5
_WAIT_SECONDS = 30.0  # for another process that writes
_SCHEMA = f"""
create table if not exists documents (
    id text primary key, source text not null unique, title text not null, text text not null, blocks text not null,
    pages integer, metadata text not null, collection text, content text not null, original text,
    overview text not null, added_at text not null
);
create index if not exists documents_by_content on documents (content);
create table if not exists chunks (
    number integer primary key, document_id text not null references documents (id) on delete cascade,
    start integer not null, "end" integer not null, text text not null, view text not null, runs text not null,
    script text not null, marks text not null, page integer, section text, collection text
);
create unique index if not exists chunks_by_place on chunks (document_id, start, "end");
create table if not exists parts (
    number integer primary key references chunks (number) on delete cascade, vectors blob not null
);
create virtual table if not exists words using fts5 (terms, tokenize = "unicode61 remove_diacritics 0");
create trigger if not exists forget_words after delete on chunks begin delete from words where rowid = old.number; end;
create table if not exists unsettled (document_id text primary key);
create table if not exists facts (name text primary key, value text not null);
pragma user_version = {VERSION};
"""


@contextmanager
def connection_to(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection, closed at the end. Raises StorageError, IndexMismatch for a file of another version of Dalil."""
    connection = sqlite3.connect(_address(path), timeout=_WAIT_SECONDS, uri=True)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("pragma foreign_keys = on")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > VERSION:
            raise StorageError(
                f"{path} was written by a newer Dalil (its form is {version}, this Dalil's {VERSION}); "
                "update Dalil, or choose another directory with --data"
            )
        if 0 < version < VERSION:
            raise IndexMismatch(
                f"{path} was written by an earlier Dalil (its form is {version}, this Dalil's {VERSION}); ingest its "
                "documents again into another directory with `dalil --data OTHER_DIRECTORY ingest …`"
            )
        if version != VERSION:
            _initialise(connection)
        yield connection
    finally:
        connection.close()


def _address(path: Path) -> str:
    """The file's URI for SQLite, which else wants to write beside a file it only reads."""
    if str(path) == ":memory:":
        return str(path)
    if os.access(path.parent, os.W_OK):
        return path.absolute().as_uri()
    log = path.with_name(f"{path.name}-wal")
    unmerged = log.exists() and log.stat().st_size > 0  # left by a writer that was killed: part of the content
    return path.absolute().as_uri() + ("?mode=ro" if unmerged else "?immutable=1")


def _initialise(connection: sqlite3.Connection) -> None:
    """The change of the journal's mode fails at once where another process writes, so it is tried again."""
    late = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            connection.executescript(_SCHEMA)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > late:
                raise
            time.sleep(0.05)
