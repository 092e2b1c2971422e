"""PDF → title and text, by pdfium: lines in reading order, flowed into paragraphs."""

import ctypes
import math
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from typing import Any

from ingest.errors import SourceError
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.pdf.paragraphs import Line, flow
from ingest.formats.pdf.visual_order import Glyph, has_right_to_left, in_reading_order, plain_letters
from ingest.formats.titles import headline

_PDFIUM = threading.Lock()  # pdfium is not thread-safe, and uploads come from several threads
_PIECES = 4  # how far back the rest of a line is looked for
_WRONG_PASSWORD = 4
_HYPHEN_AT_LINE_END = re.compile("[\x02\ufffe]")
_UNSEEN = " \0\u00a0"
_NO_TITLE = {"", "untitled", "anonymous", "unspecified"}
_PRINTED_BY = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ")
_FILE_NAME = re.compile(r"\.(?:docx?|dotx?|odt|rtf|pptx?|odp|xlsx?|ods)$", re.IGNORECASE)


def read_pdf(raw: Raw) -> Content:
    """The title from the metadata, else a headline; the paragraphs, each with its page.

    Raises SourceError for a broken or encrypted file, and for one without text, such as a scan.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with _PDFIUM:
        try:
            with closing(PdfDocument(raw.data)) as document:
                title = _title(document)
                paragraphs = flow(_page_lines(page) for page in document)
        except PdfiumError as error:
            raise SourceError(_unreadable(raw.source, error)) from None
    if not paragraphs:
        raise SourceError(
            f"{raw.source} has no text in it: it looks like a scan; run text recognition on it "
            "(for example `ocrmypdf in.pdf out.pdf`) and ingest the result"
        )
    read = content(title, (Piece(paragraph.text, page=paragraph.page) for paragraph in paragraphs))
    return replace(read, title=title or headline(read.text))


PDF = Format("pdf", (".pdf",), ("application/pdf", "application/x-pdf"), read_pdf)


def _title(document: Any) -> str | None:
    try:
        stated = str(document.get_metadata_value("Title"))
    except UnicodeDecodeError:  # half a character in it
        return None
    title = _PRINTED_BY.sub("", stated).strip()
    return None if _FILE_NAME.search(title) or title.strip("()").lower() in _NO_TITLE else title


def _unreadable(source: str, error: Any) -> str:
    if error.err_code == _WRONG_PASSWORD:
        return f"{source} is encrypted with a password; save it without one and ingest that"
    return f"{source} is a broken PDF; open it in a PDF viewer, save it anew and ingest that"


def _page_lines(page: Any) -> list[Line]:
    with closing(page), closing(page.get_textpage()) as textpage:
        characters = _Characters(textpage)
        lines = characters.lines()
        right_to_left = [characters.glyphs(line) for line in lines if characters.is_right_to_left(line)]
        read = iter(in_reading_order(right_to_left))
        return [characters.line(line, read) for line in lines]


class _Characters:
    """The characters of a page as pdfium holds them; a line is a list of their numbers.

    A character's place costs ten times what its letter does, so places are asked for where they are needed.
    """

    def __init__(self, textpage: Any) -> None:
        from pypdfium2 import raw

        self.textpage, self.raw = textpage, raw
        self.chars = _whole([chr(raw.FPDFText_GetUnicode(textpage, index)) for index in range(textpage.count_chars())])
        self.words = list(accumulate(char.isspace() for char in self.chars))

    def lines(self) -> list[list[int]]:
        """pdfium breaks a right-to-left line at its vowel marks: pieces on one baseline become one line again."""
        lines: list[list[int]] = []
        for piece in self._pieces():
            whole = next((line for line in lines[-_PIECES:] if self._continues(line, piece)), None)
            if whole:
                whole += piece
            else:
                lines.append(piece)
        return lines

    def line(self, line: list[int], read: Iterator[str]) -> Line:
        """The line with its place; a right-to-left one's text is the next of `read`."""
        rtl = self.is_right_to_left(line)
        glyphs = self.glyphs(line if rtl else [line[0], line[-1]])
        text = next(read) if rtl else plain_letters(self._stored(line))
        return Line(
            _HYPHEN_AT_LINE_END.sub(_hyphen, text).strip(),
            left=min(glyph.left for glyph in glyphs),
            right=max(glyph.right for glyph in glyphs),
            baseline=glyphs[0].baseline,
            size=max(glyph.size for glyph in glyphs),
            rtl=rtl,
        )

    def is_right_to_left(self, line: list[int]) -> bool:
        return has_right_to_left(self._stored(line))

    def glyphs(self, line: list[int]) -> list[Glyph]:
        return [self._glyph(index) for index in line]

    def _stored(self, line: list[int]) -> str:
        return "".join([self.chars[index] for index in line])

    def _pieces(self) -> Iterator[list[int]]:
        for is_break, indexes in groupby(range(len(self.chars)), key=lambda index: self.chars[index] in "\r\n"):
            piece = list(indexes)
            while piece and self.chars[piece[-1]] in _UNSEEN:
                piece.pop()
            if piece and not is_break:
                yield [index for index in piece if self.chars[index] != "\0"]

    def _continues(self, line: list[int], piece: list[int]) -> bool:
        if not (self.is_right_to_left(line) or self.is_right_to_left(piece)):
            return False
        of_line, of_piece = self.glyphs([line[0], piece[0]])
        return abs(of_line.baseline - of_piece.baseline) < 0.3 * of_piece.size

    def _glyph(self, index: int) -> Glyph:
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), self.raw.FS_MATRIX()
        self.raw.FPDFText_GetCharOrigin(self.textpage, index, x, y)
        self.raw.FPDFText_GetMatrix(self.textpage, index, matrix)
        left, _, right, _ = self.textpage.get_charbox(index)
        size = self.raw.FPDFText_GetFontSize(self.textpage, index) * math.hypot(matrix.c, matrix.d)
        return Glyph(self.chars[index], x.value, y.value, left, right, size, self.words[index])


def _hyphen(mark: re.Match[str]) -> str:
    """Nothing where a word is parted; but `COVID-19` and `al-Baghdadi` are written so, unlike `INTER-NATIONAL`."""
    before, after = mark.string[: mark.start()][-1:], mark.string[mark.end() :][:1]
    return "-" if after.isdigit() or (after.isupper() and not before.isupper()) else ""


def _whole(chars: Sequence[str]) -> list[str]:
    """Characters beyond U+FFFF come as two UTF-16 halves at two numbers: the first takes the whole, the second NUL."""
    whole = list(chars)
    for index, (high, low) in enumerate(pairwise(chars)):
        if "\ud800" <= high <= "\udbff" and "\udc00" <= low <= "\udfff":
            whole[index : index + 2] = (high + low).encode("utf-16", "surrogatepass").decode("utf-16"), "\0"
    return whole
