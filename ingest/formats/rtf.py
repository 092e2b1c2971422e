"""RTF → text, by striprtf; of tables it writes a row a line, a bar behind each cell."""

from collections.abc import Iterator
from itertools import groupby

from ingest.errors import SourceError
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.tables import rows
from ingest.formats.titles import headline


def read_rtf(raw: Raw) -> Content:
    """A headline is the title."""
    from striprtf.striprtf import rtf_to_text

    if not raw.data.lstrip().startswith(b"{\\rtf"):
        raise SourceError(
            f"{raw.source} is no RTF; open it in a word processor, save it as RTF or DOCX and ingest that"
        )
    text: str = rtf_to_text(raw.data.decode("cp1252", errors="replace"), errors="replace")  # type: ignore[no-untyped-call]
    return content(headline(text), _pieces(text))


RTF = Format("rtf", (".rtf",), ("application/rtf", "text/rtf"), read_rtf)


def _pieces(text: str) -> Iterator[Piece]:
    for is_table, lines in groupby(text.split("\n"), key=lambda line: line.rstrip().endswith("|")):
        if is_table:
            yield from rows([line.rstrip().removesuffix("|").split("|") for line in lines])
        else:
            yield from map(Piece, lines)
