"""Right-to-left text as a page paints it → text as one reads it.

A PDF holds glyphs and their places, and what its producers store besides differs too much to be relied on for
right-to-left scripts: so the places decide. Knows nothing of PDF libraries.
"""

import math
import re
import unicodedata
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from ingest.text.words import ARABIC_MARKS

_CLASS = {"R": "r", "AL": "r", "L": "l", "EN": "d", "AN": "d", "CS": "c", "ES": "s", "ET": "t"}
# Within the reading order right to left, what runs left to right: a stretch from a Latin letter or a number to a
# Latin letter, and a number with its separators. (Unicode Standard Annex #9, rules W and N, reversed.) Behind an
# Arabic letter, signs and hyphens belong to no number: `+962-6-50` is painted `50-6-962+`.
_LEFT_TO_RIGHT = re.compile(r"[ld][^r]*l|l|d(?:c?d)*")
_AT_THE_START = re.compile(r"[ld][^r]*l|l|t*d(?:[cs]?d)*t*")
_RIGHT_TO_LEFT = re.compile(r"r[^ld]*r|r")
_SENTENCE_END = (".", "!", "؟", ":")
_PERCENT_FIRST = re.compile(r"(?<![\d%٪‰])([%٪‰])(\d(?:[.,٫٬]?\d)*)(?![%٪‰])")
# A telephone number with its own direction, painted from its plus sign at the left. `18+` may be an age.
_PLUS_LAST = re.compile(r"(?<![\d+-])\d+(?:[ -]\d+)+\+(?!\d)")
_OPEN, _CLOSE = "([{<«‹", ")]}>»›"
_MIRROR = str.maketrans(_OPEN + _CLOSE, _CLOSE + _OPEN)
_FACING = re.compile(rf"[{re.escape(_OPEN)}](?=\w)|(?<=\w)[{re.escape(_CLOSE)}]")
_TURNED_AWAY = re.compile(rf"(?<!\S)[{re.escape(_CLOSE)}](?=\w)|(?<=\w)[{re.escape(_OPEN)}](?!\S)")
_LETTERS_TOUCH = 0.13  # of the font's size: the widest gap inside a word
_PARTS_TOUCH = 0.2  # … where letters with marks stand alone: no space in the file says that a word ends there
_APART = 0.5  # of the font's size: the narrowest gap between a number and a sign that the file has in one word with it
_SPACE = 0.22  # of the font's size: the narrowest gap that is a space beside punctuation

_RIGHT_TO_LEFT_LETTER = re.compile(
    "[\u05be\u05c0\u05c3\u05c6\u05d0-\u05ff\u0608\u060b\u060d\u061b-\u064a\u066d-\u066f\u0671-\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u0710\u0712-\u072f\u074d-\u07a5\u07b1-\u07ea\u0800-\u0815\u0840-\u0858\u0860-\u08c9\ufb1d\ufb1f-\ufd3d\ufd50-\ufdfc"
    "\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# What stands at one end of a word only, or is a word: of Arabic, and of Persian and Urdu, which have لا at the end too.
_READS_FORWARDS = re.compile(r"\b[اٱ]ل\B|\B[ةى]\b|\b(?:از|در|که|است|این|را|با|ہے|کے|میں|اور)\b")
_READS_BACKWARDS = re.compile(r"\Bل[اٱ]\b|\b[ةى]\B|\b(?:زا|رد|هک|تسا|نیا|ار|اب|ےہ|ےک|ںیم|روا)\b")
_NOT_ARABIC = re.compile("[پچژگکیےںہ]")
_ALEF_AT_THE_RIGHT = re.compile("ل[اأإآٱ]")


class Glyph(NamedTuple):
    """A painted character at (`x`, `baseline`), its ink from `left` to `right`, in points from the lower left corner.

    Glyphs of the same `word` have no space between them where the file stores them; it is negative where that says
    nothing, of a letter with marks. Without a `char` it is ink alone.
    """

    char: str
    x: float
    baseline: float
    left: float
    right: float
    size: float
    word: int = 0


def has_right_to_left(text: str) -> bool:
    return not text.isascii() and _RIGHT_TO_LEFT_LETTER.search(text) is not None


def in_reading_order(lines: Sequence[Sequence[Glyph]]) -> list[str]:
    """The texts of a page's right-to-left lines.

    Producers that know nothing of right-to-left writing paint letter by letter from the left: the words tell. Some
    files hold the mirrored bracket that is seen, others the one that is meant: the words beside them tell.
    """
    painted = [_painted([glyph for glyph in line if not glyph.char.isspace()]) for line in lines]
    classes = _classes("".join(painted))
    rtl = classes.count("r") >= classes.count("l")
    read: list[str] = []
    for line in painted:
        is_start = not read or read[-1].endswith(_SENTENCE_END)
        read.append(plain_letters(_read(line, rtl, is_start)))
    texts = read if _reads_forwards(" ".join(read)) else [plain_letters(line) for line in painted]
    if not _brackets_face_words(" ".join(texts)):
        texts = [text.translate(_MIRROR) for text in texts]
    return [_TURNED_AWAY.sub(lambda bracket: bracket[0].translate(_MIRROR), text) for text in texts]


def _reads_forwards(text: str) -> bool:
    """Whether the words run in reading order, by the commonest words and what only begins or only ends a word."""
    bare = ARABIC_MARKS.sub("", text)
    if _NOT_ARABIC.search(bare):
        bare = bare.replace("لا", "").replace("ال", "")
    return len(_READS_FORWARDS.findall(bare)) >= len(_READS_BACKWARDS.findall(bare))


def _brackets_face_words(text: str) -> bool:
    """Whether more opening brackets stand before a word, and closing ones after, than the other way round."""
    return len(_FACING.findall(text)) >= len(_FACING.findall(text.translate(_MIRROR)))


def plain_letters(text: str) -> str:
    """Presentation forms and ligatures as the letters they stand for; marks of direction left out."""
    if text.isascii() or not _NOT_PLAIN.search(text):
        return text
    return _NOT_PLAIN.sub(lambda char: _plain(char[0]), text)


_NOT_PLAIN = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb00-\ufdff\ufe70-\ufefc]",
)


def _plain(char: str) -> str:
    if char < "\ufb00":  # a mark of direction
        return ""
    if "\ufe70" <= char <= "\ufe7f":  # a vowel mark alone: its decomposition begins with a space or tatweel
        return unicodedata.normalize("NFKC", char)[1:]
    return unicodedata.normalize("NFKC", char)


@dataclass(frozen=True)
class _Unit:
    """A word or a punctuation mark, its characters from left to right."""

    text: str
    left: float
    right: float
    size: float
    is_letters: bool
    word: int


def _painted(glyphs: Sequence[Glyph]) -> str:
    """The line's characters from left to right.

    A file's spaces do part its words, but their order says nothing, and punctuation may stand at the wrong side.
    """
    runs = groupby((glyph for glyph in glyphs if glyph.char), key=lambda g: (g.word, "" if _in_word(g.char) else g))
    units = sorted((_unit(list(run)) for _, run in runs), key=lambda unit: unit.left + unit.right)
    ink = deque(sorted((glyph.left, glyph.right) for glyph in glyphs if not glyph.char))
    text, right = "", -math.inf
    for before, unit in zip(units[:1] + units, units, strict=False):
        while ink and ink[0][0] < right + _LETTERS_TOUCH * unit.size:
            right = max(right, ink.popleft()[1])
        text += " " * _apart(before, unit, unit.left - right) + unit.text
        right = max(right, unit.right)
    return text.strip()


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def _unit(glyphs: Sequence[Glyph]) -> _Unit:
    # characters that share a ligature or carry a vowel mark share `x`
    ordered = sorted(glyphs, key=lambda glyph: (round(glyph.x, 2), glyph.left))
    text = "".join(_painted_ligature(list(shared)) for _, shared in groupby(ordered, key=lambda g: round(g.x, 2)))
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return _Unit(text, left, right, glyphs[0].size, _in_word(glyphs[0].char), glyphs[0].word)


def _painted_ligature(glyphs: Sequence[Glyph]) -> str:
    """Of lam and alef, alef is at the left, in whatever order the file has them, with or without marks."""
    text = "".join(glyph.char for glyph in glyphs)
    return text[::-1] if _ALEF_AT_THE_RIGHT.fullmatch(ARABIC_MARKS.sub("", text)) else text


def _apart(before: _Unit, unit: _Unit, gap: float) -> bool:
    """Whether a space stands between the two; beside a digit, a sign of the same word is the number's."""
    if before.word == unit.word and before.text[-1:].isdigit() != unit.text[:1].isdigit():
        return gap > _APART * unit.size
    if not (before.is_letters and unit.is_letters):
        return gap > _SPACE * unit.size
    stands_alone = before.word < 0 or unit.word < 0
    return gap > (_PARTS_TOUCH if stands_alone else _LETTERS_TOUCH) * unit.size


def _read(painted: str, rtl: bool, is_start: bool) -> str:
    """`is_start`: whether no Arabic letter of the paragraph stands before the line.

    A line without any is a table's cell of figures: a paragraph of its own.
    """
    if not rtl:
        return _turn(painted, _RIGHT_TO_LEFT)
    text = painted[::-1]
    first = _classes(text).find("r")
    start = len(text) if first < 0 else first if is_start else 0
    read = _turn(text[:start], _AT_THE_START) + _turn(text[start:], _LEFT_TO_RIGHT)
    read = _PLUS_LAST.sub(lambda number: "".join(reversed(re.findall(r"\d+|\D", number[0]))), read)
    return _PERCENT_FIRST.sub(r"\2\1", read)


def _turn(text: str, run: re.Pattern[str]) -> str:
    pieces, at = [], 0
    for match in run.finditer(_classes(text)):
        pieces += [text[at : match.start()], text[match.start() : match.end()][::-1]]
        at = match.end()
    return "".join(pieces) + text[at:]


def _classes(text: str) -> str:
    return "".join(_CLASS.get(unicodedata.bidirectional(char), "n") for char in text)
