import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from ingest.docx import read_docx
from ingest.errors import SourceError, TooLarge


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    document = Document()
    document.add_paragraph("أعلن لافروف الاتفاق.")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Day", "City"), ("15 July", "Moscow")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("After the table.")
    _, text = read_docx("a.docx", saved(document), 10**7)
    assert text == "أعلن لافروف الاتفاق.\nDay\tCity\n15 July\tMoscow\nAfter the table."


def test_a_merged_cell_is_read_once() -> None:
    document = Document()
    row = document.add_table(rows=1, cols=3).rows[0]
    row.cells[0].merge(row.cells[1]).text = "wide"
    row.cells[2].text = "narrow"
    assert read_docx("a.docx", saved(document), 10**7)[1] == "wide\tnarrow"


def test_the_title_is_the_property_of_the_file() -> None:
    document = Document()
    document.core_properties.title = "محادثات موسكو"
    document.add_heading("Something else")
    assert read_docx("a.docx", saved(document), 10**7)[0] == "محادثات موسكو"


def test_without_the_property_the_first_heading_is_the_title() -> None:
    document = Document()
    document.core_properties.title = ""
    document.add_paragraph("Before.")
    document.add_heading("The talks", level=2)
    assert read_docx("a.docx", saved(document), 10**7)[0] == "The talks"


@pytest.mark.parametrize("data", [b"no zip at all", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.docx is a broken DOCX"):
        read_docx("a.docx", data, 10**7)


def test_another_kind_of_zip_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(SourceError, match=r"a\.docx is a broken DOCX"):
        read_docx("a.docx", file.getvalue(), 10**7)


def test_an_encrypted_or_old_file_is_named_so() -> None:
    with pytest.raises(SourceError, match="encrypted, or an old"):
        read_docx("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 10**7)


def test_a_file_that_unpacks_beyond_the_limit_is_refused() -> None:
    file = BytesIO(saved(Document()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/image1.bmp", bytes(12_000_000))
    assert len(file.getvalue()) < 100_000
    with pytest.raises(TooLarge, match="over the limit of 1,000,000"):
        read_docx("a.docx", file.getvalue(), 1_000_000)
