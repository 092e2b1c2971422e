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
    """Ids, offsets and the number of the prompt's tokens, also where the tokenizer cuts at its own maximum."""
    whole = tokenizer.encode(PASSAGE + passage, add_special_tokens=False)
    parts = [whole, *whole.overflowing]
    shift = len(PASSAGE)
    ids = [token for part in parts for token in part.ids]
    spans = [(max(0, left - shift), max(0, right - shift)) for part in parts for left, right in part.offsets]
    return ids, spans, sum(right == 0 for _, right in spans)
