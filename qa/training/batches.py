"""Batches: examples → token ids with the place of the answer, as inference cuts and joins them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from qa.reader.encoding import END, JOINED, MASK, Encoded, PassageTokens, Span, encode_passage, encode_question, join
from qa.reader.model import padded
from qa.reader.support import encode_claim
from qa.training.examples import Claim, Example, cropped

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH = 16
POOL = 8 * BATCH  # examples sorted by length before they are cut into batches
MAX_TOKENS = 144  # a question and a window of the passage as inference cuts it
MAX_CLAIM_TOKENS = 180
MASKED_QUESTION, MASKED_PASSAGE = 0.06, 0.03  # in place of dropout, which doubles the time on a CPU
_PROMPT_TOKENS = 3  # at the passage's start, masked at the question's rate


@dataclass(frozen=True)
class Batch:
    """One batch: token ids (rows, tokens); of each row start and end (0 means no answer), whether it is a claim, and
    whether it is answered or supported."""

    ids: Tensor
    start: Tensor
    end: Tensor
    claim: Tensor
    right: Tensor

    def to(self, device: torch.device) -> "Batch":
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


class Row(NamedTuple):
    """Ids, first and last token of the answer (0 without one), and what Batch says of each row."""

    ids: list[int]
    start: int
    end: int
    claim: bool
    right: bool


def batches(examples: Iterator[Example | Claim], tokenizer: "Tokenizer", rng: random.Random) -> Iterator[Batch]:
    """Batches of examples of like length, in random order."""
    while True:
        rows = (row for example in examples if (row := _encode(example, tokenizer, rng)))
        pool = sorted(islice(rows, POOL), key=lambda row: len(row.ids))
        cuts = [pool[at : at + BATCH] for at in range(0, POOL, BATCH)]
        for cut in rng.sample(cuts, len(cuts)):
            ids, *columns = zip(*cut, strict=True)
            yield Batch(padded(list(ids)), *map(torch.tensor, columns))


def _encode(example: Example | Claim, tokenizer: "Tokenizer", rng: random.Random) -> Row | None:
    """None where the answer or the claim is too long to fit."""
    if isinstance(example, Claim):
        return _encode_claim(example, tokenizer)
    question = encode_question(tokenizer, example.question)
    room = MAX_TOKENS - len(question) - JOINED
    passage = encode_passage(tokenizer, example.passage)
    if len(passage.ids) > room:
        example = cropped(example, 0.9 * room / len(passage.ids), rng)
        passage = encode_passage(tokenizer, example.passage)
    encoded = join(question, token_window(passage, room, example.span, rng))
    span = encoded.token_span(*example.span) if example.span else (0, 0)
    return Row(_masked(encoded, rng), *span, False, span[0] > 0) if span else None


def _encode_claim(example: Claim, tokenizer: "Tokenizer") -> Row | None:
    """Nothing is masked, as the word that decides may be any."""
    ids = encode_claim(tokenizer, example.claim, example.sentence)
    return Row(ids, 0, 0, True, example.supported) if len(ids) <= MAX_CLAIM_TOKENS else None


def _masked(encoded: Encoded, rng: random.Random) -> list[int]:
    """The ids with some hidden, never a special one."""
    passage = encoded.first + _PROMPT_TOKENS
    rates = [MASKED_PASSAGE if n >= passage else MASKED_QUESTION for n in range(len(encoded.ids))]
    return [MASK if rng.random() < rate and id > END else id for id, rate in zip(encoded.ids, rates, strict=True)]


def token_window(passage: PassageTokens, room: int, answer: Span | None, rng: random.Random) -> PassageTokens:
    """At most `room` tokens: the prompt and a random window of the rest, over the answer; long sentences are cut so."""
    words = passage.offsets[passage.prompt :]
    room -= passage.prompt
    last = max(len(words) - room, 0)
    low, high = 0, last
    if answer:
        touched = [n for n, (left, right) in enumerate(words) if left < answer[1] and right > answer[0]]
        low, high = min(max(touched[-1] - room + 1, 0), last), min(touched[0], last)
    start = rng.randint(min(low, high), high)
    return passage.window(start, start + room)
