"""ZIP archives: what is in them, and what they refuse."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from ingest.errors import SourceError, TooLarge
from ingest.formats.archive import MAX_FILES
from ingest.formats.loading import Limits, Loader
from ingest.formats.sources import expand, unsupported


@pytest.fixture
def loader() -> Iterator[Loader]:
    with closing(Loader(Limits(max_bytes=2_000_000))) as made:
        yield made


def archive(path: Path, files: Mapping[str, bytes]) -> str:
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return str(path)


def test_the_files_in_an_archive_are_sources_of_their_own(tmp_path: Path, loader: Loader) -> None:
    zipped = archive(
        tmp_path / "a.zip",
        {"b/report.txt": b"The bridge is long.", "عقد.md": "# عقد".encode(), ".hidden.txt": b"x", "photo.png": b"x"},
    )
    (tmp_path / "c.txt").write_text("Alone.")
    inside = [f"{zipped}/b/report.txt", f"{zipped}/عقد.md"]
    assert expand(zipped) == inside
    assert expand(str(tmp_path)) == [*inside, str(tmp_path / "c.txt")]
    for source in (zipped, str(tmp_path)):
        assert [name for name, _ in unsupported(source)] == [f"{zipped}/photo.png"]
    report, contract = (loader.load(source) for source in inside)
    assert (report.source, report.title, report.text) == (inside[0], "report", "The bridge is long.")
    assert (contract.source, contract.title) == (inside[1], "عقد")


def test_an_uploaded_archive_is_the_files_in_it_and_those_of_another_kind_are_told(
    tmp_path: Path, loader: Loader
) -> None:
    files = {"b/report.txt": b"The bridge is long.", "photo.png": b"x", ".hidden.txt": b"x"}
    data = Path(archive(tmp_path / "a.zip", files)).read_bytes()
    loads, skipped = loader.in_upload("C:\\mine\\a.zip", lambda: data)
    assert [source for source, _ in loads] == ["upload:a.zip/b/report.txt"]
    ((_, load),) = loads
    document = load()
    assert (document.source, document.title, document.text) == (
        "upload:a.zip/b/report.txt",
        "report",
        "The bridge is long.",
    )
    assert [source for source, _ in skipped] == ["upload:a.zip/photo.png"]


@pytest.mark.parametrize(
    ("files", "limit", "error"),
    [
        (
            {"a.txt": b"word " * 10_000, "b.txt": b"word " * 10_000},
            9_999,
            "unpacks to 100,000 bytes, over the limit of",
        ),
        ({"photo.png": b"x"}, 1_000, "has no file in it that can be ingested"),
        ({f"{n}.txt": b"" for n in range(MAX_FILES + 1)}, 1_000_000, "has 1,001 files in it"),
        ({"a.txt": bytes(range(256)) * 10}, 100, "over the limit of 100"),
    ],
)
def test_an_uploaded_archive_over_a_limit_or_with_nothing_in_it_is_refused(
    tmp_path: Path, files: dict[str, bytes], limit: int, error: str
) -> None:
    data = Path(archive(tmp_path / "a.zip", files)).read_bytes()
    with closing(Loader(Limits(max_bytes=limit))) as small, pytest.raises(SourceError, match=error):
        small.in_upload("a.zip", lambda: data)


def test_a_link_in_an_archive_is_left_out(tmp_path: Path) -> None:
    link = ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16  # as zip --symlinks writes it
    with ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr(link, "/etc/hostname")
        packed.writestr("b.txt", "ours")
    assert expand(str(tmp_path / "a.zip")) == [str(tmp_path / "a.zip/b.txt")]


def test_a_name_that_leads_out_of_the_archive_is_led_back(tmp_path: Path, loader: Loader) -> None:
    zipped = archive(tmp_path / "a.zip", {"../../etc/x.txt": b"Inside.", "/y.txt": b"Inside too."})
    assert expand(zipped) == [f"{zipped}/etc/x.txt", f"{zipped}/y.txt"]
    assert loader.load(f"{zipped}/etc/x.txt").text == "Inside."


def test_utf_8_names_are_read_where_the_archive_does_not_say_so(tmp_path: Path) -> None:
    stored = "تقرير".encode()
    placeholder = b"x" * len(stored)
    packed = Path(archive(tmp_path / "a.zip", {f"{placeholder.decode()}.txt": b"text"}))
    packed.write_bytes(packed.read_bytes().replace(placeholder, stored))
    assert expand(str(packed)) == [f"{packed}/تقرير.txt"]


def test_an_archive_in_an_archive_is_named_and_not_opened(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"x.txt": b"x"})
    outer = archive(tmp_path / "outer.zip", {"inner.zip": Path(inner).read_bytes(), "y.txt": b"y"})
    assert expand(outer) == [f"{outer}/y.txt"]
    assert [name for name, _ in unsupported(outer)] == [f"{outer}/inner.zip"]


def test_what_unpacks_to_too_much_or_cannot_be_unpacked_is_refused(tmp_path: Path, loader: Loader) -> None:
    zipped = archive(tmp_path / "a.zip", {"large.txt": b"ab" * 1_500_000, "bomb.txt": b"a" * 1_900_000, "b.txt": b"b"})
    with pytest.raises(TooLarge, match=r"large\.txt has 3,000,000 bytes, over the limit of 2,000,000"):
        loader.load(f"{zipped}/large.txt")
    with pytest.raises(TooLarge, match=r"bomb\.txt unpacks to over 200 times its size"):
        loader.load(f"{zipped}/bomb.txt")
    with pytest.raises(SourceError, match=r"c\.txt is not in the archive"):
        loader.load(f"{zipped}/c.txt")
    assert loader.load(f"{zipped}/b.txt").text == "b"


def test_a_broken_archive_and_one_of_too_many_files_say_so(tmp_path: Path, loader: Loader) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK nothing")
    many = archive(tmp_path / "many.zip", {f"{number}.txt": b"x" for number in range(MAX_FILES + 1)})
    assert expand(str(tmp_path)) == [str(broken), many]
    with pytest.raises(SourceError, match=r"broken\.zip is a broken ZIP archive"):
        loader.load(str(broken))
    with pytest.raises(TooLarge, match=r"many\.zip has 1,001 files in it"):
        loader.load(many)
