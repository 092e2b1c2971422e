"""Sentences: where each one starts and ends in a text, for Arabic and Latin punctuation. Nothing is changed or lost."""

import re
from collections.abc import Iterator

Span = tuple[int, int]

_CLOSERS = "\"'”’»)\\]}›"
# A boundary is a line break, or a terminator with its closing marks before white space. Two or more dots are a pause
# inside a sentence in Arabic prose, so they end none.
_BOUNDARY = re.compile(rf"\n+|(?:(?<!\.)\.(?!\.)|[!?؟…。！？।۔]+)[{_CLOSERS}]*(?=\s)")
# A dot after one of these ends no sentence: titles, common abbreviations, initials, Arabic ones like "د." and "م.".
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[«\"“])(?:(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Sen|Rep|Gov|Lt|Sgt|vs|No|Nos|Fig|cf|ca|approx|Inc|Ltd|Co|Corp"
    r"|Jr|Sr|e\.g|i\.e|al|U\.S|U\.K|U\.N)|(?:[A-Z]\.)*[A-Z]|[ء-ي])\.$"
)


def sentences(text: str) -> list[Span]:
    """Spans of whole sentences in order, without the white space around them; only white space lies between."""
    return [span for start, end in _pieces(text) if (span := _trim(text, start, end))]


def _pieces(text: str) -> Iterator[Span]:
    start = 0
    for boundary in _BOUNDARY.finditer(text):
        if boundary[0] == "." and _ABBREVIATION.search(text, max(0, boundary.end() - 12), boundary.end()):
            continue
        yield start, boundary.end()
        start = boundary.end()
    yield start, len(text)


def _trim(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    if not piece.strip():
        return None
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
