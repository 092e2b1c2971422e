"""Spreadsheets as tables: the first sheet that has rows, by calamine."""

from collections.abc import Iterator
from pathlib import Path

from ingest.errors import SourceError


def read_sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers. Raises SourceError where it is no spreadsheet."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = (book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names)
        rows = next((rows for rows in sheets if rows), [])
    except (CalamineError, OSError) as error:
        raise SourceError(f"{path} is no spreadsheet that can be read ({error}); save it again as xlsx") from error
    for number, row in enumerate(rows, start=1):
        yield number, [_shown(cell) for cell in row]


def _shown(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
