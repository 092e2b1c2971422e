"""HTML → title and text, by trafilatura: the article without menus, footers and scripts."""

import re
from typing import Any

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,200}?encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD = 4096  # bytes in which a page says what it is


def declared_encoding(data: bytes) -> str | None:
    """The encoding that the page itself names."""
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def read_html(markup: str) -> tuple[str | None, str]:
    """The title (None without one) and the text, a paragraph a line; the text is empty where the page has none."""
    from trafilatura import bare_extraction, load_html

    markup = _XML_DECLARATION.sub("", markup)
    tree = load_html(markup if "<html" in markup[:_HEAD].lower() else f"<html>{markup}</html>")
    if tree is None:
        return None, ""
    title, heading = _text_of(tree, "title"), _text_of(tree, "h1")
    extracted = bare_extraction(tree, include_comments=False, include_tables=True, favor_recall=True)
    text = str(getattr(extracted, "text", None) or "")
    if heading and heading not in text:  # taken for the title, and left out
        text = f"{heading}\n{text}"
    return _without_site(title, heading) or heading, text


def _text_of(tree: Any, tag: str) -> str | None:
    element = tree.find(f".//{tag}")
    return None if element is None else " ".join(element.text_content().split()) or None


def _without_site(title: str | None, heading: str | None) -> str | None:
    """`The talks | Daily News` is `The talks` on the page that is headed so."""
    return heading if title and heading and title.startswith(heading) else title
