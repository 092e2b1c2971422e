"""Claims: a text that is being written → its sentences, each with the passages its markers name.

The text of a sentence is given on as it comes, without its markers: what they are worth is known only once they are
checked. Knows nothing of passages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.sentences import sentences
from qa.markers import INCOMPLETE, MARKER, numbers, without_markers
from qa.prompting import NOT_IN_SOURCES

_ENDING = re.compile(r"[.!?؟。…]*[\"”’»']*\s*\Z")
_MARKERS = rf"(?:[ \t]*(?:{MARKER.pattern}))+"
# "They met. [1]" → "They met [1].": a marker belongs to the sentence it follows
_AFTER_ENDING = re.compile(rf"([.!?؟。…]+[\"”’»]*)({_MARKERS})", re.IGNORECASE)
_BULLET = re.compile(r"[-*•–]|\d{1,2}[.)]")


@dataclass(frozen=True)
class Claim:
    """A whole sentence as it is shown, without its ending (`.` or `؟`), and the passage numbers it cites.

    `gives_up`: it held the sentinel for "the passages do not answer"; `text` is then what stood before that.
    """

    text: str
    ending: str
    numbers: tuple[int, ...]
    gives_up: bool = False


class ClaimStream:
    """Feed it plain text: it gives back text to show at once (`str`) and each `Claim` when its sentence is complete.

    The texts between two claims make up the second claim's text, with the white space before it.
    """

    def __init__(self) -> None:
        self._written = ""  # of the sentence that is being written
        self._shown = ""  # of what is visible of it

    def feed(self, piece: str) -> Iterator[str | Claim]:
        """What is certain after this piece of text."""
        self._written = _AFTER_ENDING.sub(r"\2\1", self._written + piece)
        while (end := _complete(self._written)) is not None:
            sentence, self._written = self._written[:end], self._written[end:]
            yield from self._whole(sentence)
        yield from self._show(_certain(self._written))

    def finish(self) -> Iterator[str | Claim]:
        """The last sentence, complete or not."""
        written, self._written = self._written, ""
        if written.strip():
            yield from self._whole(written)

    def _whole(self, sentence: str) -> Iterator[str | Claim]:
        visible = without_markers(sentence)
        before, sentinel, _ = _partition_sentinel(visible)
        text = _without_ending(before)
        yield from self._show(text)
        self._shown = ""
        if text.strip() or sentinel:
            yield Claim(text.strip(), before[len(text) :].rstrip(), numbers(sentence), bool(sentinel))

    def _show(self, visible: str) -> Iterator[str]:
        if len(visible) > len(self._shown):
            yield visible[len(self._shown) :]
            self._shown = visible


def _complete(written: str) -> int | None:
    """Where the first sentence ends, once another has begun after it."""
    spans = sentences(written)
    if len(spans) < 2 or INCOMPLETE.fullmatch(written[spans[1][0] :]):
        return None
    first = written[spans[0][0] : spans[0][1]]
    if _BULLET.fullmatch(first):  # "1. They met": a bullet is no sentence
        return None if len(spans) < 3 else spans[1][1]
    return spans[0][1]


def _certain(written: str) -> str:
    """What will be visible of the sentence however it goes on."""
    visible, sentinel, _ = _partition_sentinel(without_markers(INCOMPLETE.sub("", written)))
    if not sentinel:
        visible = visible[: len(visible) - _begun_sentinel(visible)]
    return _without_ending(visible)


def _without_ending(text: str) -> str:
    return _ENDING.sub("", text)


def _partition_sentinel(text: str) -> tuple[str, str, str]:
    place = text.upper().find(NOT_IN_SOURCES)
    if place < 0:
        return text, "", ""
    return text[:place], text[place : place + len(NOT_IN_SOURCES)], text[place + len(NOT_IN_SOURCES) :]


def _begun_sentinel(text: str) -> int:
    """How many letters at the end may be the start of the sentinel."""
    longest = min(len(text), len(NOT_IN_SOURCES))
    return next((n for n in range(longest, 0, -1) if NOT_IN_SOURCES.startswith(text[-n:].upper())), 0)
