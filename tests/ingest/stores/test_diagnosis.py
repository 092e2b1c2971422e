"""What the vector store has lost is reported, and made again; with real stores, and vectors that need no model."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import StorageError
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.stores.chroma import embedded
from tests.indexes import chunk_of, index_in
from tests.ingest.test_index import Hashed

ONE = Document("one.txt", "One", "The first text.")
TWO = Document("two.txt", "Two", "The second text.")
THREE = Document("three.txt", "Three", "The third text.")


def opened(folder: Path) -> Index:
    return index_in(folder, Hashed(), Recipe("hashed", 64, 0))


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Index]:
    """An index of two documents whose vectors are gone."""
    first = opened(tmp_path)
    first.add([ONE, TWO])
    first.close()
    shutil.rmtree(tmp_path / "chroma")
    index = opened(tmp_path)
    yield index
    index.close()


def found(index: Index, text: str) -> str:
    return index.near(index.embed(text), 1)[0].chunk.text


def test_an_ingest_of_what_is_there_makes_lost_vectors_again(lost: Index) -> None:
    assert [change.kind for change in lost.add([ONE])] == ["unchanged"]
    assert [found(lost, document.text) for document in (ONE, TWO)] == [ONE.text, TWO.text]


def test_an_ingest_of_something_else_makes_lost_vectors_again(lost: Index) -> None:
    lost.add([THREE])
    assert [found(lost, document.text) for document in (ONE, TWO, THREE)] == [ONE.text, TWO.text, THREE.text]


def test_a_search_that_would_miss_chunks_is_refused_with_what_to_do(lost: Index) -> None:
    with pytest.raises(StorageError, match=r"vectors of the index .* not in the vector store.*`dalil doctor`"):
        found(lost, ONE.text)
    store = embedded(lost.folder / "chroma")
    store.upsert([chunk_of(ONE.id, 0, ONE.text)], Hashed().embed_documents([ONE.text]))
    store.close()
    with pytest.raises(StorageError, match=r"1 of 2 chunks .* no vector .*`dalil doctor`"):
        found(lost, ONE.text)


def test_what_is_missing_and_what_is_orphaned_is_reported_and_repaired(lost: Index) -> None:
    stray = chunk_of("stray", 0, "Stray")
    store = embedded(lost.folder / "chroma")
    store.upsert([stray, chunk_of(TWO.id, 0, TWO.text)], Hashed().embed_documents(["Stray", TWO.text]))
    store.close()
    diagnosis = lost.diagnose()  # two vectors for two chunks: only their ids tell
    assert (diagnosis.documents, diagnosis.chunks) == (2, 2)
    assert diagnosis.missing == (f"{ONE.id}:0-15",)
    assert diagnosis.orphaned == (stray.id,)
    lost.repair(diagnosis)
    assert lost.diagnose().sound
    assert found(lost, ONE.text) == ONE.text


def test_an_index_that_is_not_there_is_sound_and_is_not_made(tmp_path: Path) -> None:
    assert opened(tmp_path / "none").diagnose().sound
    assert not (tmp_path / "none").exists()
