"""Plain text: what a language model streams, without HTML, links, images, or the thoughts of reasoning models.

What leaves here opens no tag and points at no address by markdown, whatever a document talked the model into.
"""

import re

_MOST = 1000  # characters of a tag, link or image; a longer one stays, with its opening made harmless

_CONSTRUCT = re.compile(
    rf"<think>.*?</think>\s*|<(?!think>)[a-z/!?][^<>]{{0,{_MOST}}}>"
    rf"|!?\[(?P<text>[^\[\]\n]{{0,{_MOST}}})\]\([^()\n]{{0,{_MOST}}}\)",
    re.IGNORECASE | re.DOTALL,
)
_UNFINISHED = re.compile(
    rf"(?:<think>.*|<(?:[a-z/!?][^<>]{{0,{_MOST}}})?|!|!?\[[^\[\]\n]{{0,{_MOST}}}(?:\](?:\([^()\n]{{0,{_MOST}}})?)?|\])\Z",
    re.IGNORECASE | re.DOTALL,
)
# What a construct too long or broken would still be read as: a tag, an image or link, a link's definition.
_OPENINGS = ((re.compile(r"<(?=[a-z/!?])", re.IGNORECASE), "< "), (re.compile(r"\](?=[(:])"), "] "))


class PlainStream:
    """Feed it pieces as they come: it gives back what is plain, and holds what may yet become a tag or a link."""

    def __init__(self) -> None:
        self._held = ""
        self._last = ""  # the last character given: once a construct is taken away, another may come to stand behind it

    def feed(self, piece: str) -> str:
        """The plain text that is certain after this piece."""
        self._held = _plain_constructs(self._held + piece)
        unfinished = _UNFINISHED.search(self._held)
        cut = unfinished.start() if unfinished else len(self._held)
        certain, self._held = self._held[:cut], self._held[cut:]
        return self._given(certain)

    def finish(self) -> str:
        """What was still held; a thought that never ended is dropped."""
        held, self._held = self._held, ""
        return "" if held.lower().startswith("<think>") else self._given(held)

    def _given(self, text: str) -> str:
        given = _harmless(self._last + text)[len(self._last) :]
        self._last = given[-1:] or self._last
        return given


def plain(text: str) -> str:
    """The whole text at once."""
    stream = PlainStream()
    return stream.feed(text) + stream.finish()


def _plain_constructs(text: str) -> str:
    """Again until none is left: taking one away may close another around it."""
    while (shorter := _CONSTRUCT.sub(lambda found: _bracketed_if_number(found["text"] or ""), text)) != text:
        text = shorter
    return text


def _bracketed_if_number(text: str) -> str:
    """A link around a marker, `[1](#source)`, stays a marker."""
    return f"[{text}]" if text.strip().isdigit() else text


def _harmless(text: str) -> str:
    for opening, harmless in _OPENINGS:
        text = opening.sub(harmless, text)
    return text
