"""OpenDocument text → blocks: its XML is turned into the HTML that says the same, and the walk over HTML reads that."""

from collections.abc import Iterator
from typing import Any

from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.html.walk import pieces
from ingest.formats.packing import naming_broken, opened, xml
from ingest.metadata import NO_METADATA, Metadata, iso_date

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_TAGS = {
    f"{_TEXT}p": "p",
    f"{_TEXT}list": "ul",
    f"{_TEXT}list-item": "li",
    f"{_TEXT}list-header": "li",
    f"{_TEXT}line-break": "br",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-header-rows": "thead",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-cell": "td",
    f"{_TEXT}note-citation": "sup",
}
_NOT_READ = (f"{_TEXT}tracked-changes", f"{_TABLE}covered-table-cell", f"{_TEXT}hidden-text", f"{_TEXT}sequence-decls")
_STYLED = (f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}span")
_MOST_REPEATED = 1000  # spaces or columns that an attribute may repeat


def read_odt(raw: Raw) -> Content:
    """The title (the file's property, else the first heading; None without either); comments at the end."""
    with naming_broken(raw.source, "ODT"), opened(raw) as parts:
        document = xml(parts.read("content.xml"))
        meta = xml(parts.read("meta.xml")) if "meta.xml" in parts.namelist() else None
        styles = [document, *([xml(parts.read("styles.xml"))] if "styles.xml" in parts.namelist() else [])]
        numbered, left_out = _numbered_styles(document), {name for part in styles for name in _left_out_styles(part)}
        body = document.find(f"{_OFFICE}body/{_OFFICE}text")
        comments = [_comment(note) for note in body.iter(f"{_OFFICE}annotation")]
        struck = [element for element in body.iter(*_STYLED) if element.get(f"{_TEXT}style-name") in left_out]
        for element in [*body.iter(f"{_OFFICE}annotation", *_NOT_READ), *struck]:
            _drop(element)
        for note in list(body.iter(f"{_TEXT}note")):
            _put_behind(note)
        for element in body.iter("*"):
            _as_html(element, numbered)
        found = [*pieces(body), *comments]
        metadata = NO_METADATA if meta is None else _metadata(meta)
    title = "" if meta is None else (meta.findtext(f".//{_DC}title") or "").strip()
    heading = next((piece.text for piece in found if piece.kind == "heading"), None)
    return content(title or heading, found, metadata)


ODT = Format("odt", (".odt",), ("application/vnd.oasis.opendocument.text",), read_odt)


def _metadata(meta: Any) -> Metadata:
    def said(*names: str) -> str | None:
        return next((text.strip() for name in names if (text := meta.findtext(f".//{name}"))), None)

    statistic = meta.find(f".//{_META}document-statistic")
    pages = "" if statistic is None else statistic.get(f"{_META}page-count", "")
    date = said(f"{_META}creation-date", f"{_DC}date")
    author = said(f"{_META}initial-creator", f"{_DC}creator")
    return Metadata(author, date and iso_date(date), said(f"{_DC}language"), int(pages) if pages.isdecimal() else None)


def _numbered_styles(document: Any) -> dict[str, str]:
    """The starts of the list styles that number their items."""
    first = {style: next(iter(style), None) for style in document.iter(f"{_TEXT}list-style")}
    return {
        style.get(next(name for name in style.attrib if name.endswith("}name"))): level.get(f"{_TEXT}start-value", "1")
        for style, level in first.items()
        if level is not None and level.tag == f"{_TEXT}list-level-style-number"
    }


def _left_out_styles(part: Any) -> Iterator[str]:
    """The names of the styles whose text is hidden or struck out."""
    for style in part.iter(f"{_STYLE}style"):
        for said in style.iter(f"{_STYLE}text-properties"):
            line = said.get(f"{_STYLE}text-line-through-style", said.get(f"{_STYLE}text-line-through-type", "none"))
            if line != "none" or said.get(f"{_TEXT}display") == "none":
                yield style.get(f"{_STYLE}name", "")


def _as_html(element: Any, numbered: dict[str, str]) -> None:
    if element.tag == f"{_TEXT}h":
        element.tag = f"h{min(int(element.get(f'{_TEXT}outline-level', '1')), 6)}"
    elif element.tag in (f"{_TEXT}s", f"{_TEXT}tab"):
        is_tab = element.tag.endswith("tab")
        element.text = "\t" if is_tab else " " * min(int(element.get(f"{_TEXT}c", "1")), _MOST_REPEATED)
    elif element.tag in _TAGS:
        if (start := numbered.get(element.get(f"{_TEXT}style-name", ""))) and element.tag == f"{_TEXT}list":
            element.tag = "ol"
            element.set("start", start)
            return
        for name in ("columns", "rows"):
            element.set(f"{name[:3]}span", element.get(f"{_TABLE}number-{name}-spanned", "1"))
        element.tag = _TAGS[element.tag]


def _put_behind(note: Any) -> None:
    """A note stands behind the paragraph that refers to it, after its number."""
    paragraph = next(note.iterancestors(f"{_TEXT}p", f"{_TEXT}h"), None)
    body, number = note.find(f"{_TEXT}note-body"), note.findtext(f"{_TEXT}note-citation")
    if paragraph is None or body is None or not len(body):
        return
    citation = body[0].makeelement(f"{_TEXT}note-citation")
    citation.text, citation.tail, body[0].text = number, f" {body[0].text or ''}", None
    body[0].insert(0, citation)
    for part in reversed(body):
        paragraph.addnext(part)


def _comment(note: Any) -> Piece:
    writer = note.findtext(f"{_DC}creator") or "Comment"
    text = " ".join("".join(p.itertext()) for p in note.iter(f"{_TEXT}p"))
    return Piece(f"{writer}: {text}", "comment")


def _drop(element: Any) -> None:
    """Removes the element and keeps the text behind it."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + (element.tail or "")
    else:
        parent.text = (parent.text or "") + (element.tail or "")
    parent.remove(element)
