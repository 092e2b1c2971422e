"""Right-to-left text as a page paints it → text as one reads it.

A PDF holds glyphs and their places, and what its producers store besides differs too much to be relied on for
right-to-left scripts: so the places decide. Knows nothing of PDF libraries.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_CLASS = {"R": "r", "AL": "r", "L": "l", "EN": "d", "AN": "d", "CS": "s", "ES": "s", "ET": "t"}
# Within the reading order right to left, what runs left to right: a stretch from a Latin letter or a number to a
# Latin letter, and a number with its separators and signs. (Unicode Standard Annex #9, rules W and N, reversed.)
_LEFT_TO_RIGHT = re.compile(r"[ld][^r]*l|l|t?d(?:s?d)*t?")
_RIGHT_TO_LEFT = re.compile(r"r[^ld]*r|r")
_OPEN, _CLOSE = "([{<«‹", ")]}>»›"
_MIRROR = str.maketrans(_OPEN + _CLOSE, _CLOSE + _OPEN)
_FACING = re.compile(rf"[{re.escape(_OPEN)}](?=\w)|(?<=\w)[{re.escape(_CLOSE)}]")
_LETTERS_TOUCH = 0.13  # of the font's size: the widest gap inside a word
_SPACE = 0.22  # of the font's size: the narrowest gap that is a space beside punctuation

# Letters and articles that stand at one end of an Arabic word only.
_READS_FORWARDS = re.compile(r"\bال\B|\B[ةى]\b")
_READS_BACKWARDS = re.compile(r"\Bلا\b|\b[ةى]\B")


@dataclass(frozen=True)
class Glyph:
    """A painted character at (`x`, `baseline`), its ink from `left` to `right`, in points from the lower left corner.

    Glyphs of the same `word` have no space between them where the file stores them.
    """

    char: str
    x: float
    baseline: float
    left: float
    right: float
    size: float
    word: int = 0


def has_right_to_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def in_reading_order(lines: Sequence[Sequence[Glyph]]) -> list[str]:
    """The texts of a page's right-to-left lines.

    Producers that know nothing of right-to-left writing paint letter by letter from the left: the words tell. Some
    files hold the mirrored bracket that is seen, others the one that is meant: the words beside them tell.
    """
    painted = [_painted([glyph for glyph in line if not glyph.char.isspace()]) for line in lines]
    classes = _classes("".join(painted))
    read = [plain_letters(_read(line, rtl=classes.count("r") >= classes.count("l"))) for line in painted]
    texts = read if _reads_forwards(" ".join(read)) else [plain_letters(line) for line in painted]
    return texts if _brackets_face_words(" ".join(texts)) else [text.translate(_MIRROR) for text in texts]


def _reads_forwards(text: str) -> bool:
    """Whether Arabic words in the text run in reading order, by the letters that only begin or only end a word."""
    return len(_READS_FORWARDS.findall(text)) >= len(_READS_BACKWARDS.findall(text))


def _brackets_face_words(text: str) -> bool:
    """Whether more opening brackets stand before a word, and closing ones after, than the other way round."""
    return len(_FACING.findall(text)) >= len(_FACING.findall(text.translate(_MIRROR)))


def plain_letters(text: str) -> str:
    """Presentation forms and ligatures as the letters they stand for; marks of direction left out."""
    if text.isascii():
        return text
    return "".join(_plain(char) for char in text if unicodedata.bidirectional(char) not in _DIRECTION_MARKS)


_DIRECTION_MARKS = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}


def _plain(char: str) -> str:
    if char in "\u200e\u200f\u061c":
        return ""
    if "\ufe70" <= char <= "\ufe7f":  # a vowel mark alone: its decomposition begins with a space or tatweel
        return unicodedata.normalize("NFKC", char)[1:]
    if "\ufb00" <= char <= "\ufdff" or "\ufe80" <= char <= "\ufefc":
        return unicodedata.normalize("NFKC", char)
    return char


@dataclass(frozen=True)
class _Unit:
    """A word or a punctuation mark, its characters from left to right."""

    text: str
    left: float
    right: float
    size: float
    is_letters: bool


def _painted(glyphs: Sequence[Glyph]) -> str:
    """The line's characters from left to right.

    A file's spaces do part its words, but their order says nothing, and punctuation may stand at the wrong side.
    """
    runs = groupby(glyphs, key=lambda glyph: (glyph.word, "" if _in_word(glyph.char) else glyph))
    units = sorted((_unit(list(run)) for _, run in runs), key=lambda unit: unit.left + unit.right)
    text = ""
    for before, unit in zip([None, *units], units, strict=False):
        text += " " * (before is not None and _apart(before, unit)) + unit.text
    return text.strip()


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _unit(glyphs: Sequence[Glyph]) -> _Unit:
    # characters that share a ligature or carry a vowel mark share `x`
    text = "".join(glyph.char for glyph in sorted(glyphs, key=lambda glyph: (round(glyph.x, 2), glyph.left)))
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return _Unit(text, left, right, glyphs[0].size, _in_word(text[0]))


def _apart(before: _Unit, unit: _Unit) -> bool:
    """Whether a space stands between the two."""
    share = _LETTERS_TOUCH if before.is_letters and unit.is_letters else _SPACE
    return unit.left - before.right > share * unit.size


def _read(painted: str, rtl: bool) -> str:
    return _turn(painted[::-1], _LEFT_TO_RIGHT) if rtl else _turn(painted, _RIGHT_TO_LEFT)


def _turn(text: str, run: re.Pattern[str]) -> str:
    pieces, at = [], 0
    for match in run.finditer(_classes(text)):
        pieces += [text[at : match.start()], text[match.start() : match.end()][::-1]]
        at = match.end()
    return "".join(pieces) + text[at:]


def _classes(text: str) -> str:
    return "".join(_CLASS.get(unicodedata.bidirectional(char), "n") for char in text)
