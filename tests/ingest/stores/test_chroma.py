"""Vectors in a real Chroma, embedded and as a server."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Chunk
from ingest.errors import StorageError
from ingest.scope import Scope
from ingest.stores.chroma import ChromaVectors, embedded, server
from tests.indexes import chunk_of


def chunk(document_id: str, start: int) -> Chunk:
    return chunk_of(document_id, start, "x")


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.server)])
def vectors(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ChromaVectors]:
    on_server = request.param == "server"
    made = server(request.getfixturevalue("chroma_url"), tmp_path) if on_server else embedded(tmp_path)
    yield made
    made.close()


def test_the_nearest_by_cosine_comes_first_whatever_its_length(vectors: ChromaVectors) -> None:
    # cosine with (1, 0): (10, 1) 0.995, (1, 1) 0.707, (0, 1) 0
    chunks = [chunk("a", 0), chunk("a", 1), chunk("b", 0)]
    vectors.upsert(chunks, [[0, 1], [10, 1], [1, 1]])
    found = vectors.search([1, 0], 5)
    assert [chunk_id for chunk_id, _ in found] == ["a:1-2", "b:0-1", "a:0-1"]
    assert [cosine for _, cosine in found] == pytest.approx([0.995, 0.707, 0.0], abs=0.001)


def test_only_the_documents_that_are_named_are_searched_however_far_they_are(vectors: ChromaVectors) -> None:
    near = [chunk("a", start) for start in range(20)]
    vectors.upsert([*near, chunk("b", 0)], [*([1.0, 0.01 * n] for n in range(20)), [0.0, 1.0]])
    assert [chunk_id for chunk_id, _ in vectors.search([1, 0], 5, Scope(("b",)))] == ["b:0-1"]


def test_only_the_collections_that_are_named_are_searched_however_far_they_are(vectors: ChromaVectors) -> None:
    near = [chunk("a", start) for start in range(20)]
    work, home = (replace(chunk(name, 0), collection=name) for name in ("work", "home"))
    vectors.upsert([*near, work, home], [*([1.0, 0.01 * n] for n in range(20)), [0.0, 1.0], [0.1, 1.0]])

    def found(scope: Scope) -> list[str]:
        return [chunk_id for chunk_id, _ in vectors.search([1, 0], 2, scope)]

    assert found(Scope(collections=("work",))) == [work.id]
    assert found(Scope(collections=("work", "home"))) == [home.id, work.id]
    assert found(Scope(("a",), ("work",))) == ["a:0-1", "a:1-2"]
    assert found(Scope(("home",), ("work",))) == [home.id, work.id]
    assert found(Scope(collections=("none",))) == []


def test_a_known_id_is_written_over(vectors: ChromaVectors) -> None:
    vectors.upsert([chunk("a", 0)], [[0, 1]])
    vectors.upsert([chunk("a", 0)], [[1, 0]])
    assert vectors.count() == 1
    ((found, cosine),) = vectors.search([1, 0], 1)
    assert found == "a:0-1"
    assert cosine == pytest.approx(1.0)


def test_a_document_s_vectors_are_removed_and_no_others(vectors: ChromaVectors) -> None:
    vectors.upsert([chunk("a", 0), chunk("a", 1), chunk("b", 0)], [[0, 1], [1, 0], [1, 1]])
    vectors.remove_document("a")
    assert [chunk_id for chunk_id, _ in vectors.search([1, 0], 5)] == ["b:0-1"]
    assert vectors.of(["a:0-1", "b:0-1"]) == {"b:0-1": pytest.approx([1.0, 1.0])}


def test_after_clearing_another_number_of_dimensions_fits(vectors: ChromaVectors) -> None:
    vectors.upsert([chunk("a", 0)], [[0, 1]])
    vectors.clear()
    vectors.upsert([chunk("a", 0)], [[0, 1, 0]])
    assert vectors.count() == 1


def test_nothing_is_found_in_an_empty_store(vectors: ChromaVectors) -> None:
    assert vectors.search([1, 0], 5) == []


@pytest.mark.server
def test_two_indexes_on_one_server_leave_each_other_alone(chroma_url: str, tmp_path: Path) -> None:
    one, other = server(chroma_url, tmp_path / "one"), server(chroma_url, tmp_path / "other")
    one.upsert([chunk("a", 0)], [[0, 1]])
    other.upsert([chunk("a", 0)], [[1, 0, 0]])
    other.clear()
    assert server(chroma_url, tmp_path / "one").of(["a:0-1"]) == {"a:0-1": pytest.approx([0.0, 1.0])}


def test_a_server_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"vector store http://127\.0\.0\.1:9 does not answer.*DALIL_CHROMA_URL"):
        server("http://127.0.0.1:9", tmp_path).count()


def outside_the_graph(folder: Path) -> int:
    """ChromaVectors that are only in Chroma's log: the next client inserts them again."""
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as db:
        return int(db.execute("select count(*) from embeddings_queue").fetchone()[0])


def test_few_vectors_are_left_outside_the_graph_on_disk(tmp_path: Path) -> None:
    for start in range(0, 1200, 100):  # each by a client of its own, as a folder's files come in day by day
        store = embedded(tmp_path)
        store.upsert([chunk("a", n) for n in range(start, start + 100)], [[1, n] for n in range(start, start + 100)])
        store.close()
        assert outside_the_graph(tmp_path) <= 200
    assert outside_the_graph(tmp_path) < 200
