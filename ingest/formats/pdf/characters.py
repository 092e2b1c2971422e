"""The characters of a page as pdfium holds them → pieces of lines: where a wide gap parts a line, it is in two."""

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import Any

from ingest.formats.pdf.columns import Word, Words, cell_starts
from ingest.formats.pdf.lines import HYPHEN, Line
from ingest.formats.pdf.marks import with_marks
from ingest.formats.pdf.paint import Paint
from ingest.formats.pdf.visual_order import Glyph, has_right_to_left, in_reading_order, plain_letters
from ingest.text.words import ARABIC_MARKS

_LOOK_BACK = 4  # lines in which the rest of a right-to-left line is looked for
_HYPHENS = re.compile("[\x02\ufffe]")
_UNSEEN = " \0\u00a0"
_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile(r"[^\s\0]+")

_LEADERS = (".", "…", "·", "_")
_CELL_GAP = 1.2  # of the font's size: what no space is as wide as, but in a table or beside a column
_SPACE = 0.18  # of the font's size: the narrowest space of a right-to-left line
_RULED_GAP = 0.15  # of the font's size: the narrowest gap beside a rule
_JUMP = 0.7  # of the font's size: more than a raised figure's
_WIDEST_LETTER = 1.2  # of the font's size
_MIDDLE, _NEAR = 0.3, 0.6  # of the font's size: where above the baseline a glyph's middle is, and how far off at most
_RAISED = 0.3, 0.5  # of the font's size: how far a piece's baseline may be off its line's; with vowel marks


class Characters:
    """The characters of a page. A character's place costs ten times what its letter does, so each is asked for once."""

    def __init__(self, page: Any, textpage: Any) -> None:
        from pypdfium2 import raw

        self.textpage, self.raw, self.paint = textpage, raw, Paint(page)
        units = self._units()
        self.chars = units if isinstance(units, str) else _whole(units)
        self.text = "".join(self.chars)
        self._origins: dict[int, tuple[float, float]] = {}
        self._boxes: dict[int, tuple[float, float]] = {}
        self._sizes: dict[int, float] = {}
        self._matrix = raw.FS_MATRIX()
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._pointers = [ctypes.pointer(number) for number in self._numbers]

    def pieces(self) -> list[Line]:
        """The pieces of the page's lines, in the file's order; those of one line as they are read."""
        lines: Sequence[Sequence[int]]
        lines = self._whole_lines() if has_right_to_left(self.text) else list(self._stored_lines())
        glyphs = [self._seen(line) if self._is_right_to_left(line) else [] for line in lines]
        words = [_painted_words(seen) if seen else self._words(line) for line, seen in zip(lines, glyphs, strict=True)]
        starts = cell_starts([replace(line, ruled=self._is_ruled(line)) for line in words])
        cells = [self._cells(*each) if each[0] else [] for each in zip(glyphs, words, starts, strict=True)]
        read = iter(in_reading_order([cell for parted in cells for cell in parted]))
        return [
            piece
            for line, parted, seen, begin in zip(lines, cells, words, starts, strict=True)
            for piece in (_right_to_left(parted, read) if parted else self._left_to_right(line, seen, begin))
        ]

    def _units(self) -> str | list[str]:
        """The page's UTF-16 units; one call gets them all, but for pages whose text leaves some out, or has halves."""
        count = self.textpage.count_chars()
        buffer = (ctypes.c_ushort * (count + 1))()
        if self.raw.FPDFText_GetText(self.textpage, 0, count, buffer) == count + 1:
            text = bytes(buffer)[: 2 * count].decode("utf-16-le", errors="surrogatepass")
            if len(text) == count:
                return text
        return [chr(self.raw.FPDFText_GetUnicode(self.textpage, index)) for index in range(count)]

    @cached_property
    def words(self) -> list[int]:
        """The number of the word that each character is in."""
        return list(accumulate(char.isspace() for char in self.chars))

    def _stored_lines(self) -> Iterator[Sequence[int]]:
        """Lines as pdfium breaks them, and behind hyphens, where it does not."""
        starts = list(accumulate(map(len, self.chars), initial=0)) if len(self.text) != len(self.chars) else None
        for line in _LINE.finditer(self.text):
            start, end = line.start(), line.start() + len(line[0].rstrip(_UNSEEN))
            if starts:
                start, end = bisect_left(starts, start), bisect_left(starts, end)
            if start < end:
                indexes = range(start, end)
                yield [index for index in indexes if self.chars[index] != "\0"] if "\0" in line[0] else indexes

    def _whole_lines(self) -> list[list[int]]:
        """pdfium breaks a right-to-left line at its vowel marks: pieces on one baseline become one line again."""
        lines: list[list[int]] = []
        places: list[float] = []
        for piece in (part for line in self._stored_lines() for part in self._level(line)):
            has_marks = ARABIC_MARKS.search(self._stored(piece)) is not None
            baseline = median(map(self._baseline, piece)) if has_marks else self._baseline(piece[0])
            size = self._size(piece[0])
            leeway = _RAISED[has_marks] * size
            near = range(max(len(lines) - _LOOK_BACK, 0), len(lines))
            found = [n for n in near if abs(places[n] - baseline) < leeway and self._continues(lines[n], piece)]
            if found:
                lines[found[0]] += piece
                if not has_marks:
                    places[found[0]] = baseline
            else:
                lines.append(list(piece))
                places.append(baseline)
        return lines

    def _level(self, line: Sequence[int]) -> Iterator[Sequence[int]]:
        """The line in two where its baseline jumps, which pdfium overlooks between vowel marks."""
        if not ARABIC_MARKS.search(self._stored(line)):
            yield line
            return
        begin = 0
        jump = _JUMP * self._size(next((index for index in line if not self.chars[index].isspace()), line[0]))
        for at, (before, index) in enumerate(pairwise(line), 1):
            if abs(self._baseline(before) - self._baseline(index)) > jump:
                yield line[begin:at]
                begin = at
        yield line[begin:]

    def _continues(self, line: Sequence[int], piece: Sequence[int]) -> bool:
        return self._is_right_to_left(line) or self._is_right_to_left(piece)

    def _words(self, line: Sequence[int]) -> Words:
        """Two calls a word are most of the time that a page takes."""
        box, pointers, (left, right, *_) = self.raw.FPDFText_GetCharBox, self._pointers, self._numbers
        textpage, found, firsts = self.textpage.raw, list[Word](), list[int]()
        for word in _WORD.finditer(self._stored(line)):
            first, last = line[word.start()], line[word.end() - 1]
            box(textpage, first, *pointers)
            start = left.value
            if first != last:
                box(textpage, last, *pointers)
            found.append(Word(start, right.value, leads=word[0] in _LEADERS))
            firsts.append(first)
        return Words(found, self._baseline(line[0]), self._size(line[0]), lambda n: self._origin(firsts[n])[0])

    def _left_to_right(self, line: Sequence[int], words: Words, starts: Container[int]) -> list[Line]:
        stored = self._stored(line)
        least = (_RULED_GAP if self.paint.rules else _CELL_GAP) * words.size
        pieces: list[Line] = []
        begin = end = 0
        left = right = 0.0
        for number, (place, word) in enumerate(zip(_WORD.finditer(stored), words.words, strict=True)):
            is_apart = word.left - right > least and self._parts_cells(right, word.left, words.baseline, words.size)
            if end and (is_apart or number in starts):
                pieces.append(_piece(stored[begin:end], left, right, words.baseline, words.size))
                end = 0
            if not end:
                begin, left, right = place.start(), word.left, word.right
            left, right, end = min(left, word.left), max(right, word.right), place.end()
        if end:
            pieces.append(_piece(stored[begin:end], left, right, words.baseline, words.size))
        return pieces

    def _is_right_to_left(self, line: Sequence[int]) -> bool:
        return has_right_to_left(self._stored(line))

    def _stored(self, line: Sequence[int]) -> str:
        if isinstance(line, range) and isinstance(self.chars, str):
            return self.chars[line.start : line.stop]
        return "".join([self.chars[index] for index in line])

    def _glyphs(self, line: Sequence[int]) -> list[Glyph]:
        """pdfium parts words at their vowel marks: there each letter stands alone, and ink tells what is a word."""
        plain, marked = list[Glyph](), list[Glyph]()
        for _, part in groupby(line, key=lambda index: self.words[index]):
            word = [index for index in part if not self.chars[index].isspace()]
            has_marks = ARABIC_MARKS.search(self._stored(word)) is not None
            size = self._size(word[0]) if word else 0.0
            (marked if has_marks else plain).extend(self._glyph(index, size) for index in word)
        return [*with_marks(plain, marked), *self._ink(line)] if marked else plain

    def _glyph(self, index: int, size: float) -> Glyph:
        x, y = self._origin(index)
        left, right = self._sides(index)
        return Glyph(self.chars[index], x, y, left, right, size, self.words[index])

    def _ink(self, line: Sequence[int]) -> list[Glyph]:
        """What is painted on the line, without a letter: of a letter with marks, pdfium has the place of one part."""
        places = [(self._baseline(index), self._size(index)) for index in line if not self.chars[index].isspace()]
        baseline, size = median([place for place, _ in places]), max(size for _, size in places)
        return [
            Glyph("", left, baseline, left, right, size, -1_000_000 - number)
            for number, (left, bottom, right, top) in enumerate(self.paint.letters)
            if abs((bottom + top) / 2 - baseline - _MIDDLE * size) < _NEAR * size
            and left < right < left + _WIDEST_LETTER * size
        ]

    def _seen(self, line: Sequence[int]) -> list[Glyph]:
        return [glyph for glyph in self._glyphs(line) if not glyph.char.isspace()]

    def _cells(self, seen: Sequence[Glyph], words: Words, begin: Container[int]) -> list[list[Glyph]]:
        """The glyphs of a line, in two or more from left to right where a wide gap, a rule or a column parts them."""
        columns = {word.left for number, word in enumerate(words.words) if number in begin}
        starts: list[float] = []
        right = -math.inf
        for glyph in sorted(seen, key=lambda glyph: glyph.left):
            is_apart = not starts or self._parts_cells(right, glyph.left, glyph.baseline, glyph.size)
            if is_apart or (glyph.left in columns and glyph.left > starts[-1]):
                starts.append(glyph.left)
            right = max(right, glyph.right)
        cells: list[list[Glyph]] = [[] for _ in starts]
        for glyph in seen:
            cells[bisect_right(starts, glyph.left) - 1].append(glyph)
        return cells

    def _parts_cells(self, right: float, left: float, baseline: float, size: float) -> bool:
        """Whether a gap is too wide for a space, or a rule stands in it."""
        gap = left - right
        if gap < _RULED_GAP * size or gap > _CELL_GAP * size:
            return gap > _CELL_GAP * size > 0  # text squeezed flat has no size
        return self.paint.has_rule(right - 1, left + 1, baseline + _MIDDLE * size)

    def _is_ruled(self, line: Words) -> bool:
        """Whether rules part the line: then they alone say where its cells are."""
        words, height = line.words, line.baseline + _MIDDLE * line.size
        return len(words) > 1 and self.paint.has_rule(words[0].left, words[-1].right, height)

    def _sides(self, index: int) -> tuple[float, float]:
        if index not in self._boxes:
            self.raw.FPDFText_GetCharBox(self.textpage, index, *self._pointers)
            self._boxes[index] = self._numbers[0].value, self._numbers[1].value
        return self._boxes[index]

    def _origin(self, index: int) -> tuple[float, float]:
        if index not in self._origins:
            self.raw.FPDFText_GetCharOrigin(self.textpage, index, *self._pointers[:2])
            self._origins[index] = self._numbers[0].value, self._numbers[1].value
        return self._origins[index]

    def _baseline(self, index: int) -> float:
        return self._origin(index)[1]

    def _size(self, index: int) -> float:
        if index not in self._sizes:
            self.raw.FPDFText_GetMatrix(self.textpage, index, self._matrix)
            size = float(self.raw.FPDFText_GetFontSize(self.textpage, index))
            self._sizes[index] = size * math.hypot(self._matrix.c, self._matrix.d)
        return self._sizes[index]


def _piece(stored: str, left: float, right: float, baseline: float, size: float) -> Line:
    text = plain_letters(stored).replace("\ufffe", HYPHEN).strip()
    return Line(text, left, right, baseline, size, rtl=False)


def _painted_words(glyphs: Sequence[Glyph]) -> Words:
    """The words of a right-to-left line, as the file or spaces part them."""
    words, before = list[Word](), -1
    for glyph in sorted(glyphs, key=lambda glyph: glyph.left):
        is_same = glyph.word == before >= 0
        if words and (is_same or glyph.left < words[-1].right + _SPACE * glyph.size):
            words[-1] = words[-1]._replace(right=max(words[-1].right, glyph.right))
        else:
            words.append(Word(glyph.left, glyph.right))
        before = glyph.word
    size = max(glyph.size for glyph in glyphs)
    return Words(words, glyphs[0].baseline, size, lambda number: words[number].left, rtl=True)


def _right_to_left(cells: Sequence[Sequence[Glyph]], read: Iterator[str]) -> list[Line]:
    """The pieces of a line in reading order; their texts are the next of `read`."""
    pieces = []
    for cell in cells:
        left, right = min(glyph.left for glyph in cell), max(glyph.right for glyph in cell)
        text = _HYPHENS.sub(HYPHEN, next(read)).strip()
        pieces.append(Line(text, left, right, cell[0].baseline, max(glyph.size for glyph in cell), rtl=True))
    return [piece for piece in reversed(pieces) if piece.text]


def _whole(chars: Sequence[str]) -> list[str]:
    """Characters beyond U+FFFF come as two UTF-16 halves at two numbers: the first takes the whole, the second NUL."""
    whole = list(chars)
    for index, (high, low) in enumerate(pairwise(chars)):
        if "\ud800" <= high <= "\udbff" and "\udc00" <= low <= "\udfff":
            whole[index : index + 2] = (high + low).encode("utf-16", "surrogatepass").decode("utf-16"), "\0"
    return whole
