"""Chunking: a document into runs of whole sentences, each within a token budget, with exact offsets.

Offsets are our own: langchain-text-splitters' `add_start_index` is wrong where overlap is counted in tokens.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

from ingest.document import Chunk, Document
from ingest.text.facts import facts_of
from ingest.text.sentences import Span, each_sentence
from ingest.text.tokens import count_tokens

Tokens = Callable[[int, int], int]
"""How many tokens a model reads of a span of the text."""

_WORD = re.compile(r"\s*\S+")


def chunk(document: Document, budget: int, overlap: int = 0) -> list[Chunk]:
    """Chunks in order; `document.text[c.start:c.end] == c.text`.

    The view of no chunk is over `budget` tokens. No sentence and no table row is cut unless it is over the budget
    alone, no word unless it is. Neighbours share whole sentences of at most `overlap` tokens.
    """

    def tokens(start: int, end: int) -> int:
        return count_tokens(document.view.of(start, end).text)

    return [_chunk(document, *span) for span in cut(document.text, _units(document), tokens, budget, overlap)]


def _chunk(document: Document, start: int, end: int) -> Chunk:
    seen, text = document.view.of(start, end), document.text[start:end]
    page, section = document.page(start), document.section(start)
    return Chunk(document.id, start, end, text, seen, facts_of(seen.text), page, section, document.collection)


def _units(document: Document) -> Iterator[Span]:
    """The sentences, and each row of a table as one."""
    rows = [block for block in document.blocks if block.kind == "row"]
    starts = [row.start for row in rows]
    done = 0
    for start, end in each_sentence(document.text):
        number = bisect_right(starts, start) - 1
        row = rows[number] if number >= 0 and start < rows[number].end else None
        if row is None:
            yield start, end
        elif row.end > done:
            yield row.start, row.end
            done = row.end


def cut(text: str, units: Iterable[Span], tokens: Tokens, budget: int, overlap: int = 0) -> Iterator[Span]:
    """The units packed into spans of at most `budget` tokens, in order; a unit over the budget is cut between words."""
    pieces = (piece for unit in units for piece in _fitting(text, *unit, tokens, budget))
    held: list[Span] = []  # the pieces of the span that is being filled; never all of a long text
    for piece in pieces:
        if held and tokens(held[0][0], piece[1]) > budget:
            yield held[0][0], held[-1][1]
            held = _shared(held, piece, tokens, budget, overlap)
        held.append(piece)
    if held:
        yield held[0][0], held[-1][1]


def _shared(held: Sequence[Span], following: Span, tokens: Tokens, budget: int, overlap: int) -> list[Span]:
    """The last pieces of a span that the next one begins with: as many as the overlap and `following`'s size allow."""
    begin = len(held)
    while overlap and begin > 1:
        shared, whole = tokens(held[begin - 1][0], held[-1][1]), tokens(held[begin - 1][0], following[1])
        if shared > overlap or whole > budget:
            break
        begin -= 1
    return list(held[begin:])


def _fitting(text: str, start: int, end: int, tokens: Tokens, budget: int) -> Iterator[Span]:
    if tokens(start, end) <= budget:
        yield start, end
    else:
        yield from _cut_at_words(text, start, end, tokens, budget)


def _cut_at_words(text: str, start: int, end: int, tokens: Tokens, budget: int) -> Iterator[Span]:
    """Cut one overlong unit between words, as late as the budget allows."""
    begin, last = start, start
    for word in _WORD.finditer(text, start, end):
        if last > begin and tokens(begin, word.end()) > budget:
            yield from _halve(text, begin, last, tokens, budget)
            begin = word.end() - len(word[0].lstrip())
        last = word.end()
    yield from _halve(text, begin, last, tokens, budget)


def _halve(text: str, start: int, end: int, tokens: Tokens, budget: int) -> Iterator[Span]:
    """Cut a run without spaces (Chinese, Thai, a data blob) in halves until each fits; marks stay with their letter."""
    middle = (start + end) // 2
    while middle > start and unicodedata.combining(text[middle]):
        middle -= 1
    if middle == start or tokens(start, end) <= budget:
        yield start, end
        return
    yield from _halve(text, start, middle, tokens, budget)
    yield from _halve(text, middle, end, tokens, budget)
