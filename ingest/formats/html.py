"""HTML → title and text, by trafilatura: the article without menus, footers and scripts."""

import re
from collections.abc import Mapping
from configparser import ConfigParser
from html import unescape
from typing import Any

from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Piece, Raw, clean, content
from ingest.formats.whole_page import make_whole

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#(?:0*([0-9]{1,7})|x0*([0-9a-f]{1,6}));?", re.IGNORECASE)
_FORM_FEED = 0x0C  # white space in HTML
_RAISED = re.compile(r"\s*([-−+]?\d+)\s*")
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_HEAD = 4096  # bytes in which a page says what it is


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page itself names."""
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def read_html(raw: Raw) -> Content:
    """The title (None without one) and the text, a paragraph a line; the text is empty where the page has none."""
    from trafilatura import bare_extraction, load_html

    decoded = decode(raw.source, raw.data, raw.charset or declared_encoding(raw.data))
    markup = _REFERENCE.sub(_as_xml_allows, _XML_DECLARATION.sub("", decoded))
    tree = load_html(markup if "<html" in markup[:_HEAD].lower() else f"<html>{markup}</html>")
    if tree is None:
        return Content(None, "")
    _raise_figures(tree)
    title, heading = _text_of(tree, "head/title"), _text_of(tree, "h1")
    make_whole(tree)
    extracted = bare_extraction(tree, include_comments=False, favor_recall=True, config=_short_pages_too())
    text = clean(str(getattr(extracted, "text", None) or "")).strip()
    if heading and heading not in text:  # taken for the title, and left out
        text = f"{heading}\n{text}"
    levels = {" ".join(h.text_content().split()): int(h.tag[1]) for h in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")}
    return content(_without_site(title, heading) or heading, (_piece(line, levels) for line in text.split("\n")))


def _piece(line: str, levels: Mapping[str, int]) -> Piece:
    """The line, which is a heading where the page has one of just these words."""
    level = levels.get(" ".join(line.split()))
    return Piece(line, "heading", level) if level else Piece(line)


HTML = Format("html", (".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), read_html)


def _raise_figures(tree: Any) -> None:
    """Figures in `<sup>` become superscripts: without it 10⁶ would be 106, and a note's number a part of a year."""
    for element in list(tree.iter("sup")):
        if figures := _RAISED.fullmatch(element.text_content()):
            element[:], element.text = [], figures[1].translate(_SUPERSCRIPTS)


def _as_xml_allows(reference: re.Match[str]) -> str:
    """The reference; nothing, or a space for a form feed, where XML has no such character: lxml and trafilatura would
    empty or refuse the whole page.
    """
    code = int(reference[1] or reference[2], 10 if reference[1] else 16)
    if code == _FORM_FEED:
        return " "
    return reference[0] if unescape(f"&#{code};") else ""


def _short_pages_too() -> ConfigParser:
    """Below 250 characters trafilatura would fall back to a reading that breaks paragraphs at every <b> and <a>."""
    from trafilatura.settings import DEFAULT_CONFIG

    config = ConfigParser()
    config.read_dict(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "1"
    return config


def _text_of(tree: Any, path: str) -> str | None:
    element = tree.find(f".//{path}")
    return None if element is None else " ".join(element.text_content().split()) or None


def _without_site(title: str | None, heading: str | None) -> str | None:
    """`The talks | Daily News` is `The talks` on the page that is headed so."""
    return heading if title and heading and title.startswith(heading) else title
