import zipfile
from datetime import date
from io import BytesIO

import pytest
from xlsxwriter import Workbook

from ingest.errors import SourceError, TooLarge
from ingest.formats.sheets import SHEETS
from tests.ingest.formats.reading import content_of


def workbook(**sheets: list[list[object]]) -> bytes:
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
            if name == "Secret":
                sheet.hide()
    return file.getvalue()


def blocks(data: bytes) -> list[tuple[str, str, tuple[str, ...]]]:
    read = content_of(SHEETS, data)
    return [(read.text[b.start : b.end], b.kind, b.header) for b in read.blocks]


def test_the_rows_of_each_sheet_have_their_header() -> None:
    staff: list[list[object]] = [["Name", "Salary", "Since"], ["Omar Nasser", 21000, date(2019, 5, 1)]]
    ports: list[list[object]] = [["Ships", ""], ["Port", 2020], ["Tripoli", 44.5]]
    assert blocks(workbook(Staff=staff, Ports=ports, Secret=[["a", "b"]])) == [
        ("Staff", "heading", ()),
        ("Name\tSalary\tSince", "row", ()),
        ("Omar Nasser\t21000\t2019-05-01", "row", ("Name", "Salary", "Since")),
        ("Ports", "heading", ()),
        ("Ships", "caption", ()),
        ("Port\t2020", "row", ()),
        ("Tripoli\t44.5", "row", ("Port", "2020")),
    ]


def test_the_name_of_the_only_sheet_is_no_heading() -> None:
    assert blocks(workbook(Sheet1=[["المدينة", "السكان"], ["سوسة", 221530]]))[1] == (
        "سوسة\t221530",
        "row",
        ("المدينة", "السكان"),
    )


def test_an_opendocument_spreadsheet_is_read() -> None:
    def row(*cells: str) -> str:
        of_text = "<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>"
        return f"<table:table-row>{''.join(map(of_text.format, cells))}</table:table-row>"

    cells = row("Name", "Salary") + row("Omar", "21,000")
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        parts.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='S'>{cells}"
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    assert blocks(file.getvalue()) == [("Name\tSalary", "row", ()), ("Omar\t21,000", "row", ("Name", "Salary"))]


def test_a_broken_file_and_one_that_unpacks_beyond_the_limit_are_refused() -> None:
    with pytest.raises(SourceError, match="a is a broken spreadsheet"):
        content_of(SHEETS, b"PK\x03\x04 cut off")
    file = BytesIO(workbook(Sheet1=[["a", "b"]]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/image1.bmp", bytes(12_000_000))
    with pytest.raises(TooLarge, match="over the limit of 1,000,000"):
        content_of(SHEETS, file.getvalue(), max_bytes=1_000_000)


def test_numbers_are_read_as_the_sheet_shows_them() -> None:
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        percent, money = book.add_format({"num_format": "0%"}), book.add_format({"num_format": "[$€-407] #,##0.00"})
        sheet.write_row(2, 1, ["Share", "Price", "Count"])
        sheet.write(3, 1, 0.45, percent)
        sheet.write(3, 2, 1234.5, money)
        sheet.write(3, 3, 7)
    assert blocks(file.getvalue())[1][0] == "45%\t€ 1,234.50\t7"
