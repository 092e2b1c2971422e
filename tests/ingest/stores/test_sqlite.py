import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Timer

import pytest

from ingest.chunking import chunk
from ingest.document import Block, Chunk, Document
from ingest.errors import IndexMismatch, NotFound, StorageError
from ingest.metadata import Metadata
from ingest.scope import Scope
from ingest.stores.catalogue import Collection
from ingest.stores.sqlite import SqliteCatalogue
from tests.indexes import chunk_of


def chunked(document: Document) -> list[Chunk]:
    """The whole text as one chunk."""
    return [replace(chunk_of(document.id, 0, document.text), collection=document.collection)]


@pytest.fixture
def catalogue(tmp_path: Path) -> SqliteCatalogue:
    return SqliteCatalogue(tmp_path / "catalogue.sqlite")


def add(catalogue: SqliteCatalogue, source: str, text: str, collection: str | None = None) -> Document:
    document = Document(source, source.title(), text, collection=collection)
    catalogue.add(document, chunked(document), [text.split()])
    return document


def test_what_is_added_is_read_back(catalogue: SqliteCatalogue) -> None:
    document = add(catalogue, "a", "two words\u0651")
    assert catalogue.document(document.id) == document
    assert catalogue.chunks([document.id + ":0-10"]) == chunked(document)
    record = catalogue.record(document.id)
    assert (record.title, record.characters, record.chunks) == ("A", 10, 1)


def test_a_new_version_takes_the_place_of_the_former_one(catalogue: SqliteCatalogue) -> None:
    former = add(catalogue, "a", "old words")
    add(catalogue, "a", "new words")
    assert [record.source for record in catalogue.records()] == ["a"]
    assert catalogue.search_words(["old"], 5) == []
    assert [c.text for c, _ in catalogue.search_words(["new"], 5)] == ["new words"]
    assert catalogue.unsettled() == [former.id]


def test_a_removed_document_leaves_nothing_behind(catalogue: SqliteCatalogue) -> None:
    document = add(catalogue, "a", "some words")
    catalogue.remove(document.id)
    assert catalogue.records() == []
    assert catalogue.search_words(["words"], 5) == []
    assert catalogue.chunks([document.id + ":0-10"]) == []
    with pytest.raises(NotFound, match=document.id):
        catalogue.document(document.id)


def test_only_the_documents_that_are_named_are_searched(catalogue: SqliteCatalogue) -> None:
    for source in "abcdef":
        add(catalogue, source, "rare rare words")
    last = add(catalogue, "g", "some rare words that stand last")
    assert [c.document_id for c, _ in catalogue.search_words(["rare"], 1, Scope((last.id,)))] == [last.id]


def test_only_the_collections_that_are_named_are_searched_and_listed(catalogue: SqliteCatalogue) -> None:
    for source in "abcdef":
        add(catalogue, source, "rare rare words")
    work = add(catalogue, "g", "some rare words at work", "work")
    home = add(catalogue, "h", "rare words at home", "home")

    def found(scope: Scope) -> set[str]:
        return {c.document_id for c, _ in catalogue.search_words(["rare"], 2, scope)}

    assert found(Scope(collections=("work",))) == {work.id}
    assert found(Scope((home.id,), ("work",))) == {home.id, work.id}
    assert found(Scope(collections=("none",))) == set()
    assert [record.id for record in catalogue.records(Scope(collections=("work",)))] == [work.id]
    assert catalogue.collections() == [Collection("home", 1), Collection("work", 1)]
    assert catalogue.document(work.id) == work


def test_metadata_that_changed_is_noted_and_nothing_else(catalogue: SqliteCatalogue) -> None:
    document = add(catalogue, "a", "words")
    before = catalogue.changes()
    catalogue.describe([document])
    assert catalogue.changes() == before
    catalogue.describe([replace(document, metadata=Metadata("Layla", pages=3))])
    assert catalogue.document(document.id).metadata == Metadata("Layla", pages=3)
    assert catalogue.record(document.id).pages == 3
    assert catalogue.changes() > before


def test_the_chunk_with_the_rarer_word_comes_first(catalogue: SqliteCatalogue) -> None:
    add(catalogue, "a", "common common thing")
    add(catalogue, "b", "common rare thing")
    add(catalogue, "c", "common other thing")
    found = catalogue.search_words(["common", "rare"], 5)
    assert found[0][0].text == "common rare thing"
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


def test_search_words_are_data_not_query_syntax(catalogue: SqliteCatalogue) -> None:
    add(catalogue, "a", "near and or not")
    assert len(catalogue.search_words(["and", "or", "not", "near"], 5)) == 1


def test_every_change_is_seen_by_another_reader(catalogue: SqliteCatalogue) -> None:
    other = SqliteCatalogue(catalogue.path)
    before = other.changes()
    document = add(catalogue, "a", "words")
    between = other.changes()
    catalogue.remove(document.id)
    assert before < between < other.changes()


def test_reading_a_catalogue_that_is_not_there_leaves_nothing_on_disk(tmp_path: Path) -> None:
    catalogue = SqliteCatalogue(tmp_path / "nowhere" / "catalogue.sqlite")
    assert catalogue.records() == []
    assert not (tmp_path / "nowhere").exists()


def test_opening_a_new_catalogue_waits_for_another_that_does_the_same(catalogue: SqliteCatalogue) -> None:
    other = sqlite3.connect(catalogue.path, isolation_level=None, check_same_thread=False)
    other.execute("begin immediate")
    done = Timer(0.2, other.rollback)
    done.start()
    catalogue.set_fact("recipe", "mine")
    assert catalogue.fact("recipe") == "mine"
    done.join()
    other.close()


def test_a_file_that_is_no_database_is_reported(tmp_path: Path) -> None:
    (tmp_path / "catalogue.sqlite").write_bytes(b"this is no database, and longer than a header" * 10)
    with pytest.raises(StorageError, match=r"catalogue\.sqlite cannot be read: file is not a database"):
        SqliteCatalogue(tmp_path / "catalogue.sqlite").records()


def test_a_catalogue_of_a_newer_version_is_refused_and_left_as_it_is(catalogue: SqliteCatalogue) -> None:
    add(catalogue, "a", "words")
    with sqlite3.connect(catalogue.path) as db:
        db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(StorageError, match=r"newer Dalil \(its form is 99, .*update Dalil"):
        catalogue.records()
    with pytest.raises(StorageError, match="update Dalil"):
        add(catalogue, "b", "words")
    db = sqlite3.connect(catalogue.path)
    assert db.execute("pragma user_version").fetchone() == (99,)
    db.close()


def test_an_index_of_an_earlier_version_is_refused_with_what_to_run(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "catalogue.sqlite")) as db:
        db.execute("pragma user_version = 3")
    with pytest.raises(IndexMismatch, match=r"earlier Dalil .*`dalil --data OTHER_DIRECTORY ingest …`"):
        SqliteCatalogue(tmp_path / "catalogue.sqlite").records()


def test_blocks_views_and_facts_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    text = "Pay\nName\tSalary\nOmar\t21,000\nسنة ١٩٨٤ مَدِينَة"
    blocks = (Block(0, 3, "heading", 2, 1), Block(16, 27, "row", page=2, header=("Name", "Salary")))
    document = Document("a", "A", text, blocks, metadata=Metadata("Layla", "2024-05", "ar"))
    chunks = chunk(document, 256)
    catalogue = SqliteCatalogue(tmp_path / "catalogue.sqlite")
    catalogue.add(document, chunks, [["omar"]])
    assert catalogue.document(document.id) == document
    assert catalogue.chunks([c.id for c in chunks]) == chunks
    assert [c.view.text for c in chunks] == ["Pay\nName\tSalary\nName: Omar; Salary: 21,000\nسنة ١٩٨٤ مدينة"]
    assert catalogue.record(document.id).pages == 2
