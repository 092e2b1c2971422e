"""Encoding: a question and a passage → the token ids the reader's network takes, and back from tokens to characters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.text.rows import SeenRow

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Span = tuple[int, int]

START, PAD, END, MASK = 0, 1, 2, 250001
QUERY, PASSAGE = "query: ", "passage: "  # the embedding model's own prompts: its lower layers know them
QUESTION_BEGINNING, QUESTION_END = 24, 40  # tokens read of a longer question


@dataclass(frozen=True)
class Encoded:
    """`<s> query: … </s></s> passage: … </s>`; `offsets` are the characters of each passage token, from `first` on.

    `row` is the row of a table that this is, None of prose.
    """

    ids: list[int]
    first: int
    offsets: list[Span]
    row: SeenRow | None = None

    def token_span(self, start: int, end: int) -> Span | None:
        """The first and last token that cover the characters `start:end`; None where they are not all here."""
        touched = [n for n, (left, right) in enumerate(self.offsets) if left < end and right > start]
        if not touched or self.offsets[touched[0]][0] > start or self.offsets[touched[-1]][1] < end:
            return None
        return self.first + touched[0], self.first + touched[-1]

    def characters(self, first: int, last: int) -> Span:
        """The characters from the first of these tokens to the last."""
        return self.offsets[first - self.first][0], self.offsets[last - self.first][1]


def encode_question(tokenizer: "Tokenizer", question: str) -> list[int]:
    """The question's ids with its prompt, without special tokens; of a very long one the beginning and the end."""
    whole = tokenizer.encode(question, add_special_tokens=False)
    # the embedding model shares the tokenizer and sets it to cut long texts in parts
    spans = [span for part in (whole, *whole.overflowing) for span in part.offsets]
    ids: list[int] = tokenizer.encode(QUERY + shortened(question, spans), add_special_tokens=False).ids
    return ids


def shortened(question: str, tokens: Sequence[Span]) -> str:
    """The beginning and the end of a question of too many tokens: a preamble comes first, what is asked comes last."""
    tokens = [(start, end) for start, end in tokens if start < end]  # without padding
    if len(tokens) <= QUESTION_BEGINNING + QUESTION_END:
        return question
    return question[: tokens[QUESTION_BEGINNING - 1][1]] + " … " + question[tokens[-QUESTION_END][0] :]


@dataclass(frozen=True)
class PassageTokens:
    """A passage's ids and the characters of each; the first `prompt` of them are its prompt's, with empty spans."""

    ids: list[int]
    offsets: list[Span]
    prompt: int

    def window(self, start: int, end: int) -> "PassageTokens":
        """The prompt and the tokens from `start` to before `end`, counted behind it."""
        start, end = start + self.prompt, end + self.prompt
        return PassageTokens(
            self.ids[: self.prompt] + self.ids[start:end],
            self.offsets[: self.prompt] + self.offsets[start:end],
            self.prompt,
        )


def encode_passage(tokenizer: "Tokenizer", passage: str) -> PassageTokens:
    """The passage's tokens with its prompt.

    The embedding model shares the tokenizer and sets it to cut at its maximum and to pad what it cut: the parts that
    were cut off are joined again, and padding, which the attention mask marks, is left out.
    """
    whole = tokenizer.encode(PASSAGE + passage, add_special_tokens=False)
    shift = len(PASSAGE)
    tokens = [
        (token, (max(0, left - shift), max(0, right - shift)))
        for part in (whole, *whole.overflowing)
        for token, (left, right), real in zip(part.ids, part.offsets, part.attention_mask, strict=True)
        if real
    ]
    offsets = [span for _, span in tokens]
    return PassageTokens([token for token, _ in tokens], offsets, sum(right == 0 for _, right in offsets))


JOINED = 4
"""How many special tokens `join` adds."""


def join(question: list[int], passage: PassageTokens, row: SeenRow | None = None) -> Encoded:
    """One input of the network."""
    head = [START, *question, END, END]
    return Encoded([*head, *passage.ids, END], len(head), passage.offsets, row)
