"""Chunking: a document into runs of whole sentences, each within a token budget, with exact offsets.

Offsets are our own: langchain-text-splitters' `add_start_index` is wrong where overlap is counted in tokens.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from ingest.document import Chunk, Document
from ingest.sentences import Span, sentences
from ingest.tokens import count_tokens

_WORD = re.compile(r"\s*\S+")


def chunk(document: Document, budget: int, overlap: int = 0) -> list[Chunk]:
    """Chunks in order; `document.text[c.start:c.end] == c.text`.

    No chunk is over `budget` tokens. No sentence is cut unless it is over the budget alone, no word unless it is.
    Neighbours share whole sentences of at most `overlap` tokens.
    """
    pieces = list(_fitting_pieces(document.text, budget))
    return [
        Chunk(document.id, start, end, document.text[start:end])
        for start, end in _pack(document.text, pieces, budget, overlap)
    ]


def _fitting_pieces(text: str, budget: int) -> Iterator[Span]:
    for start, end in sentences(text):
        if count_tokens(text[start:end]) <= budget:
            yield start, end
        else:
            yield from _cut_at_words(text, start, end, budget)


def _cut_at_words(text: str, start: int, end: int, budget: int) -> Iterator[Span]:
    """Cut one overlong sentence between words, as late as the budget allows."""
    begin, last = start, start
    for word in _WORD.finditer(text, start, end):
        if last > begin and count_tokens(text[begin : word.end()]) > budget:
            yield from _halve(text, begin, last, budget)
            begin = word.end() - len(word[0].lstrip())
        last = word.end()
    yield from _halve(text, begin, last, budget)


def _halve(text: str, start: int, end: int, budget: int) -> Iterator[Span]:
    """Cut a run without spaces (Chinese, Thai, a data blob) in halves until each fits; marks stay with their letter."""
    middle = (start + end) // 2
    while middle > start and unicodedata.combining(text[middle]):
        middle -= 1
    if middle == start or count_tokens(text[start:end]) <= budget:
        yield start, end
        return
    yield from _halve(text, start, middle, budget)
    yield from _halve(text, middle, end, budget)


def _pack(text: str, pieces: Sequence[Span], budget: int, overlap: int) -> Iterator[Span]:
    first = 0
    for i in range(len(pieces)):
        is_last = i + 1 == len(pieces)
        if is_last or count_tokens(text[pieces[first][0] : pieces[i + 1][1]]) > budget:
            yield pieces[first][0], pieces[i][1]
            first = _first_shared(text, pieces, first, i, budget, overlap)


def _first_shared(text: str, pieces: Sequence[Span], first: int, last: int, budget: int, overlap: int) -> int:
    """Where the next chunk begins: after `last`, or so far back as the overlap and the next piece's size allow."""
    begin = last + 1
    if not overlap or begin == len(pieces):
        return begin
    while begin - 1 > first:
        shared = count_tokens(text[pieces[begin - 1][0] : pieces[last][1]])
        whole = count_tokens(text[pieces[begin - 1][0] : pieces[last + 1][1]])
        if shared > overlap or whole > budget:
            break
        begin -= 1
    return begin
