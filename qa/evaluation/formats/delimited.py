"""Rows of cells: CSV and TSV files, with faults that name the line."""

import csv
import io
import re
from importlib.resources.abc import Traversable

from ingest.errors import SourceError
from qa.evaluation.formats.text import read_text

Rows = list[tuple[int, list[str]]]
_NAMED = re.compile(r"\"?sep=(.)\"?", re.IGNORECASE)
_MAX_CHARACTERS = 100_000_000
"""In a cell, which may be a whole context; the library's own limit is 131,072."""


def rows(path: Traversable, delimiters: str) -> Rows:
    """The rows, each with the number of its last line; the delimiter is the one that the first line has most of.

    A first line `sep=;`, as Excel writes it, names the delimiter.

    A quoted cell may stand after a space. Between tabs, marks that do not quote whole cells are text.
    Raises SourceError with the line of the fault.
    """
    csv.field_size_limit(_MAX_CHARACTERS)
    text = read_text(path)
    first, _, rest = text.lstrip("\r\n").partition("\n")
    delimiter = max(delimiters, key=first.split("\r")[0].count)
    if named := _NAMED.fullmatch(first.strip()):
        delimiter, text = named[1], f"\n{rest}"  # the lines keep their numbers
    try:
        return _read(text, delimiter)
    except ValueError as error:
        raise SourceError(
            f"{path}, {error}; a cell that begins with a quotation mark ends with one, and those within are doubled "
            '("")'
        ) from error


def _read(text: str, delimiter: str) -> Rows:
    """In the first way in which it can be read."""
    try:
        return _quoted(text, delimiter, after_space=True)
    except ValueError:
        pass
    try:
        return _quoted(text, delimiter, after_space=False)
    except ValueError:
        if delimiter != "\t":
            raise
    return _plain(text, delimiter)


def _quoted(text: str, delimiter: str, after_space: bool) -> Rows:
    # strict: else a quotation mark that is not closed swallows all that follows
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=after_space, strict=True)
    found: Rows = []
    try:
        for row in reader:
            found.append((reader.line_num, row))
    except csv.Error as error:
        raise ValueError(f"line {found[-1][0] + 1 if found else 1}: {error}") from error
    return found


def _plain(text: str, delimiter: str) -> Rows:
    """Each line a row, as it is; one that only begins a quoted cell is refused."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    found = [(reader.line_num, row) for row in reader]
    for number, row in found:
        # a cell of several lines opens so too: its doubled marks come in twos
        if any(cell.startswith('"') and cell.count('"') % 2 for cell in row):
            raise ValueError(f"line {number}: a quotation mark that is not closed")
    return found
