"""Markers: the `[1]` by which a text points at a numbered passage, in the forms that language models write them."""

import re
from collections.abc import Iterator

MAX_SPAN = 100
"""Most passages one range (`[1-4]`) may name; a longer one names nothing."""

_OPEN, _CLOSE = r"[\[【［]{1,2}", r"[\]】］]{1,2}"
_LABEL = r"(?:\^|(?:passages?|sources?|docs?|documents?|refs?|المقاطع|المقطع|مقطع|المصادر|المصدر|مصدر)\s*[:#]?\s*)?"
_NUMBER = rf"{_LABEL}\d{{1,6}}"  # \d holds Arabic-Indic digits too, and int() reads them
_BETWEEN = r"\s*(?:[,،;؛&–-]|and\b|to\b|إلى|و)\s*"
_DAGGER = r"(?:\s*†[^\]】］]{0,40})?"  # 【1†source】

MARKER = re.compile(rf"{_OPEN}\s*{_NUMBER}(?:{_BETWEEN}{_NUMBER})*\s*{_DAGGER}{_CLOSE}", re.IGNORECASE)
INCOMPLETE = re.compile(r"[\[【［][^\]】］\n]{0,80}\Z")
"""The start of what may become a marker, at the end of a text that is still being written."""

_RANGE_OR_NUMBER = re.compile(r"(\d+)\s*(?:[–-]|to\b|إلى)\s*(\d+)|(\d+)", re.IGNORECASE)


def numbers(text: str) -> tuple[int, ...]:
    """The passage numbers that the text's markers name, in order, each once."""
    named = (number for marker in MARKER.findall(text) for number in _named(marker))
    return tuple(dict.fromkeys(named))


def _named(marker: str) -> Iterator[int]:
    for first, last, single in _RANGE_OR_NUMBER.findall(marker.partition("†")[0]):
        if single:
            yield int(single)
        elif int(last) - int(first) < MAX_SPAN:
            yield from range(int(first), int(last) + 1)


def without_markers(text: str) -> str:
    """The text without its markers and the blanks before them."""
    return re.sub(rf"[ \t]*(?:{MARKER.pattern})", "", text, flags=re.IGNORECASE)
