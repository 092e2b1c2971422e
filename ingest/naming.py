"""What documents are called where several are named: of equal titles each is followed by its file's name."""

from collections import Counter
from collections.abc import Iterable
from typing import Protocol


class Named(Protocol):
    """A record, a citation or a passage."""

    @property
    def title(self) -> str: ...

    @property
    def source(self) -> str: ...


def file_name(source: str) -> str:
    """A file's name, or a whole URL."""
    return source if "://" in source else _path(source).rpartition("/")[2]


def labels(documents: Iterable[Named]) -> dict[str, str]:
    """By source the title; of several with one also the file's name, or the path where names are equal too."""
    titles = {document.source: document.title for document in documents}
    sharing = Counter(titles.values())
    files = Counter((title, file_name(source)) for source, title in titles.items())

    def label(source: str, title: str) -> str:
        if sharing[title] == 1:
            return title
        name = file_name(source)
        return f"{title} ({name if files[title, name] == 1 else _path(source)})"

    return {source: label(source, title) for source, title in titles.items()}


def _path(source: str) -> str:
    return source.removeprefix("upload:")
