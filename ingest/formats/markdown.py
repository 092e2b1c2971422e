"""Markdown, read as it is written; its headings are known as such."""

import re
from collections.abc import Iterator

from ingest.document import Block
from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Raw, clean
from ingest.formats.wrapping import unwrapped

_FENCE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)  # in none of 527 files is a heading in one
_HEADING = re.compile(
    r"^ {0,3}(?P<signs>#{1,6})[ \t]+(?P<atx>.{1,500}?)[ \t]*#*$"
    r"|^(?P<underlined>\S.*)\n(?P<rule>=+|-+)[ \t]*$",
    re.MULTILINE,
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>[\w-]+:.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_TITLE_FIELD = re.compile(
    r"^title:[ \t]+(?:\"(?P<double>.+)\"|'(?P<single>.+)'|(?P<plain>[^\s\"'>|].*?))[ \t]*$", re.MULTILINE
)
_INLINE = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]+|\b_+|_+\b")


def read_markdown(raw: Raw) -> Content:
    """The text as it is, but for its encoding and the line breaks that a margin forced."""
    text = clean(decode(raw.source, raw.data, raw.charset))
    return Content(markdown_heading(text), unwrapped(text), tuple(_headings(text)))


MARKDOWN = Format("markdown", (".md", ".markdown"), ("text/markdown", "text/x-markdown"), read_markdown)


def markdown_heading(text: str) -> str | None:
    """What the document is headed by: the title that its YAML front matter gives it, else its first heading."""
    front = _FRONT_MATTER.match(text)
    if front and (title := _title_field(front["fields"])):
        return title
    heading = next(_headings(text), None)
    if heading is None:
        return None
    return _INLINE.sub(lambda match: match[1] or "", text[heading.start : heading.end]).strip() or None


def _title_field(fields: str) -> str | None:
    """The one-line title among the fields, without its quotes."""
    found = _TITLE_FIELD.search(fields)
    return found and (found["double"] or found["single"] or found["plain"])


def _headings(text: str) -> Iterator[Block]:
    """The headings outside code blocks and front matter."""
    front = _FRONT_MATTER.match(text)
    prose = _FENCE.sub(lambda fence: re.sub(r"[^\n]", " ", fence[0]), text)
    for found in _HEADING.finditer(prose, front.end() if front else 0):
        part = "atx" if found["atx"] else "underlined"
        level = len(found["signs"]) if found["signs"] else 1 if found["rule"].startswith("=") else 2
        yield Block(found.start(part), found.end(part), "heading", level)
