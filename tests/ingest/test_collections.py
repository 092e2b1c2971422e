"""Collections: what goes into which, what is searched, and what moving costs; with vectors that need no model."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.errors import NotFound, UsageError
from ingest.formats.loading import Loader
from ingest.index import Index
from ingest.pipeline import Summary, ingest, ingest_loads
from ingest.recipe import Recipe
from ingest.scope import Scope, collection_name
from tests.indexes import index_in
from tests.ingest.test_index import Hashed

WORK = Document("work.txt", "Work", "Ships sail to Tripoli.", collection="work")
HOME = Document("home.txt", "Home", "Ships sail to Homs.", collection="home")
LOOSE = Document("loose.txt", "Loose", "Ships sail to Aden.")


class Counted(Hashed):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return super().embed_documents(texts)


@pytest.fixture
def model() -> Counted:
    return Counted()


@pytest.fixture
def index(tmp_path: Path, model: Counted) -> Iterator[Index]:
    index = index_in(tmp_path, model, Recipe("hashed", 8, 0))
    yield index
    index.close()


def near(index: Index, scope: Scope) -> set[str]:
    return {hit.chunk.document_id for hit in index.near(index.embed("Ships"), 2, scope)}


def words(index: Index, scope: Scope) -> set[str]:
    return {hit.chunk.document_id for hit in index.words("Ships", 2, scope)}


def sent(index: Index, name: str, text: str, collection: str | None = None) -> Summary:
    return ingest_loads(index, [(name, lambda: Document(name, "a", text))], collection=collection)


@pytest.mark.parametrize("search", [near, words])
def test_a_search_stays_in_its_scope(index: Index, search: Callable[[Index, Scope], set[str]]) -> None:
    index.add([WORK, HOME, LOOSE])
    assert search(index, index.scope(collection="work")) == {WORK.id}
    assert search(index, index.scope([LOOSE.id])) == {LOOSE.id}
    assert search(index, index.within(["work", LOOSE.id])) == {WORK.id, LOOSE.id}
    assert search(index, index.within(["work", "home"])) == {WORK.id, HOME.id}


def test_documents_narrow_a_collection(index: Index) -> None:
    more = replace(WORK, source="more.txt", text="Ships rest.")
    index.add([WORK, more, LOOSE])
    assert index.scope([more.id], "work") == Scope((more.id,))
    with pytest.raises(NotFound, match=rf"the document '{LOOSE.id}' is not in the collection 'work'"):
        index.scope([LOOSE.id], "work")


def test_an_unknown_name_is_answered_with_those_there_are(index: Index) -> None:
    with pytest.raises(NotFound, match="no collection 'wrok'; there are no collections yet"):
        index.scope(collection="wrok")
    index.add([WORK, HOME])
    with pytest.raises(NotFound, match="no collection 'wrok'; the collections are home, work"):
        index.scope(collection="wrok")
    with pytest.raises(NotFound, match="'wrok' is neither a collection nor a document; the collections are home, work"):
        index.within(["home", "wrok"])


def test_a_document_stays_in_its_collection_until_another_is_named(index: Index, model: Counted) -> None:
    def there() -> str | None:
        (record,) = index.documents()
        return record.collection

    sent(index, "a.txt", "Ships sail.", "work")
    assert [record.collection for record in sent(index, "a.txt", "Ships sail.").unchanged] == ["work"]
    assert (len(sent(index, "a.txt", "Ships rest.").replaced), there()) == (1, "work")
    assert (len(sent(index, "a.txt", "Ships rest.", "home").replaced), there()) == (1, "home")
    assert (len(sent(index, "a.txt", "Ships rest.", "").replaced), there()) == (1, None)
    assert model.texts == ["Ships sail.", "Ships rest."]
    assert [record.title for record in index.documents(index.scope())] == ["a"]
    assert index.collections() == []
    assert index.diagnose().sound


def test_a_file_that_was_renamed_stays_in_its_collection_and_a_copy_of_one_does_not_join(
    index: Index, loader: Loader, tmp_path: Path
) -> None:
    old, new, kept, copy = (tmp_path / f"{name}.txt" for name in ("old", "new", "kept", "copy"))
    old.write_text("Ships sail.")
    kept.write_text("Ships rest.")
    ingest(index, [str(old), str(kept)], loader, collection="work")
    old.rename(new)
    copy.write_text("Ships rest.")
    added = ingest(index, [str(new), str(copy)], loader).added
    assert [(record.title, record.collection) for record in added] == [("new", "work"), ("copy", None)]


def test_the_json_of_a_document_names_its_collection_or_null(index: Index) -> None:
    index.add([WORK, LOOSE])
    assert [record.to_json()["collection"] for record in index.documents()] == ["work", None]


def test_what_another_document_of_the_same_content_has_is_not_embedded_again(index: Index, model: Counted) -> None:
    long = " ".join(f"Sentence number {i} is here." for i in range(300))
    index.add([Document("old.txt", "Old", long)])
    before = len(model.texts)
    new = Document("new.txt", "New", long)
    (change,) = index.add([new])
    assert (change.kind, len(model.texts)) == ("added", before)
    index.remove(Document("old.txt", "Old", long).id)
    (hit,) = index.near(index.embed("Sentence number 7 is here."), 1)
    assert hit.chunk.document_id == new.id
    assert index.diagnose().sound


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 101])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r"cannot be a collection's name; give one line"):
        collection_name(name)


def test_a_name_that_reads_as_a_document_s_id_is_refused() -> None:
    with pytest.raises(UsageError, match="it reads as a document's id; choose another name"):
        collection_name(WORK.id)
    assert collection_name("2024") == "2024"


def test_a_name_has_one_form() -> None:
    assert collection_name(" Re\u0301sume\u0301s ") == "Résumés"
