"""The index with the real model and real Chroma: what is added is found, what is taken away is gone."""

import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock
from langchain_core.embeddings import Embeddings

from ingest.document import Document
from ingest.errors import IndexBusy, IndexMismatch, NotFound, StorageError
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.stores.chroma import embedded
from ingest.stores.sqlite import SqliteCatalogue
from tests.conftest import MakeIndex
from tests.indexes import index_in

pytestmark = pytest.mark.model

CATS = Document("cats.txt", "Cats", "Cats sleep most of the day. They hunt mice at night.")
DESERT = Document("desert.txt", "الصحراء", "الصحراء أرض قليلة المطر. تعيش فيها الجمال.")
SEA = Document("sea.txt", "البحر", "يغطي البحر معظم سطح الأرض. مياهه مالحة.")


def found(index: Index, question: str) -> list[str]:
    return [hit.chunk.document_id for hit in index.near(index.embed(question), 5)]


def stored(index: Index) -> int:
    """Vectors in Chroma, counted by a client of its own."""
    vectors = embedded(index.folder / "chroma")
    try:
        return vectors.count()
    finally:
        vectors.close()


def test_a_document_is_found_by_meaning_across_languages(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    index.add([DESERT, SEA])
    assert found(index, "What covers most of the Earth?") == [SEA.id, DESERT.id]
    assert found(index, "Where do camels live?") == [DESERT.id, SEA.id]
    index.close()


def test_adding_twice_changes_nothing(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    index.add([CATS])
    before = index.documents()
    index.add([CATS])
    assert [record.id for record in index.documents()] == [before[0].id]
    assert stored(index) == before[0].chunks
    index.close()


def test_a_replaced_document_leaves_nothing_behind(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    index.add([CATS])
    newer = Document(CATS.source, CATS.title, "Dogs bark.")
    assert [change.kind for change in index.add([newer])] == ["replaced"]
    assert found(index, "cats") == [newer.id]
    assert index.words("mice", 5) == []
    assert stored(index) == 1
    index.close()


def test_a_removed_document_leaves_nothing_behind(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    index.add([CATS, SEA])
    index.remove(CATS.id)
    assert found(index, "cats") == [SEA.id]
    assert stored(index) == 1
    with pytest.raises(NotFound, match=CATS.id):
        index.remove(CATS.id)
    index.close()


def test_an_empty_index_finds_nothing(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    assert found(index, "anything") == []
    assert index.words("anything", 5) == []


def test_another_recipe_is_refused_with_what_to_do(
    tmp_path: Path, make_index: MakeIndex, embedding: Embeddings
) -> None:
    make_index(tmp_path).add([CATS])
    other = index_in(tmp_path, embedding, Recipe("another", 64, 0))
    with pytest.raises(IndexMismatch, match=r"made with embedding=bundled .* now say embedding=another .*--data"):
        other.near(other.embed("cats"), 5)
    with pytest.raises(IndexMismatch):
        other.add([SEA])
    other.close()


def test_an_emptied_index_takes_another_recipe(tmp_path: Path, make_index: MakeIndex, embedding: Embeddings) -> None:
    first = make_index(tmp_path)
    first.add([CATS])
    first.remove(CATS.id)
    first.close()
    other = index_in(tmp_path, embedding, Recipe("another", 64, 0))
    other.add([SEA])
    assert found(other, "sea") == [SEA.id]
    other.close()


class Interrupted(Exception):
    pass


class FailingEmbeddings(Embeddings):
    """The real model, until its second batch of chunks: what a kill in the middle of an ingest leaves."""

    def __init__(self, real: Embeddings) -> None:
        self.real = real
        self.batches: list[int] = []
        self.fails = True

    def embed_query(self, text: str) -> list[float]:
        return self.real.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.batches.append(len(texts))
        if self.fails and len(self.batches) == 2:
            raise Interrupted
        return self.real.embed_documents(texts)


def test_an_ingest_that_was_cut_off_is_finished_by_the_next(tmp_path: Path, embedding: Embeddings) -> None:
    long = Document("long.txt", "Long", " ".join(f"Sentence number {i} is here." for i in range(100)))
    failing = FailingEmbeddings(embedding)
    index = index_in(tmp_path, failing, Recipe("bundled", 8, 0))
    index.add([CATS])
    failing.batches.clear()
    with pytest.raises(Interrupted):
        index.add([long])
    assert {hit.chunk.document_id for hit in index.near(index.embed("sentence"), 50)} <= {CATS.id}

    failing.fails = False
    failing.batches.clear()
    index.add([long])
    assert failing.batches == [100 - 64]  # the first 64 had been embedded before the cut
    assert stored(index) == sum(record.chunks for record in index.documents())
    index.close()


class Stopped(Embeddings):
    """Ctrl-C while the model loads."""

    def embed_query(self, text: str) -> list[float]:
        raise KeyboardInterrupt

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise KeyboardInterrupt


def test_an_ingest_that_is_stopped_before_anything_is_embedded_opens_no_vector_store(tmp_path: Path) -> None:
    index = index_in(tmp_path, Stopped(), Recipe("bundled", 8, 0))
    with pytest.raises(KeyboardInterrupt):
        index.add([Document("a.txt", "A", "A sentence.")])
    assert not (tmp_path / "chroma").exists()


def test_what_a_cut_off_ingest_left_is_cleared_by_the_next_of_something_else(
    tmp_path: Path, embedding: Embeddings
) -> None:
    long = Document("long.txt", "Long", " ".join(f"Sentence number {i} is here." for i in range(100)))
    failing = FailingEmbeddings(embedding)
    index = index_in(tmp_path, failing, Recipe("bundled", 8, 0))
    with pytest.raises(Interrupted):
        index.add([long])
    failing.fails = False
    index.add([SEA])
    assert stored(index) == sum(record.chunks for record in index.documents())
    index.close()


def in_another_process(*lines: str, folder: Path) -> None:
    program = (
        "from pathlib import Path",
        "from ingest.document import Document",
        "from ingest.embedding.models import Models",
        "from ingest.metadata import Metadata",
        "from ingest.recipe import Recipe",
        "from tests.indexes import index_in",
        "from ingest.cache import default_cache",
        f"folder = Path({str(folder)!r})",
        *lines,
    )
    root = Path(__file__).parents[2]  # where `tests` is found; the tests themselves run elsewhere
    subprocess.run([sys.executable, "-c", "\n".join(program)], check=True, cwd=root)


def test_an_open_index_sees_what_another_process_wrote(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    index.add([CATS])
    assert found(index, "What covers most of the Earth?") == [CATS.id]
    in_another_process(
        "model = Models(default_cache()).embedding('bundled')",
        "index = index_in(folder, model, Recipe('bundled', 64, 0))",
        f"index.add([{SEA!r}])",
        f"index.remove({CATS.id!r})",
        folder=tmp_path,
    )
    assert found(index, "What covers most of the Earth?") == [SEA.id]
    index.add([CATS])
    assert sorted(found(index, "cats")) == sorted([CATS.id, SEA.id])
    index.close()


class Hashed(Embeddings):
    """A random unit vector for each text, always the same: for more texts than the real model embeds in a test."""

    def embed_query(self, text: str) -> list[float]:
        vector = np.random.default_rng(zlib.crc32(text.encode())).normal(size=16)
        return [float(x) for x in vector / np.linalg.norm(vector)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def test_a_removal_loses_nothing_that_another_process_wrote(tmp_path: Path) -> None:
    """Chroma writes its graph to disk after a thousand vectors; a client from before would write over it."""
    index = index_in(tmp_path, Hashed(), Recipe("hashed", 8, 0))
    index.add([CATS, SEA])
    assert index.near(index.embed("cats"), 1)
    sentences = [f"Sentence number {n} is here." for n in range(1_300)]
    in_another_process(
        "from tests.ingest.test_index import Hashed",
        f"index = index_in(folder, Hashed(), {index.recipe!r})",
        f"index.add([Document('long.txt', 'Long', {' '.join(sentences)!r})])",
        folder=tmp_path,
    )
    index.remove(CATS.id)
    for sentence in sentences[::50]:
        (hit,) = index.near(index.embed(sentence), 1)
        assert hit.chunk.text == sentence
    index.close()


def test_an_index_whose_vectors_are_elsewhere_is_reported(
    tmp_path: Path, make_index: MakeIndex, embedding: Embeddings
) -> None:
    index = make_index(tmp_path)
    index.add([CATS])
    index.close()
    elsewhere = index_in(tmp_path, embedding, index.recipe, vectors="other")
    with pytest.raises(StorageError, match=rf"vectors of the index in {tmp_path} are not .* DALIL_CHROMA_URL"):
        found(elsewhere, "cats")
    elsewhere.close()


def test_a_second_writer_waits_and_is_then_refused(tmp_path: Path, embedding: Embeddings) -> None:
    index = index_in(tmp_path, embedding, Recipe("bundled", 64, 0), lock_wait_seconds=0.1)
    with FileLock(tmp_path / "write.lock"), pytest.raises(IndexBusy, match="another process has been writing"):
        index.add([CATS])
    index.add([CATS])
    assert len(index.documents()) == 1
    index.close()


def test_a_data_directory_that_cannot_be_made_is_reported(tmp_path: Path, make_index: MakeIndex) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"data directory .*file/data cannot be written.*--data"):
        make_index(tmp_path / "file" / "data").add([CATS])


def test_a_crash_between_the_stores_is_repaired(tmp_path: Path, make_index: MakeIndex) -> None:
    """Killed after the catalogue replaced a document and before Chroma forgot its vectors."""
    index = make_index(tmp_path)
    index.add([CATS])
    newer = Document(CATS.source, CATS.title, "Dogs bark.")
    SqliteCatalogue(tmp_path / "catalogue.sqlite").add(newer, [], [])
    assert found(index, "cats") == []
    index.add([])
    assert stored(index) == 0
    index.close()


def test_a_long_chunk_is_as_near_as_it_and_its_nearest_part_are(tmp_path: Path, embedding: Embeddings) -> None:
    sentences = [f"The {animal} sleeps long and eats little in every season." for animal in ("cat", "lion", "bear")]
    text = " ".join(sentences * 5 + ["The treaty was signed in Vienna in 1815 by eight powers of Europe."])
    index = index_in(tmp_path, embedding, Recipe("bundled", 256, 0))
    index.add([Document("animals.txt", "Animals", text)])
    vector = index.embed("Where was the treaty signed?")
    (hit,) = index.near(vector, 1)
    (fetched,) = index.similarities(vector, [hit.chunk])
    (known,) = index.similarities(vector, [hit.chunk], [hit])
    assert fetched == pytest.approx(known, abs=1e-3)
    assert known > hit.score  # one part says just this
    index.close()
