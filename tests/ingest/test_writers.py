"""Several writers of one index: nobody embeds under the lock, and what one does meanwhile is safe from the others."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import IndexMismatch, NotFound
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.stores.chroma import embedded
from tests.indexes import index_in
from tests.ingest.test_index import Hashed

OLD = Document("a.txt", "A", "The old text.")
NEW = Document("a.txt", "A", "The new text.")
OTHER = Document("b.txt", "B", "Another text.")
LONG = Document("long.txt", "Long", " ".join(f"Sentence number {i} is here." for i in range(600)))


class Meanwhile(Hashed):
    """At one of its batches something else happens first."""

    def __init__(self, happens: Callable[[], object], at_batch: int = 1) -> None:
        self.happens = happens
        self.left = at_batch

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.left -= 1
        if self.left == 0:
            self.happens()
        return super().embed_documents(texts)


def opened(folder: Path, model: Hashed | None = None, recipe: str = "hashed") -> Index:
    """Waits a moment for the lock: a writer that embeds must not have it."""
    return index_in(folder, model or Hashed(), Recipe(recipe, 8, 0), lock_wait_seconds=2)


def text_found(index: Index, text: str) -> str:
    return index.near(index.embed(text), 1)[0].chunk.text


def test_of_two_texts_of_one_source_the_last_stored_stays(tmp_path: Path) -> None:
    other = opened(tmp_path)
    index = opened(tmp_path, Meanwhile(lambda: other.add([OLD])))
    (change,) = index.add([NEW])
    assert (change.kind, change.record.id) == ("replaced", NEW.id)
    assert [record.id for record in other.documents()] == [NEW.id]
    assert text_found(other, "The old text.") == "The new text."
    assert other.diagnose().sound


def test_a_text_that_another_writer_adds_meanwhile_is_unchanged(tmp_path: Path) -> None:
    other = opened(tmp_path)
    (change,) = opened(tmp_path, Meanwhile(lambda: other.add([NEW]))).add([NEW])
    assert change.kind == "unchanged"
    assert other.diagnose().sound


def test_a_document_removed_while_its_new_version_is_embedded_is_added(tmp_path: Path) -> None:
    other = opened(tmp_path)
    other.add([OLD])
    (change,) = opened(tmp_path, Meanwhile(lambda: other.remove(OLD.id))).add([NEW])
    assert change.kind == "added"
    with pytest.raises(NotFound):
        other.document(OLD.id)
    assert other.diagnose().sound


@pytest.mark.parametrize("batch", [1, 4, 5, 8, 10])  # of 64 chunks; 256 are stored at once
def test_vectors_that_another_writer_clears_as_leftovers_are_stored_again(tmp_path: Path, batch: int) -> None:
    other = opened(tmp_path)
    index = opened(tmp_path, Meanwhile(lambda: other.add([OTHER]), batch))
    index.add([LONG])
    assert other.diagnose().sound
    assert other.diagnose().documents == 2
    for i in range(0, 600, 60):
        assert text_found(other, f"Sentence number {i} is here.") == f"Sentence number {i} is here."


def test_an_index_that_another_recipe_has_begun_meanwhile_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    other = opened(tmp_path, recipe="other")
    with pytest.raises(IndexMismatch, match="made with embedding=other"):
        opened(tmp_path, Meanwhile(lambda: other.add([OTHER]))).add([NEW])
    assert text_found(other, OTHER.text) == OTHER.text
    assert other.diagnose().sound


def test_a_document_removed_while_its_lost_vectors_are_embedded_stays_removed(tmp_path: Path) -> None:
    other = opened(tmp_path)
    other.add([OLD, OTHER])
    store = embedded(tmp_path / "chroma")
    store.clear()
    store.close()
    other.close()
    repairing = opened(tmp_path, Meanwhile(lambda: other.remove(OLD.id)))
    repairing.add([])
    assert [record.id for record in repairing.documents()] == [OTHER.id]
    assert repairing.diagnose().sound
