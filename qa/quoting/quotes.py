"""Quotes: the sentences of passages that an answer quotes, each once, and the list that one of them stands in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ingest.document import Block
from ingest.text.sentences import Span
from qa.answer import Passage
from qa.quoting.citing import Citer, evidence
from qa.quoting.comparing import shared

SAME_WORDS = 0.6
"""The share of words from which on a sentence says what another has said."""


class Found(NamedTuple):
    """A sentence of a passage."""

    passage: Passage
    span: Span

    @property
    def text(self) -> str:
        return self.passage.text[slice(*self.span)]


def sentence_of(passage: Passage) -> Found:
    """The whole row or sentences that hold what the reader saw."""
    assert passage.reading is not None
    return Found(passage, evidence(passage, passage.reading.start, passage.reading.end))


def different(found: Sequence[Found]) -> list[Found]:
    """Those that say something that none before them has said."""
    kept: list[Found] = []
    for one in found:
        if all(shared(one.text, other.text) < SAME_WORDS for other in kept):
            kept.append(one)
    return kept


def list_around(found: Found, citer: Citer, most: int) -> list[Found]:
    """The items, at most so many, of the list in which the sentence stands, or which it opens."""
    passage, (start, end) = found
    blocks = citer.index.document(passage.document_id).blocks
    here = next((n for n, b in enumerate(blocks) if b.start <= passage.start + start < b.end), None)
    if here is None:
        return []
    opens = passage.text[start:end].rstrip().endswith(":")
    first = here + 1 if opens else here
    while blocks[first : first + 1] and first and blocks[first].kind == "item" == blocks[first - 1].kind:
        first -= 1
    items: list[Block] = []
    for block in blocks[first:]:
        if block.kind != "item" or len(items) == most:
            break
        items.append(block)
    return [of_block(passage, block, citer) for block in items] if len(items) > 1 else []


def of_block(passage: Passage, block: Block, citer: Citer) -> Found:
    """The whole block as a passage of its own, which may lie outside the one that was found."""
    text = citer.index.document(passage.document_id).text[block.start : block.end]
    whole = replace(
        passage, start=block.start, end=block.end, text=text, stored_view=None, stored_facts=None, reading=None
    )
    return Found(whole, (0, len(text)))
