import zipfile
from io import BytesIO

import pytest

from ingest.errors import SourceError
from ingest.formats.epub import EPUB
from tests.ingest.formats.reading import content_of


def epub(**more: bytes) -> bytes:
    package = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title>The harbour</dc:title></metadata><manifest>
    <item id="two" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/>
    <item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
    <item id="toc" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>
    </manifest><spine><itemref idref="toc"/><itemref idref="one"/><itemref idref="two"/></spine></package>"""
    page = "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body>{}</body></html>"
    parts: dict[str, str | bytes] = {
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": package,
        "OEBPS/nav.xhtml": page.format("<ol><li>Contents</li></ol>"),
        "OEBPS/text/one.xhtml": page.format("<h1>Piers</h1><p>There are <b>two</b>.</p>"),
        "OEBPS/text/two b.xhtml": page.format("<h1>Ships</h1><ol start='4'><li>وصلت.</li></ol>"),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, data in {**parts, **more}.items():
            written.writestr(name, data)
    return file.getvalue()


def test_the_chapters_are_read_in_the_order_of_the_spine() -> None:
    read = content_of(EPUB, epub())
    assert read.title == "The harbour"
    assert [(read.text[b.start : b.end], b.kind) for b in read.blocks] == [
        ("Piers", "heading"),
        ("There are two.", "paragraph"),
        ("Ships", "heading"),
        ("4. وصلت.", "item"),
    ]


def test_a_protected_or_broken_book_is_refused() -> None:
    with pytest.raises(SourceError, match="a protected book"):
        content_of(EPUB, epub(**{"OEBPS/text/one.xhtml": bytes(range(256)) * 9}))
    with pytest.raises(SourceError, match="a is a broken EPUB"):
        content_of(EPUB, epub(**{"OEBPS/book.opf": b"<package"}))
