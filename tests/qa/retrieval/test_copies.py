"""The same text in several documents is found once, and all of them are named; with vectors that need no model."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.document import Document
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.scope import Scope
from ingest.stores.catalogue import DocumentRecord
from qa.dialogue.turns import Kind, Wanted
from qa.quoting.citing import Citer
from qa.quoting.overviews import Overviews
from qa.retrieval.hybrid import HybridRetriever, newest_first
from qa.wishes import Wish
from tests.indexes import index_in
from tests.ingest.test_index import Hashed

TEXT = "The harbour opens in May. It closes in October. Nobody works there in winter, when the sea is rough."
FORMER = Document("/former/rules.txt", "Rules", TEXT)
COPY = Document("/copies/rules (1).txt", "Rules (1)", TEXT, collection="copies")
OTHER = Document("/other.txt", "Other", "The harbour opens in June.")


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = index_in(tmp_path, Hashed(), Recipe("hashed", 8, 0))
    index.add([FORMER, COPY, OTHER])
    yield index
    index.close()


def test_the_same_text_is_found_once_and_the_others_do_not_take_the_room_of_what_else_there_is(index: Index) -> None:
    found = HybridRetriever(index=index).retrieve("When does the harbour open?", 20)
    assert len({passage.text for passage in found}) == len(found)
    copied = [passage for passage in found if passage.document_id != OTHER.id]
    (cited,) = {passage.document_id for passage in copied}
    assert {(cited, *(copy.id for copy in passage.copies)) for passage in copied} <= {
        (FORMER.id, COPY.id),
        (COPY.id, FORMER.id),
    }
    assert {len(passage.also_in) for passage in found if passage.document_id == OTHER.id} == {0}


def test_a_citation_names_all_sources_of_the_text(index: Index) -> None:
    passage = next(p for p in HybridRetriever(index=index).retrieve("October", 20) if "October" in p.text)
    citation = Citer(index).cite(1, passage, (0, len(passage.text)))
    assert citation is not None
    named = citation.to_json()
    assert sorted([named["source"], *named["also_in"]]) == [COPY.source, FORMER.source]


def test_a_copy_outside_the_scope_is_not_named(index: Index) -> None:
    found = HybridRetriever(index=index).retrieve("October", 20, Scope(collections=("copies",)))
    assert {(passage.document_id, *passage.copies) for passage in found} == {(COPY.id,)}


def test_the_document_that_was_added_last_stands_for_the_others() -> None:
    old = DocumentRecord("b", "B", "b", 1, 1, "2026-01-01T00:00:00+00:00")
    new = replace(old, id="a", added_at="2026-01-01T00:00:01+00:00")
    assert newest_first([old, new]) == [new, old]


def test_an_overview_says_the_same_text_once(index: Index) -> None:
    passages = Overviews(Citer(index)).passages(Wish(Wanted(Kind.OVERVIEW), index.scope([FORMER.id, COPY.id])))
    assert len({passage.document_id for passage in passages}) == 1
    assert {len(passage.copies) for passage in passages} == {1}
