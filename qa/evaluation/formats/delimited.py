"""Rows of cells: CSV and TSV files, with faults that name the line."""

import csv
import io
from collections.abc import Iterator
from importlib.resources.abc import Traversable

from ingest.errors import SourceError
from qa.evaluation.formats.text import read_text

_MOST_CHARACTERS = 100_000_000
"""In a cell, which may be a whole context; the library's own limit is 131,072."""


def rows(path: Traversable, delimiters: str) -> Iterator[tuple[int, list[str]]]:
    """The rows, each with the number of its last line; the delimiter is the one that the first line has most of.

    Raises SourceError with the line of the fault.
    """
    csv.field_size_limit(_MOST_CHARACTERS)
    text = read_text(path)
    first = text.lstrip("\r\n").split("\n", 1)[0]
    # strict: else a quotation mark that is not closed swallows all that follows
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(delimiters, key=first.count), strict=True)
    begun = 1
    try:
        for row in reader:
            yield reader.line_num, row
            begun = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"{path}, line {begun}: {error}; a cell that begins with a quotation mark ends with one, and those within "
            'are doubled ("")'
        ) from error
