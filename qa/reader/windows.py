"""Windows: a passage of any length → inputs of the network, a few whole sentences each, as training shows them.

Read whole, a paragraph of 230 tokens gives worse spans than in such windows: model card.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.sentences import sentences
from qa.reader.encoding import PASSAGE, Encoded, Span, join

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW = 150  # passage tokens, three or four sentences
OVERLAP = 50  # of the windows of a sentence that is longer than one


def windows(tokenizer: "Tokenizer", question: list[int], passage: str) -> list[Encoded]:
    """The question joined with each window of the passage; offsets are characters of the whole passage."""
    ids, offsets, prompt = _encode(tokenizer, passage)
    head, head_offsets, ids, offsets = ids[:prompt], offsets[:prompt], ids[prompt:], offsets[prompt:]
    return [
        join(question, head + ids[start:end], head_offsets + offsets[start:end])
        for start, end in _packed(_units(passage, offsets) or [(0, len(ids))])  # a blank passage is read too
    ]


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


def _encode(tokenizer: "Tokenizer", passage: str) -> tuple[list[int], list[Span], int]:
    """Ids, offsets and the number of the prompt's tokens.

    The embedding model shares the tokenizer and sets it to cut at its maximum and to pad what it cut: the parts that
    were cut off are joined again, and padding, which the attention mask tells, is left out.
    """
    whole = tokenizer.encode(PASSAGE + passage, add_special_tokens=False)
    shift = len(PASSAGE)
    tokens = [
        (token, (max(0, left - shift), max(0, right - shift)))
        for part in (whole, *whole.overflowing)
        for token, (left, right), real in zip(part.ids, part.offsets, part.attention_mask, strict=True)
        if real
    ]
    spans = [span for _, span in tokens]
    return [token for token, _ in tokens], spans, sum(right == 0 for _, right in spans)
