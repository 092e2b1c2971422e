"""Subtitles (SRT, WebVTT) → what is said, a paragraph up to each pause; without times, numbers and styles."""

import re
from collections.abc import Iterator
from html import unescape

from ingest.errors import SourceError
from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Piece, Raw, clean, content

_TIME = r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}.*\n((?:.*\S.*(?:\n|$))*)", re.MULTILINE)
_SPEAKER = re.compile(r"<v(?:\.[^ >]*)? ([^>]+)>")
_MARKUP = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
_PAUSE = 2.0  # seconds


def read_subtitles(raw: Raw) -> Content:
    """What is said; without a title. Raises SourceError where no line is timed."""
    text = clean(decode(raw.source, raw.data, raw.charset))
    pieces = [Piece(" ".join(said)) for said in _paragraphs(text)]
    if not pieces:
        raise SourceError(f"{raw.source} has no timed line in it; check that it holds subtitles")
    return content(None, pieces)


SUBTITLES = Format("srt", (".srt", ".vtt"), ("application/x-subrip", "text/vtt"), read_subtitles)


def _paragraphs(text: str) -> Iterator[list[str]]:
    said, last, until = list[str](), "", 0.0
    for cue in _CUE.finditer(text):
        start, end, words = _seconds(cue, 1), _seconds(cue, 5), _words(cue[9])
        if said and start - until >= _PAUSE:
            yield said
            said = []
        if words and words != last:  # captions that roll show each line twice
            said.append(words)
        last, until = words, end
    if said:
        yield said


def _seconds(cue: re.Match[str], first: int) -> float:
    hours, minutes, seconds, thousandths = (int(cue[group] or 0) for group in range(first, first + 4))
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _words(lines: str) -> str:
    return " ".join(unescape(_MARKUP.sub("", _SPEAKER.sub(r"\1: ", lines))).split())
