"""PDFs → a table: words and pairs of words that pdftotext finds too, and the time as a ratio to plain pdfium.

    python benchmarks/pdf.py FILE.pdf…

Heads, feet and page numbers, which pdftotext keeps, count as words not found. Needs Debian's poppler-utils.
"""

import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from ingest.formats.format import Raw
from ingest.formats.pdf.reading import read_pdf

_HYPHENATED = re.compile(r"(\w)-\n(\w)")
_UNREAD = re.compile(r"[\u064b-\u065f\u0670\u0640\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


def main(paths: Sequence[str]) -> None:
    print(f"{'words':>7} {'recall':>6} {'order':>6} {'times pdfium':>12}  file")
    for path in paths:
        data = Path(path).read_bytes()
        start = time.process_time()
        text = read_pdf(Raw(path, path, "pdf", data, 10**9)).text
        ours = time.process_time() - start
        start = time.process_time()
        read_plainly(data)
        plain = time.process_time() - start
        shown = subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout
        expected, found = words_of(shown.decode("utf-8", errors="replace")), words_of(text)
        recall = share(Counter(expected), Counter(found))
        order = share(Counter(pairwise(expected)), Counter(pairwise(found)))
        print(f"{len(expected):7} {recall:6.3f} {order:6.3f} {ours / plain:12.1f}  {path}")


def words_of(text: str) -> list[str]:
    text = unicodedata.normalize("NFKC", _HYPHENATED.sub(r"\1\2", text))
    return re.findall(r"\w+", _UNREAD.sub("", text).lower())


def share(expected: Counter[Any], found: Counter[Any]) -> float:
    return (expected & found).total() / max(expected.total(), 1)


def read_plainly(data: bytes) -> None:
    from pypdfium2 import PdfDocument

    for page in PdfDocument(data):
        page.get_textpage().get_text_range()


if __name__ == "__main__":
    main(sys.argv[1:])
