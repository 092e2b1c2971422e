"""What documents are called where several are named: of equal titles each is followed by its file's name."""

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
    return source if "://" in source else source.removeprefix("upload:").rpartition("/")[2]


def label(document: Named, among: Iterable[Named]) -> str:
    """The title; of another of those with it too, with the file's name, or the path where names are equal too."""
    same = {one.source for one in among if one.title == document.title} - {document.source}
    if not same:
        return document.title
    name = file_name(document.source)
    told = document.source.removeprefix("upload:") if name in map(file_name, same) else name
    return f"{document.title} ({told})"
