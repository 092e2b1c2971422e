"""Originals: kept with their documents, and gone with the last of them; with vectors that need no model."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import NotFound, StorageError
from ingest.formats.loading import Limits, Loader
from ingest.index import Index
from ingest.pipeline import Summary, ingest
from ingest.recipe import Recipe
from ingest.stores.originals import UNUSED_SECONDS, Originals
from tests.indexes import index_in
from tests.ingest.test_index import Hashed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index = index_in(tmp_path / "data", Hashed(), Recipe("hashed", 64, 0))
    yield index
    index.close()


@pytest.fixture
def keeping(index: Index) -> Iterator[Loader]:
    loader = Loader(Limits(), Originals(index.folder / "originals").keep)
    yield loader
    loader.close()


def kept(index: Index) -> int:
    return len(list((index.folder / "originals").glob("*/*")))


def ingested(index: Index, loader: Loader, folder: Path, **texts: str) -> Summary:
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text)
    return ingest(index, [str(folder)], loader)


def test_the_original_is_what_was_read_byte_for_byte(index: Index, keeping: Loader, folder: Path) -> None:
    (folder / "note.txt").write_bytes("\ufeffOne.\r\nTwo.".encode("utf-16"))
    (record,) = ingest(index, [str(folder)], keeping).added
    assert index.original(record.id).read_bytes() == "\ufeffOne.\r\nTwo.".encode("utf-16")
    assert index.original(record.id).suffix == ".txt"


def test_it_goes_with_the_last_document_that_was_read_from_it(index: Index, keeping: Loader, folder: Path) -> None:
    summary = ingested(index, keeping, folder, one="The same.", two="The same.")
    assert (len(summary.added), kept(index)) == (2, 1)
    one, two = summary.added
    index.remove(one.id)
    assert index.original(two.id).read_text() == "The same."
    index.remove(two.id)
    assert kept(index) == 0


def test_a_new_version_replaces_it_also_where_the_text_is_the_same(index: Index, keeping: Loader, folder: Path) -> None:
    ingested(index, keeping, folder, one="Old.")
    assert len(ingested(index, keeping, folder, one="New.").replaced) == 1
    (record,) = ingested(index, keeping, folder, one="**New.**").unchanged
    assert index.original(record.id).read_text() == "**New.**"
    assert kept(index) == 1


def test_where_none_are_kept_a_document_has_none_and_the_former_goes(
    index: Index, keeping: Loader, loader: Loader, folder: Path
) -> None:
    (record,) = ingested(index, keeping, folder, one="Text.").added
    assert ingested(index, loader, folder).unchanged
    assert kept(index) == 0
    with pytest.raises(NotFound, match=rf"the original of '{record.id}' is not kept; .*DALIL_KEEP_ORIGINALS"):
        index.original(record.id)
    assert ingested(index, keeping, folder).unchanged
    assert index.original(record.id).read_text() == "Text."


def test_what_a_cut_off_ingest_left_is_found_and_removed_after_an_hour(
    index: Index, keeping: Loader, folder: Path
) -> None:
    ingested(index, keeping, folder, one="Text.")
    left = index.folder / "originals" / Originals(index.folder / "originals").keep(b"never added", ".txt")[:2]
    assert index.diagnose().sound
    (file,) = left.iterdir()
    os.utime(file, (1, os.stat(file).st_mtime - UNUSED_SECONDS - 1))
    found = index.diagnose()
    assert (found.sound, found.unused_originals) == (False, (file.name,))
    index.repair(found)
    assert index.diagnose().sound
    assert kept(index) == 1


def test_a_place_that_cannot_be_written_is_reported_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match=r"data directory .* cannot be written: .*DALIL_KEEP_ORIGINALS=false"):
        Originals(tmp_path / "file").keep(b"text", ".txt")
