"""Chunking: a document into runs of whole sentences, each within a token budget, with exact offsets.

Offsets are our own: langchain-text-splitters' `add_start_index` is wrong where overlap is counted in tokens.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Chunk, Document
from ingest.text.sentences import Span, each_sentence
from ingest.text.tokens import count_tokens

_WORD = re.compile(r"\s*\S+")


def chunk(document: Document, budget: int, overlap: int = 0) -> list[Chunk]:
    """Chunks in order; `document.text[c.start:c.end] == c.text`.

    No chunk is over `budget` tokens. No sentence is cut unless it is over the budget alone, no word unless it is.
    Neighbours share whole sentences of at most `overlap` tokens.
    """
    pieces = _fitting_pieces(document.text, budget)
    return [
        Chunk(document.id, start, end, document.text[start:end])
        for start, end in _pack(document.text, pieces, budget, overlap)
    ]


def _fitting_pieces(text: str, budget: int) -> Iterator[Span]:
    for start, end in each_sentence(text):
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


def _pack(text: str, pieces: Iterable[Span], budget: int, overlap: int) -> Iterator[Span]:
    held: list[Span] = []  # the pieces of the chunk that is being filled; never all of a long text
    for piece in pieces:
        if held and count_tokens(text[held[0][0] : piece[1]]) > budget:
            yield held[0][0], held[-1][1]
            held = _shared(text, held, piece, budget, overlap)
        held.append(piece)
    if held:
        yield held[0][0], held[-1][1]


def _shared(text: str, held: Sequence[Span], following: Span, budget: int, overlap: int) -> list[Span]:
    """The last pieces of a chunk that the next one begins with: as many as the overlap and `following`'s size allow."""
    begin = len(held)
    while overlap and begin > 1:
        shared = count_tokens(text[held[begin - 1][0] : held[-1][1]])
        whole = count_tokens(text[held[begin - 1][0] : following[1]])
        if shared > overlap or whole > budget:
            break
        begin -= 1
    return list(held[begin:])
