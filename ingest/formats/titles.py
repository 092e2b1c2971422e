"""The title of a plain text: a headline or heading in it."""

import re

_LONGEST = 150  # characters of a headline
_BEGINNING = 1000  # characters that a headline is looked for in
_SENTENCE_END = (".", "!", "؟", "?", "…", ",", "،", ";", "؛", ":")
_FENCE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)  # in none of 527 files is a heading in one
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<atx>.{1,500}?)[ \t]*#*$|^(?P<underlined>\S.*)\n(?:=+|-+)[ \t]*$", re.MULTILINE
)
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>[\w-]+:.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL)
_TITLE_FIELD = re.compile(
    r"^title:[ \t]+(?:\"(?P<double>.+)\"|'(?P<single>.+)'|(?P<plain>[^\s\"'>|].*?))[ \t]*$", re.MULTILINE
)
_INLINE = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|[*`]+|\b_+|_+\b")


def headline(text: str) -> str | None:
    """The first line, if it stands above others, is short, and is no sentence."""
    lines = [line.strip() for line in text.strip()[:_BEGINNING].splitlines()]
    if len(lines) < 2 or len(lines[0]) > _LONGEST or lines[0].endswith(_SENTENCE_END):
        return None
    return lines[0] if any(char.isalpha() for char in lines[0]) else None


def markdown_heading(text: str) -> str | None:
    """What the document is headed by: the title that its YAML front matter gives it, else its first heading."""
    text = text.replace("\r\n", "\n")
    front = _FRONT_MATTER.match(text)
    if front is None:
        return _first_heading(text)
    return _title_field(front["fields"]) or _first_heading(text[front.end() :])


def _title_field(fields: str) -> str | None:
    """The one-line title among the fields, without its quotes."""
    found = _TITLE_FIELD.search(fields)
    return found and (found["double"] or found["single"] or found["plain"])


def _first_heading(text: str) -> str | None:
    """The first heading outside a code block, without its markup."""
    found = _HEADING.search(_FENCE.sub("", text))
    if found is None:
        return None
    return _INLINE.sub(lambda match: match[1] or "", found["atx"] or found["underlined"]).strip() or None
