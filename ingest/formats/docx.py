"""DOCX → title and text, by python-docx: paragraphs and tables in the document's order, text boxes and notes behind
the paragraph that holds them.

Its own lists pass over whatever a wrapper holds: insertions under review, fields of a form, a table of contents. So
the elements are walked here; tracked changes read as if accepted.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from ingest.errors import SourceError, TooLarge
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.formulas import MATH, formula
from ingest.formats.tables import rows

_OLE = b"\xd0\xcf\x11\xe0"  # the container of old .doc files, and of encrypted .docx files

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (_WORD + name for name in ("p", "tbl", "tr", "tc", "r"))
_BREAK, _SYMBOL, _FORMULA = _WORD + "br", _WORD + "sym", MATH + "oMath"
_WRITTEN = {_BREAK, _SYMBOL, *(_WORD + name for name in ("cr", "noBreakHyphen", "ptab", "t", "tab"))}
_NEW_PAGE = "\f"
# Not `del` and `moveFrom`, whose text is no longer the document's.
_WRAPPERS = {MATH + "oMathPara", _ALTERNATIVES + "AlternateContent", _ALTERNATIVES + "Choice"} | {
    _WORD + name
    for name in ("bdo", "customXml", "dir", "fldSimple", "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag")
}
_BOX = _WORD + "txbxContent"
_NOTES = {_WORD + "footnoteReference": "footnotes", _WORD + "endnoteReference": "endnotes"}
# What is in a choice stands a second time in the fallback, for old versions of Word.
_NOT_READ = {_WORD + "del", _WORD + "moveFrom", _ALTERNATIVES + "Fallback"}

_Notes = Mapping[tuple[str, str], Any]
"""Footnotes and endnotes by the tag and the id of their reference."""

_Levels = Mapping[str, int]
"""The levels of headings by the ids of their styles."""

_HEADING = re.compile(r"(?:Title$|Heading *(\d?))")
_REPEATED = 200  # characters at most: a small file could repeat a long text to any length
_ALWAYS_FINE = 10_000_000  # bytes unpacked: the styles and pictures of an empty document are nearly a million


def read_docx(raw: Raw) -> Content:
    """The title (the file's property, else the first heading; None without either); paragraphs, headings and rows.

    Raises SourceError for a broken or encrypted file, TooLarge if it unpacks to more than `max_bytes`.
    """
    if raw.data.startswith(_OLE):
        raise SourceError(
            f"{raw.source} is encrypted, or an old .doc; save it as .docx without a password and ingest that"
        )
    try:
        _check_unpacked_size(raw)
        return _read(raw.data)
    except SourceError:
        raise
    except Exception:  # a broken file surfaces as anything: in the zip, the XML, or a part that is missing
        raise SourceError(
            f"{raw.source} is a broken DOCX; open it in a word processor, save it anew and ingest that"
        ) from None


DOCX = Format(
    "docx", (".docx",), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), read_docx
)


def _check_unpacked_size(raw: Raw) -> None:
    with zipfile.ZipFile(BytesIO(raw.data)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > max(raw.max_bytes, _ALWAYS_FINE):
        raise TooLarge(
            f"{raw.source} unpacks to {unpacked:,} bytes, over the limit of {raw.max_bytes:,}; "
            "raise DALIL_MAX_FILE_MB or split it"
        )


def _read(data: bytes) -> Content:
    from docx import Document

    document = Document(BytesIO(data))
    pieces = list(_blocks(document.element.body, _notes(document.part), _heading_levels(document)))
    heading = next((p.text.strip() for p in pieces if p.kind == "heading" and p.text.strip()), None)
    return content(_title_property(document) or heading, pieces)


def _title_property(document: Any) -> str:
    """python-docx makes up the properties that a file lacks, and titles it "Word Document"."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    relations = document.part.package.rels.values()
    has_properties = any(relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in relations)
    return str(document.core_properties.title).strip() if has_properties else ""


def _notes(part: Any) -> _Notes:
    from docx.oxml import parse_xml

    found = {}
    for tag, name in _NOTES.items():
        for relation in part.rels.values():
            if relation.reltype.endswith(f"/{name}"):
                for note in parse_xml(relation.target_part.blob):
                    found[tag, note.get(_WORD + "id")] = note
    return found


def _heading_levels(document: Any) -> _Levels:
    """Once for all paragraphs: python-docx's `paragraph.style` looks through all styles each time."""
    from docx.enum.style import WD_STYLE_TYPE

    names = {style.style_id: style.name or "" for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    return {style_id: int(found[1] or 1) for style_id, name in names.items() if (found := _HEADING.match(name))}


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """The children with one of these tags, in order, also those that stand in wrappers."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _blocks(container: Any, notes: _Notes, levels: _Levels) -> Iterator[Piece]:
    """Each paragraph with what is written aside of it, and each row of a table."""
    for block in _inside(container, _PARAGRAPH, _TABLE):
        if block.tag == _TABLE:
            yield from rows(_rows(block, notes))
            continue
        level = levels.get(block.style)
        yield Piece(_text(block), "heading", level) if level else Piece(_text(block))
        for aside in _asides(block, notes):
            yield from _blocks(aside, {}, {})  # no notes on notes, which could go round in circles


def _asides(element: Any, notes: _Notes) -> Iterator[Any]:
    """The text boxes in an element and the notes that it refers to, in order."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif (reference := (child.tag, child.get(_WORD + "id"))) in notes:
            yield notes[reference]
        elif child.tag not in _NOT_READ:
            yield from _asides(child, notes)


def _rows(table: Any, notes: _Notes) -> Iterator[list[str]]:
    """Each row's cells; a cell over several rows stands in each of them, unless it is long."""
    above: dict[int, str] = {}
    for row in _inside(table, _ROW):
        cells, column = {}, row.grid_before
        for cell in _inside(row, _CELL):
            own = "\n".join(piece.text for piece in _blocks(cell, notes, {})).strip()
            goes_on = cell.vMerge == "continue" and len(above.get(column, "")) <= _REPEATED
            cells[column] = above.get(column, own) if goes_on else own
            column += max(cell.grid_span, 1)
        yield list(cells.values())
        above = cells


def _text(paragraph: Any) -> str:
    """What is written in the paragraph; a new page or column within it parts words as a line break does."""
    pieces = (formula(p) if p.tag == _FORMULA else _run(p) for p in _inside(paragraph, _RUN, _FORMULA))
    return "".join(pieces).strip(_NEW_PAGE).replace(_NEW_PAGE, "\n")


def _run(run: Any) -> str:
    return "".join(_written(piece) for piece in run if piece.tag in _WRITTEN)


def _written(piece: Any) -> str:
    if piece.tag == _SYMBOL:
        return _symbol(int(piece.get(_WORD + "char", "20"), 16))
    if piece.tag == _BREAK and piece.type != "textWrapping":
        return _NEW_PAGE
    return str(piece)


def _symbol(code: int) -> str:
    """U+FFFD where the code is a place in a picture font, which no Unicode table tells."""
    return "\ufffd" if code < 0x100 or 0xE000 <= code < 0xF900 else chr(code)
