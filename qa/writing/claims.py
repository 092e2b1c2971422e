"""Claims: a text that is being written → its sentences, each with the passages its markers name.

The text of a sentence is given on as it comes, without its markers: what they are worth is known only once they are
checked. Square brackets that are no marker become round, so that no number in them gets past the check. Knows nothing
of passages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text.sentences import sentences
from qa.markers import numbers, settled_length, split_at_markers
from qa.writing.bullets import BULLET
from qa.writing.plain import harmless
from qa.writing.prompting import NOT_IN_SOURCES

_TERMINATORS, _QUOTES = ".!?؟。…", "\"”’»'"
_BULLET = re.compile(BULLET)
_ROUND = str.maketrans("[]【】［］", "()()()")
_LETTERS = [rf"\\?{letter}" if letter == "_" else letter for letter in NOT_IN_SOURCES]  # as markdown escapes it
_SENTINEL = re.compile("".join(_LETTERS), re.IGNORECASE | re.ASCII)
_STARTS = "|".join("".join(_LETTERS[:length]) + r"\\?" for length in range(1, len(_LETTERS)))
_BEGUN_SENTINEL = re.compile(rf"{_SENTINEL.pattern}|(?:{_STARTS})\Z", re.IGNORECASE | re.ASCII)
_WORD = re.compile(r"\w")
_GOES_ON = re.compile(r"[^\S\n]*\S")


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

    The texts between two claims make up the second claim's text, with the white space before it. How the text is cut
    into pieces changes neither: markers are taken out first, from left to right, and each is kept with its place.
    """

    def __init__(self) -> None:
        self._held = ""  # what may become a marker
        self._written = ""  # without markers, of the sentence that is being written
        self._markers: list[tuple[int, str]] = []  # and where in `_written` each stood
        self._shown = 0  # letters of `_written`
        self._leading: bool | None = None  # whether the first marker stood before the first word
        self._followed = False  # whether another sentence stands on the line of the last whole one

    def feed(self, piece: str) -> Iterator[str | Claim]:
        """What is certain after this piece of text."""
        text = self._held + piece
        end = settled_length(text)
        self._held = text[end:]
        yield from self._read(text[:end])
        yield from self._show(_certain(self._written))

    def finish(self) -> Iterator[str | Claim]:
        """The last sentence, complete or not."""
        held, self._held = self._held, ""
        yield from self._read(held)
        yield from self._whole(len(self._written.rstrip()))

    def _read(self, text: str) -> Iterator[str | Claim]:
        for part, marker in split_at_markers(text):
            self._written += harmless(part.translate(_ROUND), self._written[-1:])
            if marker:
                self._markers.append((len(self._written), marker))
            if self._leading is None and (marker or _WORD.search(part)):
                self._leading = not _WORD.search(part)
        while (end := _complete(self._written)) is not None:
            yield from self._whole(end)

    def _whole(self, end: int) -> Iterator[str | Claim]:
        self._followed = _GOES_ON.match(self._written, end) is not None
        before, *sentinel = _SENTINEL.split(self._written[:end], maxsplit=1)
        if sentinel and not _WORD.search(before):  # marks of markdown around it
            before = ""
        text, cited = _without_ending(before), self._cited(end)
        yield from self._show(text)
        self._written, self._shown = self._written[end:], 0
        self._markers = [(place - end, marker) for place, marker in self._markers if not self._belongs(place, end)]
        if text.strip() or sentinel:
            yield Claim(text.strip(), before[len(text) :].rstrip(), cited, bool(sentinel))

    def _cited(self, end: int) -> tuple[int, ...]:
        """The numbers of the markers in a sentence, right behind it, or before it on its first line."""
        sentence = self._written[:end]
        start = len(sentence) - len(sentence.lstrip())
        markers = (m for place, m in self._markers if self._belongs(place, end) and "\n" not in sentence[place:start])
        return numbers("".join(markers))

    def _belongs(self, place: int, end: int) -> bool:
        """Whether a marker is of the sentence that ends there; one right behind it may lead the next on its line."""
        return place < end or (place == end and not (self._leading and self._followed))

    def _show(self, visible: str) -> Iterator[str]:
        if len(visible) > self._shown:
            yield visible[self._shown :]
            self._shown = len(visible)


def _complete(written: str) -> int | None:
    """Where the first sentence ends, once another has begun after it."""
    spans = sentences(written)
    if len(spans) > 1 and _BULLET.fullmatch(written, *spans[0]):  # "1. They met": a bullet is no sentence
        del spans[0]
    return spans[0][1] if len(spans) > 1 else None


def _certain(written: str) -> str:
    """What will be visible of the sentence however it goes on; nothing of marks before its first word."""
    visible = _without_ending(_BEGUN_SENTINEL.split(written, maxsplit=1)[0])
    return visible if _WORD.search(visible) else ""


def _without_ending(text: str) -> str:
    return text.rstrip().rstrip(_QUOTES).rstrip(_TERMINATORS)
