"""Windows: a passage of any length → inputs of the network, a few whole sentences each, as training shows them.

Read whole, a paragraph of 230 tokens gives worse spans than in such windows: model card.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.text.sentences import sentences
from qa.reader.encoding import Encoded, Span, encode_passage, join

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW = 150  # passage tokens, three or four sentences
OVERLAP = 50  # of the windows of a sentence that is longer than one


def windows(tokenizer: "Tokenizer", question: list[int], passage: str) -> list[Encoded]:
    """The question joined with each window of the passage; offsets are characters of the whole passage."""
    tokens = encode_passage(tokenizer, passage)
    words = tokens.offsets[tokens.prompt :]
    cuts = _packed(_units(passage, words) or [(0, len(words))])  # a blank passage is read too
    return [join(question, tokens.window(start, end)) for start, end in cuts]


def _packed(units: list[Span]) -> list[Span]:
    """Neighbouring units (ranges of tokens) joined while they fit into a window."""
    packed = units[:1]
    for start, end in units[1:]:
        if end - packed[-1][0] <= WINDOW:
            packed[-1] = (packed[-1][0], end)
        else:
            packed.append((start, end))
    return packed


def _units(passage: str, offsets: list[Span]) -> list[Span]:
    """The sentences' ranges of tokens; of a long sentence, overlapping windows."""
    return [
        (start + at, min(start + at + WINDOW, end))
        for start, end in _sentences(passage, offsets)
        for at in range(0, max(1, end - start - OVERLAP), WINDOW - OVERLAP)
    ]


def _sentences(passage: str, offsets: list[Span]) -> Iterator[Span]:
    start = 0
    for _, last in sentences(passage):
        end = start
        while end < len(offsets) and offsets[end][0] < last:
            end += 1
        if end > start:
            yield start, end
        start = end
