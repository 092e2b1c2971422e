"""Markdown, read as what it shows: markdown-it renders it, and the walk over HTML reads that."""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Raw, clean, content
from ingest.formats.html.reading import title_and_pieces
from ingest.metadata import Metadata, iso_date

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>[\w-]+:.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_FIELD = r"^%s:[ \t]+(?:\"(?P<double>.+)\"|'(?P<single>.+)'|(?P<plain>[^\s\"'>|\[{].*?))[ \t]*$"
_REFERENCE = re.compile(r"\[\^([^\]\s]{1,100})\]")
_NOTE = re.compile(r"\[\^([^\]\s]{1,100})\]:[ \t]*")


def read_markdown(raw: Raw) -> Content:
    """The title (that of the YAML front matter, else the first heading; None without either), blocks and metadata."""
    text = clean(decode(raw.source, raw.data, raw.charset))
    front = _FRONT_MATTER.match(text)
    rendered = _renderer().render(text[front.end() :] if front else text)
    _, found = title_and_pieces(f"<html><body>{rendered}</body></html>")
    heading = next((piece.text for piece in found if piece.kind == "heading"), None)
    fields = front["fields"] if front else ""
    date = _field(fields, "date")
    metadata = Metadata(
        _field(fields, "author"), date and iso_date(date), _field(fields, "lang") or _field(fields, "language")
    )
    return content(_field(fields, "title") or heading, found, metadata)


MARKDOWN = Format("markdown", (".md", ".markdown"), ("text/markdown", "text/x-markdown"), read_markdown)


def _field(fields: str, name: str) -> str | None:
    """The one-line field of that name, without its quotes."""
    found = re.search(_FIELD % name, fields, re.MULTILINE)
    return found and (found["double"] or found["single"] or found["plain"])


def _renderer() -> Any:
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    markdown.block.ruler.before("reference", "note", _note, {"alt": ["paragraph", "reference"]})
    markdown.inline.ruler.before("link", "note_reference", _note_reference)
    return markdown


def _note_reference(state: "StateInline", silent: bool) -> bool:
    """`[^1]` is shown as a raised 1, `[^mesh]` as [mesh]."""
    found = _REFERENCE.match(state.src, state.pos)
    if found is None:
        return False
    if not silent:
        name = escape(found[1])
        state.push("html_inline", "", 0).content = f"<sup>{name}</sup>" if name.isdecimal() else f"[{name}]"
    state.pos = found.end()
    return True


def _note(state: "StateBlock", first: int, last: int, silent: bool) -> bool:
    """`[^1]: …` and the lines below it are a paragraph that begins with the note's number, in its place."""
    found = _NOTE.match(state.src, state.bMarks[first] + state.tShift[first], state.eMarks[first])
    if found is None:
        return False
    if silent:
        return True
    line = first + 1
    while line < last and not state.isEmpty(line) and not _begins_note(state, line):
        line += 1
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = f"[^{found[1]}] {state.src[found.end() : state.eMarks[line - 1]].strip()}"
    inline.children = []
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def _begins_note(state: "StateBlock", line: int) -> bool:
    return _NOTE.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line]) is not None
