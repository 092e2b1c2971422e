import pytest

from ingest.document import Block, Document
from ingest.formats.loading import Loader
from ingest.metadata import Metadata, iso_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-31", "2024-05-31"),
        ("2024-05-31T23:59:59+03:00", "2024-05-31"),
        ("2024-05", "2024-05"),
        (" 2024", "2024"),
        ("2024-13-01", "2024"),
        ("20240531", None),
        ("31 May 2024", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_far_as_it_is_one(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


def test_metadata_comes_back_from_the_process_that_reads(loader: Loader) -> None:
    data = "---\nauthor: ليلى حداد\ndate: 2024-05-31\n---\nShips sail.\n".encode()
    assert loader.load_bytes("ships.md", data).metadata == Metadata("ليلى حداد", "2024-05-31")


def test_pages_without_text_count_too() -> None:
    blocks = (Block(0, 6, page=1),)
    assert Document("a.pdf", "A", "Ships.", blocks).pages == 1
    assert Document("a.pdf", "A", "Ships.", blocks, metadata=Metadata(pages=3)).pages == 3
