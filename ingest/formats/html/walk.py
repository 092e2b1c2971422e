"""A page's tree → its blocks, in one pass without recursion: time is linear in the page, and depth does not matter."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ingest.document import Kind
from ingest.formats.format import Piece
from ingest.formats.html.chrome import Chrome
from ingest.formats.html.table import is_data, table_rows

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS = ("ol", "ul", "menu", "dl")
_BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dt"),
    *("fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li", "main"),
    *("nav", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
    *("title", "tr", *_LISTS, *_HEADINGS),
}
_RAISED = re.compile(r"\s*([-−+]?\d+)\s*")
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_SPACES = re.compile(r"[^\S\xa0\u202f]+")  # a space that does not break stays
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def pieces(tree: Any) -> Iterator[Piece]:
    """The blocks of the page's body, or of its only `<main>`, in order; of a page that is nothing but menus, those."""
    found = False
    for chrome in (Chrome(tree), Chrome(tree, reads_all=True)):
        for piece in _blocks(chrome.root, chrome):
            found = True
            yield piece
        if found:
            return


def _blocks(root: Any, chrome: Chrome) -> Iterator[Piece]:
    from lxml.etree import iterwalk

    lines = _Lines()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if event == "end":
            if tag in _BLOCKS:
                yield from lines.flush()
                lines.leave(element)
            if element is not root:
                lines.write(element.tail)
            continue
        if element is not root and chrome.leaves_out(element):
            walk.skip_subtree()
        elif tag == "table" and is_data(element):
            yield from lines.flush()
            yield from table_rows(element, chrome.leaves_out, partial(_in_one_line, chrome=chrome))
            walk.skip_subtree()
        elif tag == "br":
            lines.write_break()
        elif tag == "sup" and (figures := _RAISED.fullmatch("".join(element.itertext()))):
            lines.write(figures[1].translate(_SUPERSCRIPTS))
            walk.skip_subtree()
        else:
            if tag in _BLOCKS:
                yield from lines.flush()
                lines.enter(element)
            lines.write(element.text)
    yield from lines.flush()


def _in_one_line(element: Any, chrome: Chrome) -> str:
    return " ".join(piece.text for piece in _blocks(element, chrome))


@dataclass
class _List:
    """A list that is being read: how its items are numbered (None if they are not), and the next number."""

    style: str | None
    number: int
    step: int = 1


@dataclass
class _Lines:
    """The block that is being written, and what it is in."""

    parts: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    within: list[Any] = field(default_factory=list)
    """The headings, items, captions and `<pre>` that are open."""
    marker: str = ""
    """The number of an item of which nothing is written yet."""

    def write(self, text: str | None) -> None:
        if text:
            self.parts.append(text if self._is_code else _SPACES.sub(" ", text))

    def write_break(self) -> None:
        self.parts.append("\n")

    def flush(self) -> Iterator[Piece]:
        """The block so far; of a blank line within, as two breaks make it, two blocks."""
        text, self.parts = "".join(self.parts), []
        if not text.strip():
            return
        kind, level = self._kind()
        if self._is_code:
            yield Piece(text.strip("\n").rstrip(), kind, level)
            return
        lines = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
        if kind == "heading":
            yield Piece(" ".join(filter(None, lines)), kind, level)
            return
        for block in "\n".join(lines).strip("\n").split("\n\n"):
            if block.strip("\n"):
                yield Piece(self.marker + block.strip("\n"), kind, level)
                self.marker = ""

    def enter(self, element: Any) -> None:
        tag = element.tag
        if tag in _LISTS:
            self.lists.append(_list(element))
        elif tag in _HEADINGS or tag in ("caption", "figcaption", "pre", "li", "dt", "dd"):
            self.within.append(element)
            if tag == "li":
                self.marker = self._number(element)

    def leave(self, element: Any) -> None:
        if element.tag in _LISTS and self.lists:
            self.lists.pop()
        elif self.within and self.within[-1] is element:
            self.within.pop()
            if element.tag == "li":
                self.marker = ""

    def _number(self, item: Any) -> str:
        if not self.lists or self.lists[-1].style is None:
            return ""
        current = self.lists[-1]
        current.number = _integer(item.get("value"), current.number)
        number, current.number = current.number, current.number + current.step
        return f"{_figure(number, current.style or '1')}. "

    def _kind(self) -> tuple[Kind, int]:
        if not self.within:
            return "paragraph", 1
        tag = self.within[-1].tag
        if tag in _HEADINGS:
            return "heading", _HEADINGS[tag]
        if tag in ("caption", "figcaption"):
            return "caption", 1
        return ("item", max(len(self.lists), 1)) if tag in ("li", "dt", "dd") else ("paragraph", 1)

    @property
    def _is_code(self) -> bool:
        return bool(self.within) and self.within[-1].tag == "pre"


def _list(element: Any) -> _List:
    if element.tag != "ol":
        return _List(None, 1)
    is_reversed = element.get("reversed") is not None
    first = sum(1 for _ in element.iterchildren("li")) if is_reversed else 1
    return _List(element.get("type", "1"), _integer(element.get("start"), first), -1 if is_reversed else 1)


def _integer(value: str | None, default: int) -> int:
    try:
        return int(value or "")
    except ValueError:
        return default


def _figure(number: int, style: str) -> str:
    """The number as the list writes it: `3`, `c` or `C`. Roman figures are left as `3`."""
    if style in ("a", "A") and 1 <= number <= len(_LETTERS):
        letter = _LETTERS[number - 1]
        return letter.upper() if style == "A" else letter
    return str(number)
