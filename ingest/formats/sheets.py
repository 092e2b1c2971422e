"""Spreadsheets of Excel and LibreOffice → rows with their header, by calamine. Hidden sheets are left out."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.packing import naming_broken, opened
from ingest.formats.tables import sheet

_ZIP = b"PK"  # all but the old .xls


def read_sheets(raw: Raw) -> Content:
    """The rows of each sheet under its name, which one sheet alone does not need; without a title."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with naming_broken(raw.source, "spreadsheet"):
        if raw.data.startswith(_ZIP):
            opened(raw).close()
        book = CalamineWorkbook.from_filelike(BytesIO(raw.data))
        names = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        pieces = list[Piece]()
        for name in names:
            if len(names) > 1:
                pieces.append(Piece(name, "heading"))
            lines = book.get_sheet_by_name(name).iter_rows()
            pieces += sheet([_shown(value) for value in line] for line in lines)
    return content(None, pieces)


SHEETS = Format(
    "xlsx",
    (".xlsx", ".xlsm", ".xls", ".ods"),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.ms-excel",
        "application/vnd.oasis.opendocument.spreadsheet",
    ),
    read_sheets,
)


def _shown(value: int | float | str | bool | date | datetime | time | timedelta) -> str:
    """A cell's value as text. How the sheet formats it (a per cent sign, a currency) calamine does not tell."""
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)
