"""CSV and TSV → rows with their header. `sep=;` in the first line names the delimiter; else the lines tell it."""

import csv
from collections import Counter
from io import StringIO

from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Raw, clean, content
from ingest.formats.tables import sheet

_DELIMITERS = ",;\t|"
_SAMPLE = 50  # lines from which the delimiter is guessed
_LONGEST_CELL = 100_000_000  # characters; csv's own limit is 131,072


def read_delimited(raw: Raw) -> Content:
    """The rows; without a title."""
    text = clean(decode(raw.source, raw.data, raw.charset))
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip('"')) == len("sep=") + 1:
        text, delimiter = rest, first[-1]
    else:
        delimiter = _delimiter(text)
    csv.field_size_limit(_LONGEST_CELL)
    return content(None, sheet(csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True)))


DELIMITED = Format("csv", (".csv", ".tsv"), ("text/csv", "text/tab-separated-values"), read_delimited)


def _delimiter(text: str) -> str:
    """The one that parts the most lines into the same number of cells, and of two such the one that makes more."""
    lines = text.split("\n", _SAMPLE)[:_SAMPLE]

    def parted_alike(delimiter: str) -> tuple[int, int]:
        cells = Counter(len(line) for line in csv.reader(lines, delimiter=delimiter) if len(line) > 1)
        number, times = max(cells.items(), key=lambda item: item[1], default=(0, 0))
        return times, number

    return max(_DELIMITERS, key=parted_alike)
