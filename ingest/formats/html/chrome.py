"""What of a page is no content: scripts, menus, banners, controls, and what is hidden or struck out."""

import re
from typing import Any

_NEVER_READ = {
    *("applet", "audio", "base", "canvas", "datalist", "del", "embed", "frameset", "head", "iframe", "img", "input"),
    *("link", "meta", "noframes", "noscript", "object", "s", "script", "select", "strike", "style", "svg"),
    *("template", "textarea", "video"),
}
_ROLES = {
    *("alertdialog", "banner", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation", "search"),
    *("toolbar",),
}
_HEADINGS = {"dt", "h1", "h2", "h3", "h4", "h5", "h6", "summary"}
_AROUND = {"aside", "footer", "header"}  # outside of an article
_ARTICLES = ("article", "blockquote", "main")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_BOXES = {"div", "dl", "ol", "p", "section", "span", "table", "ul"}
# Whole words of a class or an id. Wider lists, of parts of words, cost a twentieth of the words of real pages.
_NAMED = re.compile(r"(?:^|[\s_-])(?:cookies?|gdpr|footer|newsletter|subscribe|paywall)(?:$|[\s_-])", re.IGNORECASE)
_NAMED_LINKS = re.compile(
    r"(?:^|[\s_-])(?:breadcrumbs?|latest|menu|most-read|nav|navbar|navigation|pagination|popular|promo|read-more"
    r"|recommended|related|share|sharing|sidebar|social|tags|topics|trending)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LINKED = 0.5  # of the characters of a box of links
_MAIN = ".//main | .//*[@role='main']"
_ARTICLES_ELSEWHERE = ".//article[not(ancestor::main or ancestor::*[@role='main'])]"


class Chrome:
    """Knows of one page where its content is, and what of that is left out; `reads_all`: only what no page shows."""

    def __init__(self, tree: Any, reads_all: bool = False) -> None:
        self._reads_all = reads_all
        found = tree.find("body")
        body = tree if found is None else found
        mains = body.xpath(_MAIN)
        has_one_main = len(mains) == 1 and not reads_all and not body.xpath(_ARTICLES_ELSEWHERE)
        self.root = mains[0] if has_one_main else body
        self._headed = next((True for article in body.iter(*_ARTICLES) if article.find(".//h1") is not None), False)
        self._opened = {id_ for ids in tree.xpath("//@aria-controls") for id_ in ids.split()}

    def leaves_out(self, element: Any) -> bool:
        """Whether the element and what is in it is no content."""
        tag, role = element.tag, element.get("role")
        if tag in _NEVER_READ:
            return True
        if self._reads_all:
            return False
        if tag == "nav" or role in _ROLES or self._is_hidden(element):
            return True
        if tag == "button":  # in a heading it is the question that it opens the answer of
            return element.getparent().tag not in _HEADINGS
        if tag in _AROUND and not self._is_in_article(element):
            return tag != "header" or self._headed or element.find(".//h1") is None
        return tag in _BOXES and self._is_named_chrome(element)

    def _is_hidden(self, element: Any) -> bool:
        """Not what a click opens: a tab's panel, an answer in a list of questions."""
        if element.get("aria-hidden") == "true" or _NOT_SHOWN.search(element.get("style", "")):
            return True
        if element.tag == "dialog" and element.get("open") is None:
            return True
        hidden = element.get("hidden")
        is_opened = hidden == "until-found" or element.get("role") == "tabpanel" or element.get("id") in self._opened
        return hidden is not None and not is_opened

    def _is_in_article(self, element: Any) -> bool:
        return self.root.tag == "main" or next(element.iterancestors(*_ARTICLES), None) is not None

    def _is_named_chrome(self, element: Any) -> bool:
        names = f"{element.get('class', '')} {element.get('id', '')}"
        if names == " " or not (_NAMED.search(names) or _NAMED_LINKS.search(names)):
            return False
        text = _length(element)
        linked = sum(_length(link) for link in element.iter("a"))
        is_prose = text > 1500 if _NAMED.search(names) else linked <= _LINKED * text
        return not is_prose


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())
