"""HTML → title and blocks: decoded, parsed by lxml, and walked; what is no content is left out."""

import re
from html import unescape
from typing import Any

from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.html.walk import pieces
from ingest.metadata import Metadata, iso_date

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#(?:0*([0-9]{1,7})|x0*([0-9a-f]{1,6}));?", re.IGNORECASE)
_FORM_FEED = 0x0C  # white space in HTML
_AUTHOR = ("author", "dc.creator", "dcterms.creator")
_DATE = ("article:published_time", "date", "dc.date", "dcterms.date", "dcterms.created", "article:modified_time")
_HEAD = 4096  # bytes in which a page says what it is


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page itself names."""
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def read_html(raw: Raw) -> Content:
    """The title (None without one) and the text, a paragraph a line; the text is empty where the page has none."""
    tree = _tree(decode(raw.source, raw.data, raw.charset or declared_encoding(raw.data)))
    if tree is None:
        return content(None, [])
    metadata = _metadata(tree)  # before the walk, which changes the tree
    return content(_title(tree), pieces(tree), metadata)


def title_and_pieces(markup: str) -> tuple[str | None, list[Piece]]:
    """What a page or a fragment is called and holds; also for formats that have HTML in them."""
    tree = _tree(markup)
    return (None, []) if tree is None else (_title(tree), list(pieces(tree)))


def _tree(markup: str) -> Any:
    """The page's tree; None where nothing is in it."""
    from lxml.etree import HTMLParser, fromstring

    markup = _REFERENCE.sub(_as_xml_allows, _XML_DECLARATION.sub("", markup)).replace("\0", "")
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    return fromstring(markup, parser) if markup.strip() else None


def _title(tree: Any) -> str | None:
    title, heading = _text_of(tree, "head/title"), _text_of(tree, ".//h1")
    return _without_site(title, heading) or heading


def _metadata(tree: Any) -> Metadata:
    """By the names that pages have in use: HTML's own, Open Graph's and Dublin Core's."""
    said = dict[str, str]()
    for meta in tree.iter("meta"):
        name, value = (meta.get("name") or meta.get("property") or "").lower(), (meta.get("content") or "").strip()
        if value:
            said.setdefault(name, value)
    author, date = (next((said[name] for name in names if name in said), None) for names in (_AUTHOR, _DATE))
    return Metadata(author, date and iso_date(date), (tree.get("lang") or "").strip() or None)


HTML = Format("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), read_html)


def _as_xml_allows(reference: re.Match[str]) -> str:
    """The reference; nothing, or a space for a form feed, where XML has no such character: lxml would refuse it."""
    code = int(reference[1] or reference[2], 10 if reference[1] else 16)
    if code == _FORM_FEED:
        return " "
    return reference[0] if unescape(f"&#{code};") else ""


def _text_of(tree: Any, path: str) -> str | None:
    element = tree.find(path)
    return None if element is None else " ".join("".join(element.itertext()).split()) or None


def _without_site(title: str | None, heading: str | None) -> str | None:
    """`The talks | Daily News` is `The talks` on the page that is headed so."""
    return heading if title and heading and title.startswith(heading) else title
