"""Plain text: a headline is its title, and lines broken at a margin are whole paragraphs again."""

from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Raw, clean
from ingest.formats.titles import headline
from ingest.formats.wrapping import unwrapped


def read_text(raw: Raw) -> Content:
    """The text as it is, but for its encoding and the line breaks that a margin forced."""
    text = clean(decode(raw.source, raw.data, raw.charset))
    return Content(headline(text), unwrapped(text))


TEXT = Format("text", (".txt", ".text"), ("text/plain",), read_text)
