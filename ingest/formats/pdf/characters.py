"""The characters of a page as pdfium holds them → pieces of lines: where a wide gap parts a line, it is in two."""

import ctypes
import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, groupby, pairwise
from statistics import median
from typing import Any

from ingest.formats.pdf.lines import HYPHEN, Line
from ingest.formats.pdf.marks import with_marks
from ingest.formats.pdf.visual_order import Glyph, has_right_to_left, in_reading_order, plain_letters
from ingest.text.words import ARABIC_MARKS

_LOOK_BACK = 4  # lines in which the rest of a right-to-left line is looked for
_HYPHENS = re.compile("[\x02\ufffe]")
_UNSEEN = " \0\u00a0"
_LINE = re.compile("[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_WORD = re.compile(r"[^\s\0]+")
_Box = tuple[float, float, float, float]

_CELL_GAP = 1.2  # of the font's size: what no space is as wide as, but in a table or beside a column
_RULED_GAP = 0.15  # of the font's size: the narrowest gap beside a rule
_SHORTEST_RULE = 6.0  # points
_MOST_PARTS = 20_000  # of a page that are looked at; drawings have more
_JUMP = 0.7  # of the font's size: more than a raised figure's
_WIDEST_LETTER = 1.2  # of the font's size
_MIDDLE, _NEAR = 0.3, 0.6  # of the font's size: where above the baseline a glyph's middle is, and how far off at most
_RAISED = 0.3, 0.5  # of the font's size: how far a piece's baseline may be off its line's; with vowel marks


class Characters:
    """The characters of a page. A character's place costs ten times what its letter does, so each is asked for once."""

    def __init__(self, page: Any, textpage: Any) -> None:
        from pypdfium2 import raw

        self.page, self.textpage, self.raw = page, textpage, raw
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
        if not has_right_to_left(self.text):
            return [piece for line in self._stored_lines() for piece in self._left_to_right(line)]
        lines = self._whole_lines()
        glyphs = [self._cells(self._glyphs(line)) if self._is_right_to_left(line) else [] for line in lines]
        read = iter(in_reading_order([cell for cells in glyphs for cell in cells]))
        return [
            piece
            for line, cells in zip(lines, glyphs, strict=True)
            for piece in (_right_to_left(cells, read) if cells else self._left_to_right(line))
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

    def _left_to_right(self, line: Sequence[int]) -> list[Line]:
        stored = self._stored(line)
        size, baseline = self._size(line[0]), self._baseline(line[0])
        least = (_RULED_GAP if self._rules else _CELL_GAP) * size
        pieces: list[Line] = []
        begin = end = 0
        left = right = 0.0
        for word in _WORD.finditer(stored):
            word_left, word_right = self._sides(line[word.start()])[0], self._sides(line[word.end() - 1])[1]
            if end and word_left - right > least and self._parts_cells(right, word_left, baseline, size):
                pieces.append(_piece(stored[begin:end], left, right, baseline, size))
                end = 0
            if not end:
                begin, left, right = word.start(), word_left, word_right
            left, right, end = min(left, word_left), max(right, word_right), word.end()
        if end:
            pieces.append(_piece(stored[begin:end], left, right, baseline, size))
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
            for number, (left, bottom, right, top) in enumerate(self._painted)
            if abs((bottom + top) / 2 - baseline - _MIDDLE * size) < _NEAR * size
            and left < right < left + _WIDEST_LETTER * size
        ]

    @cached_property
    def _painted(self) -> list[_Box]:
        return self._bounds(self.raw.FPDF_PAGEOBJ_TEXT)

    def _bounds(self, kind: int) -> list[_Box]:
        """The left, bottom, right and top of each of the page's parts of a kind, those within groups left out."""
        found = []
        for number in range(min(self.raw.FPDFPage_CountObjects(self.page), _MOST_PARTS)):
            part = self.raw.FPDFPage_GetObject(self.page, number)
            if self.raw.FPDFPageObj_GetType(part) == kind:
                box = [ctypes.c_float() for _ in range(4)]
                self.raw.FPDFPageObj_GetBounds(part, *box)
                found.append((box[0].value, box[1].value, box[2].value, box[3].value))
        return found

    def _cells(self, glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
        """The glyphs of a line, in two or more from left to right where a wide gap or a rule parts them."""
        seen = [glyph for glyph in glyphs if not glyph.char.isspace()]
        starts: list[float] = []
        right = -math.inf
        for glyph in sorted(seen, key=lambda glyph: glyph.left):
            if not starts or self._parts_cells(right, glyph.left, glyph.baseline, glyph.size):
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
        first = bisect_left(self._rules, (right - 1, -math.inf, -math.inf))
        last = bisect_left(self._rules, (left + 1, -math.inf, -math.inf))
        return any(bottom < baseline + _MIDDLE * size < top for _, bottom, top in self._rules[first:last])

    @cached_property
    def _rules(self) -> list[tuple[float, float, float]]:
        """The upright lines of the page, and the sides of boxes: where each is, its foot and its top."""
        rules = []
        for left, bottom, right, top in self._bounds(self.raw.FPDF_PAGEOBJ_PATH):
            rules += [(x, bottom, top) for x in {left, right} if top - bottom > _SHORTEST_RULE]
        return sorted(rules)

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
