"""DOCX → title and blocks, by python-docx: paragraphs and tables in the document's order; text boxes, notes and
comments behind the paragraph that holds them; page headers before and footers behind it all, each once.

Its own lists pass over whatever a wrapper holds: insertions under review, fields of a form, a table of contents. So
the elements are walked here; tracked changes read as if accepted. Hidden and struck-out text is left out.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any

from ingest.document import Kind
from ingest.errors import SourceError
from ingest.formats.docx.formulas import MATH, formula
from ingest.formats.docx.numbering import Numbering, numbering_of
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.packing import opened, property_metadata
from ingest.formats.tables import rows
from ingest.metadata import NO_METADATA

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
_COMMENT = _WORD + "commentReference"
_NOTES = {
    _WORD + "footnoteReference": "footnotes",
    _WORD + "endnoteReference": "endnotes",
    _COMMENT: "comments",
}
# What is in a choice stands a second time in the fallback, for old versions of Word.
_NOT_READ = {_WORD + "del", _WORD + "moveFrom", _ALTERNATIVES + "Fallback"}

# Strict files say the same in other namespaces.
_STRICT = b"http://purl.oclc.org/ooxml/"
_TRANSITIONAL = (
    (rb"http://purl\.oclc\.org/ooxml/officeDocument/relationships", b"officeDocument/2006/relationships"),
    (rb"http://purl\.oclc\.org/ooxml/(\w+)/main", rb"\1/2006/main"),
    (rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)", rb"\1/2006/\2"),
)


@dataclass(frozen=True)
class _Parts:
    """What the paragraphs of a document refer to."""

    numbering: Numbering
    levels: Mapping[str, int] = field(default_factory=dict)
    """The levels of headings by the ids of their styles."""
    hidden: frozenset[str] = frozenset()
    """The ids of styles whose text is hidden or struck out."""
    notes: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    """Footnotes, endnotes and comments by the tag and the id of their reference."""

    def of_aside(self) -> "_Parts":
        """For what a paragraph refers to: no notes on notes, which could go round in circles."""
        return replace(self, levels={}, notes={})


_HEADING = re.compile(r"(?:Title$|Heading *(\d?))")
_LEFT_OUT = ("vanish", "strike", "dstrike")
_WIDEST = 100  # columns: Word takes 63
_REPEATED = 200  # characters at most: a small file could repeat a long text to any length


def read_docx(raw: Raw) -> Content:
    """The title (the file's property, else the first heading; None without either); paragraphs, headings and rows.

    Raises SourceError for a broken or encrypted file, TooLarge if it unpacks to more than `max_bytes`.
    """
    if raw.data.startswith(_OLE):
        raise SourceError(
            f"{raw.source} is encrypted, or an old .doc; save it as .docx without a password and ingest that"
        )
    try:
        return _read(_transitional(raw))
    except SourceError:
        raise
    except Exception:  # a broken file surfaces as anything: in the zip, the XML, or a part that is missing
        raise SourceError(
            f"{raw.source} is a broken DOCX; open it in a word processor, save it anew and ingest that"
        ) from None


DOCX = Format(
    "docx", (".docx",), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",), read_docx
)


def _transitional(raw: Raw) -> bytes:
    """The file; of a Strict one, a copy with the namespaces that python-docx knows."""
    with opened(raw) as parts:
        if _STRICT not in parts.read("word/document.xml"):
            return raw.data
        copy = BytesIO()
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as written:
            for name in parts.namelist():
                data = parts.read(name)
                for strict, transitional in _TRANSITIONAL if name.endswith((".xml", ".rels")) else ():
                    data = re.sub(strict, rb"http://schemas.openxmlformats.org/" + transitional, data)
                written.writestr(name, data)
        return copy.getvalue()


def _read(data: bytes) -> Content:
    from docx import Document

    document = Document(BytesIO(data))
    parts = _Parts(numbering_of(document), _heading_levels(document), _hidden_styles(document), _notes(document.part))
    pieces = [
        *_around(document.part, "header", parts),
        *_blocks(document.element.body, parts),
        *_around(document.part, "footer", parts),
    ]
    heading = next((p.text.strip() for p in pieces if p.kind == "heading" and p.text.strip()), None)
    properties = _properties(document)
    title = str(properties.title).strip() if properties else ""
    return content(title or heading, pieces, property_metadata(properties) if properties else NO_METADATA)


def _around(part: Any, kind: Kind, parts: _Parts) -> Iterator[Piece]:
    """What stands at the head or foot of pages, once; a page's number alone says nothing."""
    seen = set[str]()
    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}"):
            for piece in _blocks(relation.target_part.element, parts.of_aside()):
                if piece.text not in seen and any(char.isalpha() for char in piece.text):
                    seen.add(piece.text)
                    yield Piece(piece.text, kind)


def _properties(document: Any) -> Any:
    """The core properties; None where the file has none: python-docx would make some up, with a title and a date."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    relations = document.part.package.rels.values()
    has_properties = any(relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in relations)
    return document.core_properties if has_properties else None


def _notes(part: Any) -> dict[tuple[str, str], Any]:
    from docx.oxml import parse_xml

    found = {}
    for tag, name in _NOTES.items():
        for relation in part.rels.values():
            if relation.reltype.endswith(f"/{name}"):
                for note in parse_xml(relation.target_part.blob):
                    found[tag, note.get(_WORD + "id")] = note
    return found


def _heading_levels(document: Any) -> dict[str, int]:
    """Once for all paragraphs: python-docx's `paragraph.style` looks through all styles each time."""
    from docx.enum.style import WD_STYLE_TYPE

    names = {style.style_id: style.name or "" for style in document.styles if style.type == WD_STYLE_TYPE.PARAGRAPH}
    return {style_id: int(found[1] or 1) for style_id, name in names.items() if (found := _HEADING.match(name))}


def _hidden_styles(document: Any) -> frozenset[str]:
    return frozenset(style.style_id for style in document.styles if any(_switches(style.element.rPr)))


def _switches(properties: Any) -> list[bool]:
    """Whether each of what leaves text out is on, of those that the properties name."""
    names = [] if properties is None else [name for name in _LEFT_OUT if properties.find(_WORD + name) is not None]
    return [_is_on(properties, name) for name in names]


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """The children with one of these tags, in order, also those that stand in wrappers."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _blocks(container: Any, parts: _Parts) -> Iterator[Piece]:
    """Each paragraph with what is written aside of it, and each row of a table."""
    for block in _inside(container, _PARAGRAPH, _TABLE):
        if block.tag == _TABLE:
            header = sum(1 for row in _inside(block, _ROW) if _is_on(row.find(_WORD + "trPr"), "tblHeader"))
            yield from rows(_rows(block, parts), headers=header or None)
            continue
        yield _paragraph(block, parts)
        for aside in _asides(block, parts):
            pieces = _blocks(aside, parts.of_aside())
            yield from _comment(aside, pieces) if aside.tag == _WORD + "comment" else pieces


def _paragraph(paragraph: Any, parts: _Parts) -> Piece:
    """A heading, an item or another paragraph, with its number."""
    text = _text(paragraph, parts)
    found, level = parts.numbering.number(paragraph), parts.levels.get(paragraph.style)
    if found and found[0] and text.strip():
        text = f"{found[0]} {text}"
    if level:
        return Piece(text, "heading", level)
    return Piece(text, "item", found[1]) if found else Piece(text)


def _comment(comment: Any, pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The comment behind the name of its writer, since it is no part of what the document says."""
    text = " ".join(piece.text.strip() for piece in pieces)
    yield Piece(f"{comment.get(_WORD + 'author') or 'Comment'}: {text}", "comment")


def _asides(element: Any, parts: _Parts) -> Iterator[Any]:
    """The text boxes in an element, and the notes and comments that it refers to, in order."""
    for child in element:
        if child.tag == _BOX:
            yield child
        elif (reference := (child.tag, child.get(_WORD + "id"))) in parts.notes:
            yield parts.notes[reference]
        elif child.tag not in _NOT_READ:
            yield from _asides(child, parts)


def _is_on(properties: Any, name: str) -> bool:
    """Whether the properties switch this one on."""
    found = None if properties is None else properties.find(_WORD + name)
    return found is not None and found.get(_WORD + "val", "1") not in ("0", "false", "off")


def _rows(table: Any, parts: _Parts) -> Iterator[list[str]]:
    """Each row's cells, with an empty one for each further column that a cell spans.

    A cell over several rows stands in each of them, unless it is long.
    """
    above: dict[int, str] = {}
    for row in _inside(table, _ROW):
        column = min(row.grid_before, _WIDEST)
        cells = dict.fromkeys(range(column), "")
        for cell in _inside(row, _CELL):
            own = "\n".join(piece.text for piece in _blocks(cell, parts)).strip()
            goes_on = cell.vMerge == "continue" and len(above.get(column, "")) <= _REPEATED
            cells[column] = above.get(column, own) if goes_on else own
            width = min(max(cell.grid_span, 1), _WIDEST)
            cells |= dict.fromkeys(range(column + 1, column + width), "")
            column += width
        yield list(cells.values())
        above = cells


def _text(paragraph: Any, parts: _Parts) -> str:
    """What is written in the paragraph; a new page or column within it parts words as a line break does."""
    is_hidden = paragraph.style in parts.hidden
    pieces = (
        formula(piece) if piece.tag == _FORMULA else _run(piece, parts, is_hidden)
        for piece in _inside(paragraph, _RUN, _FORMULA)
    )
    return "".join(pieces).strip(_NEW_PAGE).replace(_NEW_PAGE, "\n")


def _run(run: Any, parts: _Parts, is_hidden: bool) -> str:
    properties = run.rPr
    if properties is not None:
        own = _switches(properties)
        is_hidden = any(own) if own else is_hidden or properties.style in parts.hidden
    return "" if is_hidden else "".join(_written(piece) for piece in run if piece.tag in _WRITTEN)


def _written(piece: Any) -> str:
    if piece.tag == _SYMBOL:
        return _symbol(int(piece.get(_WORD + "char", "20"), 16))
    if piece.tag == _BREAK and piece.type != "textWrapping":
        return _NEW_PAGE
    return str(piece)


def _symbol(code: int) -> str:
    """U+FFFD where the code is a place in a picture font, which no Unicode table tells."""
    return "\ufffd" if code < 0x100 or 0xE000 <= code < 0xF900 else chr(code)
