"""PDF → title and text, by pdfium: lines in reading order, flowed into paragraphs."""

import ctypes
import math
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import accumulate, groupby
from typing import Any

from ingest.errors import SourceError
from ingest.paragraphs import Line, flow
from ingest.visual_order import Glyph, has_right_to_left, in_reading_order, plain_letters

_PDFIUM = threading.Lock()  # pdfium is not thread-safe, and uploads come from several threads
_PIECES = 4  # how far back the rest of a line is looked for
_WRONG_PASSWORD = 4
_HYPHEN_AT_LINE_END = re.compile("[\x02\ufffe]")
_NO_TITLE = {"", "untitled", "anonymous", "unspecified"}


def read_pdf(source: str, data: bytes) -> tuple[str | None, str]:
    """The title from the metadata (None without one) and the text.

    Raises SourceError for a broken or encrypted file, and for one without text, such as a scan.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with _PDFIUM:
        try:
            with closing(PdfDocument(data)) as document:
                title = document.get_metadata_dict().get("Title", "").strip()
                text = flow(_page_lines(page) for page in document)
        except PdfiumError as error:
            raise SourceError(_unreadable(source, error)) from None
    if not text:
        raise SourceError(
            f"{source} has no text in it: it looks like a scan; run text recognition on it "
            "(for example `ocrmypdf in.pdf out.pdf`) and ingest the result"
        )
    return (None if title.strip("()").lower() in _NO_TITLE else title), text


def _unreadable(source: str, error: Any) -> str:
    if error.err_code == _WRONG_PASSWORD:
        return f"{source} is encrypted with a password; save it without one and ingest that"
    return f"{source} is a broken PDF; open it in a PDF viewer, save it anew and ingest that"


def _page_lines(page: Any) -> list[Line]:
    with closing(page), closing(page.get_textpage()) as textpage:
        lines = _joined(_glyph_lines(textpage))
    right_to_left = [_is_right_to_left(line) for line in lines]
    read = iter(in_reading_order([line for line, rtl in zip(lines, right_to_left, strict=True) if rtl]))
    return [
        _line(glyphs, next(read) if rtl else plain_letters(_stored(glyphs)), rtl)
        for glyphs, rtl in zip(lines, right_to_left, strict=True)
    ]


def _line(glyphs: list[Glyph], text: str, rtl: bool) -> Line:
    return Line(
        _HYPHEN_AT_LINE_END.sub("", text).strip(),
        left=min(glyph.left for glyph in glyphs),
        right=max(glyph.right for glyph in glyphs),
        baseline=glyphs[0].baseline,
        size=max(glyph.size for glyph in glyphs),
        rtl=rtl,
    )


def _stored(glyphs: list[Glyph]) -> str:
    return "".join(glyph.char for glyph in glyphs)


def _is_right_to_left(glyphs: list[Glyph]) -> bool:
    return has_right_to_left(_stored(glyphs))


def _joined(pieces: Iterable[list[Glyph]]) -> list[list[Glyph]]:
    """pdfium breaks a right-to-left line at its vowel marks: pieces on one baseline become one line again."""
    lines: list[list[Glyph]] = []
    for piece in pieces:
        whole = next((line for line in lines[-_PIECES:] if _continues(line, piece)), None)
        if whole:
            whole += piece
        else:
            lines.append(piece)
    return lines


def _continues(line: list[Glyph], piece: list[Glyph]) -> bool:
    same_baseline = abs(line[0].baseline - piece[0].baseline) < 0.3 * piece[0].size
    return same_baseline and (_is_right_to_left(line) or _is_right_to_left(piece))


def _glyph_lines(textpage: Any) -> Iterator[list[Glyph]]:
    glyphs = [_glyph(textpage, index) for index in range(textpage.count_chars())]
    words = accumulate(glyph.char.isspace() for glyph in glyphs)
    numbered = [replace(glyph, word=word) for glyph, word in zip(glyphs, words, strict=True)]
    for is_break, line in groupby(numbered, key=lambda glyph: glyph.char in "\r\n"):
        visible = [glyph for glyph in line if glyph.char != "\0"]
        if not is_break and not "".join(glyph.char for glyph in visible).isspace():
            yield visible


def _glyph(textpage: Any, index: int) -> Glyph:
    from pypdfium2 import raw

    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    raw.FPDFText_GetCharOrigin(textpage, index, x, y)
    raw.FPDFText_GetMatrix(textpage, index, matrix)
    left, _, right, _ = textpage.get_charbox(index)
    size = raw.FPDFText_GetFontSize(textpage, index) * math.hypot(matrix.c, matrix.d)
    return Glyph(chr(raw.FPDFText_GetUnicode(textpage, index)), x.value, y.value, left, right, size)
