"""EPUB → the chapters in the order of the book's spine, each read as HTML."""

from posixpath import dirname, join, normpath
from urllib.parse import unquote

from ingest.errors import SourceError
from ingest.formats.encodings import decode
from ingest.formats.format import Content, Format, Piece, Raw, content
from ingest.formats.html.reading import declared_encoding, title_and_pieces
from ingest.formats.packing import naming_broken, opened, xml
from ingest.metadata import Metadata, iso_date

_PACKAGE = "{http://www.idpf.org/2007/opf}"
_CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = ("application/xhtml+xml", "text/html")


def read_epub(raw: Raw) -> Content:
    """The book's title (None without one) and its chapters; the table of contents is left out."""
    with naming_broken(raw.source, "EPUB"), opened(raw) as parts:
        container = xml(parts.read("META-INF/container.xml"))
        path = container.find(f".//{_CONTAINER}rootfile").get("full-path")
        package = xml(parts.read(path))
        items = {item.get("id"): item for item in package.iter(f"{_PACKAGE}item")}
        pieces = list[Piece]()
        for reference in package.iter(f"{_PACKAGE}itemref"):
            item = items[reference.get("idref")]
            if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split():
                data = parts.read(normpath(join(dirname(path), unquote(item.get("href")))))
                pieces += title_and_pieces(_decoded(raw.source, data))[1]
        title, author, date, language = (
            (package.findtext(f".//{_DC}{name}") or "").strip() for name in ("title", "creator", "date", "language")
        )
    return content(title or None, pieces, Metadata(author or None, iso_date(date), language or None))


EPUB = Format("epub", (".epub",), ("application/epub+zip",), read_epub)


def _decoded(source: str, data: bytes) -> str:
    try:
        return decode(source, data, declared_encoding(data))
    except SourceError:
        raise SourceError(
            f"{source} has a chapter that is not text, as in a protected book; ingest a copy without protection"
        ) from None
