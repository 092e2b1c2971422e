"""DOCX → title and text, by python-docx: paragraphs and tables in the document's order."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from ingest.errors import SourceError, TooLarge

_OLE = b"\xd0\xcf\x11\xe0"  # the container of old .doc files, and of encrypted .docx files

_ALWAYS_FINE = 10_000_000  # bytes unpacked: the styles and pictures of an empty document are nearly a million


def read_docx(source: str, data: bytes, max_bytes: int) -> tuple[str | None, str]:
    """The title (the file's property, else the first heading; None without either) and the text, a paragraph a line.

    Raises SourceError for a broken or encrypted file, TooLarge if it unpacks to more than `max_bytes`.
    """
    if data.startswith(_OLE):
        raise SourceError(f"{source} is encrypted, or an old .doc; save it as .docx without a password and ingest that")
    try:
        _check_unpacked_size(source, data, max_bytes)
        return _read(data)
    except SourceError:
        raise
    except Exception:  # a broken file surfaces as anything: in the zip, the XML, or a part that is missing
        raise SourceError(
            f"{source} is a broken DOCX; open it in a word processor, save it anew and ingest that"
        ) from None


def _check_unpacked_size(source: str, data: bytes, max_bytes: int) -> None:
    with zipfile.ZipFile(BytesIO(data)) as parts:
        unpacked = sum(part.file_size for part in parts.infolist())
    if unpacked > max(max_bytes, _ALWAYS_FINE):
        raise TooLarge(
            f"{source} unpacks to {unpacked:,} bytes, over the limit of {max_bytes:,}; "
            "raise DALIL_MAX_FILE_MB or split it"
        )


def _read(data: bytes) -> tuple[str | None, str]:
    from docx import Document

    document = Document(BytesIO(data))
    headings = (p.text.strip() for p in document.paragraphs if _is_heading(p))
    title = document.core_properties.title.strip() or next(filter(None, headings), None)
    return title, "\n".join(_blocks(document))


def _is_heading(paragraph: Any) -> bool:
    name = (paragraph.style.name or "") if paragraph.style is not None else ""
    return name == "Title" or name.startswith("Heading")


def _blocks(container: Any) -> Iterator[str]:
    """Each paragraph, and each row of a table with tabs between its cells."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                merged_once = {id(cell._tc): cell.text.strip() for cell in row.cells}
                yield "\t".join(merged_once.values())
        else:
            yield block.text
