"""A form: a record as one program writes it, made into plain ones, whose columns `columns.py` knows.

Beside those columns a plain record may have `texts`: the texts it is asked of, each a `Text`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
TEXTS = "texts"


@dataclass(frozen=True)
class Form:
    """`fits`: a record (its keys in small letters) is of this form; `read`: the questions in it, as plain records."""

    name: str
    fits: Callable[[Record], bool]
    read: Callable[[Record], Iterator[Record]]


@dataclass(frozen=True)
class Text:
    """A text that a question is asked of; `gold`: it is said to hold the answer."""

    title: str
    text: str
    gold: bool


def without(record: Record, *names: str) -> Record:
    """The record's other fields."""
    return {name: value for name, value in record.items() if name not in names}
