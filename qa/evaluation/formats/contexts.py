"""Contexts: the texts that a row brings to be asked of, as documents."""

from collections.abc import Iterator
from typing import Any

from ingest.document import Document
from qa.evaluation.formats.cells import unfolded
from qa.evaluation.formats.forms.form import Text


class Documents:
    """A set's documents, each text once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._held: dict[tuple[str, str], Document] = {}

    def add(self, title: str, text: str, place: str) -> Document:
        """The document of that title and text; `place` tells where in the set it was met first."""
        return self._held.setdefault((title, text), Document(f"testset:{self._name}#{place}", title, text))

    def all(self) -> list[Document]:
        return list(self._held.values())


def contexts(value: Any, title: str) -> list[Text]:
    """The texts in a field: one, a list of them, or of objects with a text and perhaps a title.

    Raises ValueError where it is something else.
    """
    return [text for text in _texts(unfolded(value) if isinstance(value, str) else value, title) if text.text.strip()]


def _texts(value: Any, title: str) -> Iterator[Text]:
    if value is None:
        return
    if isinstance(value, str):
        yield Text(title, value, True)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, title)
    elif isinstance(value, dict):
        text = next((value[name] for name in _TEXT if isinstance(value.get(name), str)), None)
        if text is None:
            raise ValueError(f"an object without {', '.join(_TEXT)}, which hold a context's text")
        yield Text(str(value.get("title") or value.get("source") or title), text, True)
    else:
        raise ValueError(f"should be a text or a list of texts, found {type(value).__name__}")


_TEXT = ("text", "content", "page_content", "context", "passage")
