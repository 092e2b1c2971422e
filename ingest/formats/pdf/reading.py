"""PDF → title and text, by pdfium: lines in reading order, flowed into paragraphs."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.errors import SourceError
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.pdf.characters import Characters
from ingest.formats.pdf.forms import comments, fields, filled_in
from ingest.formats.pdf.layout import laid_out
from ingest.formats.pdf.legibility import is_garbage, is_odd
from ingest.formats.pdf.lines import Item
from ingest.formats.pdf.paragraphs import flow
from ingest.formats.pdf.recognition import INSTALL, is_installed, recognised
from ingest.formats.titles import headline
from ingest.metadata import Metadata, iso_date

_PDFIUM = threading.Lock()  # pdfium is not thread-safe, and uploads come from several threads
_WRONG_PASSWORD = 4
_NO_TITLE = {"", "untitled", "anonymous", "unspecified"}
_PRINTED_BY = re.compile(r"^Microsoft (?:Word|PowerPoint|Excel) - ")
_FILE_NAME = re.compile(r"\.(?:docx?|dotx?|odt|rtf|pptx?|odp|xlsx?|ods|html?)$", re.IGNORECASE)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
_DRAWING = 50  # paths on a page without text: no mere rules and boxes, but letters perhaps
_SEES_NONE = "Tesseract finds no text on it"


@dataclass
class _Pages:
    """What is read of the pages: their lines and comments; the numbers of those that are images, and of garbage.

    `recognised`: what these show.
    """

    items: list[list[Item]] = field(default_factory=list)
    comments: list[Piece] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    garbage: list[int] = field(default_factory=list)
    recognised: list[Piece] = field(default_factory=list)
    has_fields: bool = False


def read_pdf(raw: Raw) -> Content:
    """The title from the metadata, else from the text; the paragraphs, each with its page; pages that are unreadable.

    Raises SourceError for a broken or encrypted file, and for one without text, such as a scan.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    with _PDFIUM:
        try:
            with closing(PdfDocument(raw.data)) as document:
                title, metadata = _title(document), _metadata(document)
                pages = _read_pages(document)
        except PdfiumError as error:
            raise SourceError(_unreadable(raw.source, error)) from None
    pieces = _by_page([*flow(pages.items), *pages.recognised, *pages.comments])
    if not pieces:
        why = "its fonts do not say which letters they show" if pages.garbage else "it looks like a scan"
        raise SourceError(f"{raw.source} has no text in it: {why}; {_remedy()}")
    read = content(title, pieces, metadata)
    own = _heading(pieces) or (None if pages.has_fields else headline(read.text))  # a form begins with a field
    return replace(read, title=title or own, warnings=_warnings(raw.source, pages))


PDF = Format("pdf", (".pdf",), ("application/pdf", "application/x-pdf"), read_pdf)


def _metadata(document: Any) -> Metadata:
    author, date = _stated(document, "Author"), _DATE.match(_stated(document, "CreationDate"))
    is_name = author.lower() not in _NO_TITLE and not any(map(is_odd, author.split()))
    return Metadata(
        author if is_name else None, iso_date("-".join(date.groups())) if date else None, pages=len(document)
    )


def _stated(document: Any, key: str) -> str:
    try:
        return str(document.get_metadata_value(key)).strip()
    except UnicodeDecodeError:  # half a character in it
        return ""


def _title(document: Any) -> str | None:
    title = _PRINTED_BY.sub("", _stated(document, "Title")).strip()
    if any(map(is_odd, title.split())):
        return None
    return None if _FILE_NAME.search(title) or title.strip("()").lower() in _NO_TITLE else title


def _heading(pieces: Sequence[Piece]) -> str | None:
    """The highest heading of the first page whose letters are to be trusted."""
    headings = sorted((p for p in pieces if p.kind == "heading" and p.page == 1), key=lambda p: p.level)
    return next((p.text for p in headings if not any(map(is_odd, p.text.split()))), None)


def _unreadable(source: str, error: Any) -> str:
    if error.err_code == _WRONG_PASSWORD:
        return f"{source} is encrypted with a password; save it without one and ingest that"
    return f"{source} is a broken PDF; open it in a PDF viewer, save it anew and ingest that"


def _read_pages(document: Any) -> _Pages:
    document.init_forms()  # before any page is opened; without a form it does nothing
    pages = _Pages()
    for number, page in enumerate(document, 1):
        with closing(page), closing(page.get_textpage()) as textpage:
            characters = Characters(page, textpage)
            if is_garbage(characters.text):
                pages.garbage.append(number)
                lines = []
            else:
                lines = characters.pieces()
            filled = fields(page)
            pages.has_fields |= bool(filled)
            if not characters.text.strip() and not filled and _shows_something(page):
                pages.images.append(number)
            if number in (*pages.images[-1:], *pages.garbage[-1:]):
                pages.recognised += [Piece(text, "recognised", page=number) for text in recognised(page)]
            pages.items.append(laid_out(filled_in(lines, filled)))
            pages.comments += [Piece(comment, "comment", page=number) for comment in comments(page)]
    return pages


def _shows_something(page: Any) -> bool:
    from pypdfium2 import raw

    kinds = [part.type for part in page.get_objects(max_depth=3)]
    return raw.FPDF_PAGEOBJ_IMAGE in kinds or kinds.count(raw.FPDF_PAGEOBJ_PATH) >= _DRAWING


def _by_page(pieces: Sequence[Piece]) -> list[Piece]:
    """Comments stand behind what begins on their page."""
    return sorted(pieces, key=lambda piece: piece.page or 0)


def _warnings(source: str, pages: _Pages) -> tuple[str, ...]:
    return tuple(_told(source, pages))


def _told(source: str, pages: _Pages) -> Iterator[str]:
    read = {piece.page for piece in pages.recognised}
    for number in sorted({*pages.images, *pages.garbage}):
        what = (
            "is an image" if number in pages.images else "cannot be read: its fonts do not say which letters they show"
        )
        if number in read:
            yield f"{source}: page {number} {what}; its text was recognised by Tesseract, check its digits on the page"
        else:
            yield f"{source}: page {number} {what}; {_remedy()}"


def _remedy() -> str:
    return _SEES_NONE if is_installed() else INSTALL
