"""Windows: a passage of any length → inputs of the network that each fit, overlapping so that no answer is cut."""

from typing import TYPE_CHECKING

from qa.reader.encoding import PASSAGE, Encoded, Span, join

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WINDOW = 360  # passage tokens; a default chunk (256 of tiktoken's) has fewer, so most passages are one window
OVERLAP = 96


def windows(tokenizer: "Tokenizer", question: list[int], passage: str) -> list[Encoded]:
    """The question joined with each window of the passage; offsets are characters of the whole passage."""
    ids, offsets, prompt = _encode(tokenizer, passage)
    head, head_offsets, ids, offsets = ids[:prompt], offsets[:prompt], ids[prompt:], offsets[prompt:]
    starts = range(0, max(1, len(ids) - OVERLAP), WINDOW - OVERLAP)
    return [join(question, head + ids[at : at + WINDOW], head_offsets + offsets[at : at + WINDOW]) for at in starts]


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
