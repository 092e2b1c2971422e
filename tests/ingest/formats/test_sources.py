"""Which sources there are in a file, a folder or a URL."""

from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.formats.sources import expand, unsupported


def test_a_folder_is_expanded_recursively_in_order_without_hidden_and_unsupported_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.pdf", "a/c.md", ".hidden.txt", ".git/x.txt", "a/~$c.docx", "photo.png", "README"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert expand(str(tmp_path)) == [str(tmp_path / name) for name in ("a/c.md", "a/z.pdf", "b.txt")]


def test_files_of_another_kind_in_a_folder_are_told_with_the_reason_and_hidden_ones_are_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a/README", ".hidden.png", "a/~$c.docx", "photo.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    told = [(name, str(error).removeprefix(f"{name} is ").split(";")[0]) for name, error in unsupported(str(tmp_path))]
    assert told == [
        (str(tmp_path / "a/README"), "without an extension, which cannot be ingested"),
        (str(tmp_path / "photo.png"), "of the kind .png, which cannot be ingested"),
    ]
    assert unsupported(str(tmp_path / "photo.png")) == unsupported("") == unsupported("http://a.example/") == []


def test_a_link_out_of_the_folder_is_skipped_and_named(tmp_path: Path) -> None:
    folder, secret = tmp_path / "folder", tmp_path / "secret.txt"
    folder.mkdir()
    secret.write_text("not yours")
    (folder / "a.txt").write_text("ours")
    (folder / "inside.txt").symlink_to(folder / "a.txt")
    (folder / "outside.txt").symlink_to(secret)
    assert expand(str(folder)) == [str(folder / "a.txt"), str(folder / "inside.txt")]
    ((name, error),) = unsupported(str(folder))
    assert name == str(folder / "outside.txt")
    assert str(error) == f"{name} is a link out of the folder; ingest {secret} itself"


def test_a_link_to_a_parent_folder_is_not_followed_for_ever(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert expand(str(tmp_path)) == [str(tmp_path / "a.txt")]


def test_a_file_and_a_url_are_themselves(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"x")
    assert expand(str(tmp_path / "a.png")) == [str(tmp_path / "a.png")]
    assert expand("https://example.com/a?b=1#part") == ["https://example.com/a?b=1"]


def test_a_path_longer_than_any_file_is_named() -> None:
    with pytest.raises(SourceError, match="does not exist"):
        expand("a" * 10_000)


@pytest.mark.parametrize("source", ["", " ", "\n"])
def test_a_blank_source_is_not_the_current_folder(source: str) -> None:
    with pytest.raises(SourceError, match="names no source; give a file, a folder or a URL"):
        expand(source)


def test_a_missing_path_and_a_folder_with_nothing_in_it_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=f"^{tmp_path}/none does not exist; check the path"):
        expand(f"{tmp_path}/none")
    with pytest.raises(SourceError, match=f"^{tmp_path} has no file in it that can be ingested; txt, md, html"):
        expand(str(tmp_path))
