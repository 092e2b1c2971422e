"""Plain text: what a language model streams, without HTML, links, images, or the thoughts of reasoning models.

What leaves here opens no tag and points at no address by markdown, whatever a document talked the model into. The text
is read once, from left to right: a construct is taken away for its own letters alone, and what two parts would open
where they come to meet is parted by a blank. So it is all one how the text is cut into pieces.
"""

import re

from qa.markers import MARKER

_MOST = 1000  # characters of a tag, link or image; a longer one stays, with its opening made harmless

_ENDED = r"</think(?:ing)?>\s*"
_THOUGHT = rf"<think(?:ing)?>(?:(?!{_ENDED}).)*"
# "if x<y and z>w" is prose: words without the "=" of an attribute
# "<|im_end|>", too: a small model may write the marks of its chat template
_TAG = rf"<(?!\w+[\s,][^<>=]*\w>)[a-z/!?|][^<>]{{0,{_MOST}}}>"
_LINK_TEXT, _ADDRESS = rf"[^\[\]\n]{{0,{_MOST}}}", rf"[^()\n]{{0,{_MOST}}}"
_CONSTRUCT = re.compile(
    rf"{_THOUGHT}(?:{_ENDED}|\Z)|{_TAG}|!?\[(?P<text>{_LINK_TEXT})\]\({_ADDRESS}\)",
    re.IGNORECASE | re.DOTALL,
)
# Every start of a construct, at the end of what has come. Whole constructs are met first: none is cut at a start in it.
_UNFINISHED = re.compile(
    rf"(?P<start>(?:{_THOUGHT}(?:{_ENDED})?|<(?:[a-z/!?|][^<>]{{0,{_MOST}}})?"
    rf"|!|!?\[{_LINK_TEXT}(?:\](?:\({_ADDRESS})?)?)\Z)|{_CONSTRUCT.pattern}",
    re.IGNORECASE | re.DOTALL,
)
# Between these two letters a tag, or the address of an image or link, would open.
_OPENING = re.compile(r"(?<=<)(?=[a-z/!?])|(?<=\])(?=[(:])", re.IGNORECASE)


class PlainStream:
    """Feed it pieces as they come: it gives back what is plain, and holds what may yet become a tag or a link."""

    def __init__(self) -> None:
        self._held = ""
        self._last = ""  # letter given

    def feed(self, piece: str) -> str:
        """The plain text that is certain after this piece."""
        text = self._held + piece
        self._held = next((found[0] for found in _UNFINISHED.finditer(text) if found["start"]), "")
        return self._given(text[: len(text) - len(self._held)])

    def finish(self) -> str:
        """What was still held; a thought that never ended is dropped."""
        held, self._held = self._held, ""
        return self._given(held)

    def _given(self, text: str) -> str:
        given = harmless(_CONSTRUCT.sub(_shown, text), self._last)
        self._last = given[-1:] or self._last
        return given


def plain(text: str) -> str:
    """The whole text at once."""
    stream = PlainStream()
    return stream.feed(text) + stream.finish()


def harmless(text: str, last: str) -> str:
    """The text with a blank wherever a tag or an address would open, in it or behind the `last` letter before it."""
    return _OPENING.sub(" ", last + text)[len(last) :]


def _shown(construct: re.Match[str]) -> str:
    """A link's text without tags; one around a marker, `[1](#source)`, stays a marker."""
    text = construct["text"] or ""
    return f"[{text}]" if MARKER.fullmatch(f"[{text}]") else _CONSTRUCT.sub(_shown, text)
