"""Markers: the `[1]` by which a text points at a numbered passage, in the forms that language models write them."""

import re
from collections.abc import Iterator

MAX_SPAN = 100
"""Most passages one range (`[1-4]`) may name; a longer one names nothing."""

_OPEN, _CLOSE = r"\\?[\[【［]", r"\\?[\]】］]"  # markdown's escape may stand before them
_WITHIN = r"[^\[\]【】［］]"
_MOST = 200  # characters between a marker's brackets
_LABEL = (
    r"(?:\^|(?:passages?|sources?|docs?|documents?|refs?|المقاطع|المقطع|مقطع|المصادر|المصدر|مصدر)"
    r"\s*(?:no\.?|رقم)?\s*[:#]?\s*|(?:no\.?|رقم)\s*|#)?"
)
_NUMBER = rf"{_LABEL}\d{{1,3}}"  # not a year; \d holds Arabic-Indic digits too, and int() reads them
_BETWEEN = r"(?:\s*(?:[,،;؛]\s*(?:and\b|و)|[,،;؛&/–-]|and\b|to\b|إلى|و)\s*|\s+)"
_DAGGER = r"(?:\s*†[^\]】］]{0,40})?"  # 【1†source】

_LIST = rf"\s*{_NUMBER}(?:{_BETWEEN}{_NUMBER})*\s*{_DAGGER}"
_SINGLE = rf"{_OPEN}(?={_WITHIN}{{1,{_MOST}}}{_CLOSE}){_LIST}{_CLOSE}"

MARKER = re.compile(rf"{_OPEN}{_SINGLE}{_CLOSE}|{_SINGLE}", re.IGNORECASE)
INCOMPLETE = re.compile(
    rf"(?:{_OPEN}{{1,2}}{_WITHIN}{{0,{_MOST}}}|{_OPEN}{{2}}{_WITHIN}{{1,{_MOST}}}{_CLOSE}|\\)\Z",
)
"""Every start of what may become a marker, at the end of a text that is still being written, and some others."""

_MARKED = re.compile(rf"(?<![ \t])[ \t]*({MARKER.pattern})", re.IGNORECASE)
_UNDECIDED = re.compile(rf"(?<![ \t])(?:[ \t]*{INCOMPLETE.pattern}|[ \t]+\Z)")
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
    return "".join(part for part, _ in split_at_markers(text))


_BRACKETS = "\\[]【】［］"


def rounded(text: str) -> str:
    """The text with its markers in round brackets: a number in square ones is a checked citation's."""
    return MARKER.sub(lambda marker: f"({marker[0].strip(_BRACKETS)})", text)


def split_at_markers(text: str) -> Iterator[tuple[str, str]]:
    """The text cut at its markers: each part, without the blanks at its end, and the marker after it; last `""`."""
    parts = _MARKED.split(text)
    return zip(parts[::2], [*parts[1::2], ""], strict=True)


def settled_length(text: str) -> int:
    """Up to where the markers of a text that is still being written are certain, and the blanks before them."""
    found = _UNDECIDED.search(text)
    return found.start() if found else len(text)
