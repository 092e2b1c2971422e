"""Claims: what a language model writes → its sentences, each with the passages its markers name.

Markers are taken out of the text, from left to right, and each belongs to the sentence that it stands in, behind or,
where the model puts them first, before. Square brackets that are no marker become round, so that no number in them is
taken for a citation. Knows nothing of passages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.text.sentences import Span, sentences
from qa.markers import numbers, settled_length, split_at_markers
from qa.writing.bullets import BULLET
from qa.writing.plain import harmless
from qa.writing.prompting import NOT_IN_SOURCES

_ENDING = ".!?؟。…\"”’»'"
_BULLET = re.compile(BULLET)
_ROUND = str.maketrans("[]【】［］", "()()()")
_SENTINEL = re.compile(NOT_IN_SOURCES.replace("_", r"\\?_"), re.IGNORECASE)  # markdown escapes the underscore
_WORD = re.compile(r"\w")
_LABEL = re.compile(r"\A(?:answer|question|in (?:english|arabic)|الجواب|الإجابة|السؤال|بالعربية) ?: ", re.IGNORECASE)
"""What a small model sets before its answer, in 9 of 181 replies."""


@dataclass(frozen=True)
class Claim:
    """A sentence as it is shown and the passage numbers it cites; `starts_line`: it begins another line.

    `gives_up`: it held the sentinel for "the passages do not answer"; `text` is then what stood before that.
    """

    text: str
    numbers: tuple[int, ...]
    starts_line: bool = False
    gives_up: bool = False

    @property
    def statement(self) -> str:
        """The text without the marks at its end; empty where it holds no word: a rule, the frame of a table."""
        return self.text.rstrip(_ENDING) if _WORD.search(self.text) else ""


class ClaimStream:
    """Feed it plain text: it gives each claim once, when the next has begun. How the text is cut changes nothing."""

    def __init__(self) -> None:
        self._text = ""
        self._given = 0

    def feed(self, piece: str) -> list[Claim]:
        """The claims that are complete by this piece."""
        self._text += piece
        return self._new(claims(self._text[: settled_length(self._text)])[:-1])

    def finish(self) -> list[Claim]:
        """The last ones, complete or not."""
        return self._new(claims(self._text))

    def _new(self, found: list[Claim]) -> list[Claim]:
        new = found[self._given :]
        self._given += len(new)
        return new


def claims(text: str) -> list[Claim]:
    """The claims of a text, in order; what holds nothing but marks of punctuation is none."""
    bare, markers, leading = _separated(text)
    found: list[Claim] = []
    former = 0
    spans = list(_spans(bare))
    for (start, end), following in zip(spans, [*spans[1:], None], strict=False):
        goes_on = following is not None and "\n" not in bare[end : following[0]]
        # right behind a sentence stands its own marker, or the next one's where markers lead
        own = [(at, marker) for at, marker in markers if at < end or (at == end and not (leading and goes_on))]
        markers = markers[len(own) :]
        cited = numbers("".join(marker for at, marker in own if "\n" not in bare[at:start]))
        before, *sentinel = _SENTINEL.split(bare[start:end], maxsplit=1)
        before = _LABEL.sub("", before.strip())
        shown = before if not sentinel or _WORD.search(before) else ""  # else marks of markdown around it
        if shown.rstrip(_ENDING) or sentinel:
            found.append(Claim(shown, cited, bool(found) and "\n" in bare[former:start], bool(sentinel)))
        former = end
    return found


def _separated(text: str) -> tuple[str, list[tuple[int, str]], bool]:
    """The text without markers, each marker with its place in that, and whether one stands before the first word."""
    bare, markers, leading = "", [], None
    for part, marker in split_at_markers(text):
        bare += harmless(part.translate(_ROUND), bare[-1:])
        if marker:
            markers.append((len(bare), marker))
        if leading is None and (marker or _WORD.search(part)):
            leading = not _WORD.search(part)
    return bare, markers, bool(leading)


def _spans(text: str) -> Iterator[Span]:
    """The sentences, each with its bullet: "1. They met" is one."""
    bullet = None
    for start, end in sentences(text):
        start = start if bullet is None else bullet
        if _BULLET.fullmatch(text, start, end):
            bullet = start
        else:
            yield start, end
            bullet = None
    if bullet is not None:
        yield bullet, len(text.rstrip())
