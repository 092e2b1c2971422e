"""Spreadsheets of Excel and LibreOffice → rows with their header, by calamine. Hidden sheets are left out."""

from datetime import date, datetime, time, timedelta
from io import BytesIO

from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.number_formats import Cells, NumberFormat, formatted_cells
from ingest.formats.packing import naming_broken, opened
from ingest.formats.tables import sheet

_ZIP = b"PK"  # all but the old .xls
_EXCEL = "xl/workbook.xml"


def read_sheets(raw: Raw) -> Content:
    """The rows of each sheet under its name, which one sheet alone does not need; without a title."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    with naming_broken(raw.source, "spreadsheet"):
        formats: dict[str, Cells] = {}
        if raw.data.startswith(_ZIP):
            with opened(raw) as parts:
                formats = formatted_cells(parts) if _EXCEL in parts.namelist() else {}
        book = CalamineWorkbook.from_filelike(BytesIO(raw.data))
        names = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        pieces = list[Piece]()
        for name in names:
            if len(names) > 1:
                pieces.append(Piece(name, "heading"))
            cells, one = formats.get(name, {}), book.get_sheet_by_name(name)
            _, first = one.start or (0, 0)  # calamine leaves out empty columns before it, but no rows
            pieces += sheet(
                [_shown(value, cells.get((row, column))) for column, value in enumerate(line, first)]
                for row, line in enumerate(one.iter_rows())
            )
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


def _shown(value: int | float | str | bool | date | datetime | time | timedelta, form: NumberFormat | None) -> str:
    """A cell's value as text: as its format shows it, where that is known."""
    if form and isinstance(value, int | float) and not isinstance(value, bool):
        return form.shown(value)
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else str(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ") if isinstance(value, datetime) else str(value)
