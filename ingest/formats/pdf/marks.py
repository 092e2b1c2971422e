"""Vowel marks beside their letters: some files have a mark with its letter, others paint it somewhere over it."""

from collections.abc import Sequence

from ingest.formats.pdf.visual_order import Glyph, has_right_to_left
from ingest.text.words import ARABIC_MARKS

_BIT = 1e-6  # points: keeps an order without moving anything


def with_marks(plain: Sequence[Glyph], marked: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line, `marked` being those of words with marks: there each letter with its marks is a word.

    A mark stands at the left of the letter that it is painted on, to be read behind it.
    """
    painted: dict[tuple[float, float], list[Glyph]] = {}
    for glyph in marked:
        painted.setdefault((glyph.x, glyph.baseline), []).append(glyph)
    letters = [[glyph] for glyph in plain]
    alone: list[Glyph] = []
    for number, glyphs in enumerate(painted.values(), 1):
        marks = [glyph for glyph in glyphs if ARABIC_MARKS.match(glyph.char)]
        own = [glyph._replace(word=-number) for glyph in glyphs if glyph not in marks]
        if len(own) == 1:
            letters.append(own + marks)
        elif own:  # a ligature: its places tell the order
            letters += [[glyph._replace(word=-number)] for glyph in glyphs]
        else:
            alone += marks
    able = [glyphs for glyphs in letters if has_right_to_left(glyphs[0].char)]
    for mark in alone if able else ():
        min(able, key=lambda glyphs: _off(mark, glyphs[0])).append(mark)
    return [glyph for glyphs in letters for glyph in _in_order(glyphs)]


def _off(mark: Glyph, letter: Glyph) -> float:
    """How far the mark's middle is from the letter's ink; over two letters, from their middles."""
    middle = (mark.left + mark.right) / 2
    outside = max(letter.left - middle, middle - letter.right, 0)
    return outside + abs(middle - (letter.left + letter.right) / 2) / 10


def _in_order(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """A letter with its marks at one place, the marks from left to right as they are read from right to left."""
    letter, *marks = glyphs
    if not marks:
        return [letter]
    left, right = min(glyph.left for glyph in glyphs), max(glyph.right for glyph in glyphs)
    return [
        glyph._replace(x=letter.x, left=left + _BIT * number, right=right, word=letter.word)
        for number, glyph in enumerate([*reversed(marks), letter])
    ]
