"""Folders over time, with real files and vectors that need no model."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.folders import Changes, Watch, check_folders, lost
from ingest.formats.loading import Loader
from ingest.index import Index
from ingest.pipeline import Failure, Summary, ingest
from ingest.recipe import Recipe
from tests.indexes import index_in
from tests.ingest.test_collections import Counted


@pytest.fixture
def model() -> Counted:
    return Counted()


@pytest.fixture
def index(tmp_path: Path, model: Counted) -> Iterator[Index]:
    index = index_in(tmp_path / "data", model, Recipe("hashed", 64, 0))
    yield index
    index.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    (folder / "deep").mkdir(parents=True)
    for name in ("one.txt", "two.txt", "deep/three.txt"):
        (folder / name).write_text(f"What {name} says.")
    return folder


def lost_names(index: Index, folder: Path, summary: Summary) -> list[str]:
    return sorted(Path(record.source).name for record in lost(index, [str(folder)], summary))


def test_what_is_no_longer_in_the_folder_is_lost_and_nothing_from_elsewhere(
    index: Index, loader: Loader, folder: Path, tmp_path: Path
) -> None:
    beside = tmp_path / "files of others.txt"
    beside.write_text("Beside the folder.")
    ingest(index, [str(folder), str(beside)], loader)
    beside.unlink()
    (folder / "two.txt").unlink()
    (folder / "deep" / "three.txt").unlink()
    assert lost_names(index, folder, ingest(index, [str(folder)], loader)) == ["three.txt", "two.txt"]


def test_a_renamed_file_is_not_embedded_again(index: Index, loader: Loader, folder: Path, model: Counted) -> None:
    ingest(index, [str(folder)], loader)
    embedded = list(model.texts)
    (folder / "one.txt").rename(folder / "deep" / "first.txt")
    summary = ingest(index, [str(folder)], loader)
    assert [record.title for record in summary.added] == ["first"]
    assert lost_names(index, folder, summary) == ["one.txt"]
    assert model.texts == embedded


def test_a_file_that_cannot_be_read_now_and_a_hidden_one_are_not_lost(
    index: Index, loader: Loader, folder: Path
) -> None:
    hidden = folder / ".hidden.txt"
    hidden.write_text("Named by itself.")
    ingest(index, [str(folder), str(hidden)], loader)
    (folder / "one.txt").write_bytes(b"")
    assert lost_names(index, folder, ingest(index, [str(folder)], loader)) == []


def test_nothing_is_lost_of_a_folder_that_fails_as_a_whole(index: Index, loader: Loader, folder: Path) -> None:
    ingest(index, [str(folder)], loader)
    for file in folder.rglob("*.txt"):
        file.unlink()
    summary = ingest(index, [str(folder)], loader)
    assert [failure.source for failure in summary.failed] == [str(folder)]
    assert lost_names(index, folder, summary) == []


def test_what_was_in_a_file_that_holds_others_is_lost_with_it(index: Index, loader: Loader, folder: Path) -> None:
    note = folder / "note.txt"
    note.write_text("A note.")
    ingest(index, [str(folder)], loader)
    note.unlink()
    folder.joinpath("two.txt").rename(folder / "two.zip")
    packed = Failure(str(folder / "two.zip"), UsageError("broken"))  # type: ignore[arg-type]
    assert [r.title for r in lost(index, [str(folder / "note.txt")], Summary())] == ["note"]
    assert lost_names(index, folder, Summary(failed=[packed])) == ["note.txt", "two.txt"]


def test_only_folders_are_kept_up_to_date(folder: Path) -> None:
    check_folders([str(folder)])
    for source in (str(folder / "one.txt"), "https://example.org/", str(folder / "none")):
        with pytest.raises(UsageError, match="is not a folder; --sync and --watch take folders only"):
            check_folders([str(folder), source])


def test_a_change_is_reported_once_and_only_when_it_has_settled(folder: Path) -> None:
    watch, one, new = Watch([str(folder)]), folder / "one.txt", folder / "new.txt"
    assert not watch.look().any
    new.write_text("Half of it")
    assert not watch.look().any
    new.write_text("Half of it and the other half.")
    assert not watch.look().any
    assert watch.look() == Changes([str(new)], [])
    one.write_text("One says something else.")
    os.utime(folder / "two.txt", (1, 1))
    assert not watch.look().any
    assert watch.look() == Changes([str(one), str(folder / "two.txt")], [])
    assert not watch.look().any


def test_a_file_that_is_gone_is_reported_once_and_one_that_comes_back_is_new(folder: Path) -> None:
    watch, one = Watch([str(folder)]), folder / "one.txt"
    text = one.read_text()
    one.unlink()
    assert not watch.look().any  # an editor may be replacing it
    assert watch.look() == Changes([], [str(one)])
    assert not watch.look().any
    one.write_text(text)
    assert not watch.look().any
    assert watch.look() == Changes([str(one)], [])


def test_files_of_another_kind_are_not_watched(folder: Path) -> None:
    watch = Watch([str(folder)])
    (folder / "photo.png").write_bytes(b"x")
    assert not watch.look().any
    assert not watch.look().any


def test_a_folder_that_is_gone_or_empty_counts_as_unchanged(folder: Path) -> None:
    watch = Watch([str(folder)])
    away = folder.with_name("away")
    folder.rename(away)
    assert [watch.look().any, watch.look().any] == [False, False]
    folder.mkdir()
    assert [watch.look().any, watch.look().any] == [False, False]
    folder.rmdir()
    away.rename(folder)
    assert [watch.look().any, watch.look().any] == [False, False]
