"""Windows: a passage of any length → inputs of the network, a few whole sentences each, as training shows them.

Read whole, a paragraph of 230 tokens gives worse spans than in such windows: model card. A table's row is read alone:
beside others the network takes a neighbour's cell.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from ingest.text.rows import SeenRow
from ingest.text.sentences import sentences
from qa.reader.encoding import Encoded, Span, encode_passage, join

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW = 150  # passage tokens, three or four sentences
OVERLAP = 50  # of the windows of a sentence that is longer than one


def windows(tokenizer: "Tokenizer", question: list[int], passage: str, rows: Sequence[SeenRow] = ()) -> list[Encoded]:
    """The question joined with each window of the passage; offsets are characters of the whole passage.

    `rows` are the passage's rows of tables, in order.
    """
    tokens = encode_passage(tokenizer, passage)
    words = tokens.offsets[tokens.prompt :]
    cuts = _cuts(passage, [start for start, _ in words], rows)
    whole: list[tuple[Span, SeenRow | None]] = [((0, len(words)), None)]  # a blank passage is read too
    return [join(question, tokens.window(start, end), row) for (start, end), row in cuts or whole]


def row_at(rows: Sequence[SeenRow], position: int) -> SeenRow | None:
    """The row that holds the position; rows are in order."""
    number = bisect_right(rows, position, key=lambda row: row.start) - 1
    return rows[number] if number >= 0 and position < rows[number].end else None


def _cuts(passage: str, starts: Sequence[int], rows: Sequence[SeenRow]) -> list[tuple[Span, SeenRow | None]]:
    """The windows' ranges of tokens, of which `starts` are the first characters."""
    cuts, done = list[tuple[Span, SeenRow | None]](), 0
    for row, spans in groupby(sentences(passage), lambda span: row_at(rows, span[0])):
        ends = [bisect_left(starts, end) for _, end in spans]
        units = _units([done, ends[-1]] if row else [done, *ends])
        cuts += [(cut, row) for cut in _packed(units)]
        done = ends[-1]
    return cuts


def _units(bounds: Sequence[int]) -> list[Span]:
    """The ranges of tokens between the bounds; of a long one, overlapping windows."""
    return [
        (start + at, min(start + at + WINDOW, end))
        for start, end in pairwise(bounds)
        if end > start
        for at in range(0, max(1, end - start - OVERLAP), WINDOW - OVERLAP)
    ]


def _packed(units: list[Span]) -> list[Span]:
    """Neighbouring units joined while they fit into a window."""
    packed = units[:1]
    for start, end in units[1:]:
        if end - packed[-1][0] <= WINDOW:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed
