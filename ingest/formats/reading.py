"""A source's bytes, of a known format → a Document. What each format holds, its own file knows."""

import re

from ingest.document import Document
from ingest.errors import SourceError
from ingest.formats.format import Raw, clean
from ingest.formats.formats import named

_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")


def read(raw: Raw) -> Document:
    """Raises SourceError for a source that is broken or holds no text; TooLarge for one that unpacks to too much."""
    if not raw.data:
        raise SourceError(f"{raw.source} is empty; check that it was saved")
    content = named(raw.format).read(raw)
    if not content.text.strip():
        raise SourceError(
            f"{raw.source} has no text in it; if a browser shows some, save the page as PDF and ingest that"
        )
    title = _one_line(content.title or "") or _one_line(_CONTROLS.sub(" ", raw.fallback_title))
    return Document(raw.source, title, content.text, content.blocks, content.warnings, content.metadata)


def over_memory(source: str, memory: int) -> str:
    """What TooLarge says of a source over the limit of memory (bytes)."""
    megabytes = memory // 1_000_000
    return f"{source} takes more than {megabytes:,} MB of memory to read; split it or raise DALIL_READING_MEMORY_MB"


def _one_line(title: str) -> str:
    return " ".join(clean(title).split())
