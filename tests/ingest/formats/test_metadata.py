"""What each format says of itself: author, date, language, pages."""

from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

from ingest.formats.docx.reading import DOCX
from ingest.formats.epub import EPUB
from ingest.formats.format import Format
from ingest.formats.html.reading import HTML
from ingest.formats.mail import MAIL
from ingest.formats.odt import ODT
from ingest.formats.pdf.reading import PDF
from ingest.formats.slides import SLIDES
from ingest.metadata import NO_METADATA, Metadata
from tests.ingest.formats.reading import content_of


def metadata(form: Format, data: bytes) -> Metadata:
    return content_of(form, data).metadata


def packed(**parts: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def test_a_pdf_has_its_author_day_and_pages() -> None:
    file = BytesIO()
    canvas = Canvas(file, invariant=1)  # of 2000-01-01
    canvas.setAuthor("Layla Haddad")
    for text in ("The first page.", "The second page."):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    assert metadata(PDF, file.getvalue()) == Metadata("Layla Haddad", "2000-01-01", pages=2)
    nobody = Canvas(file := BytesIO(), invariant=1)  # whose author is "anonymous"
    nobody.drawString(72, 700, "The first page.")
    nobody.save()
    assert metadata(PDF, file.getvalue()) == Metadata(date="2000-01-01", pages=1)


def test_word_and_powerpoint_files_have_core_properties() -> None:
    document, deck = Document(), Presentation()
    document.add_paragraph("Text.")
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Title"
    for made in (document, deck):
        made.core_properties.author = "عمر ناصر"
        made.core_properties.created = datetime(2023, 4, 5, 6, 7)
        made.core_properties.language = "ar"
    word, slides = BytesIO(), BytesIO()
    document.save(word)
    deck.save(slides)
    assert metadata(DOCX, word.getvalue()) == Metadata("عمر ناصر", "2023-04-05", "ar")
    assert metadata(SLIDES, slides.getvalue()) == Metadata("عمر ناصر", "2023-04-05", "ar", 1)


def test_an_opendocument_text_has_who_wrote_it_first() -> None:
    office, meta = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
    text, dc = "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "http://purl.org/dc/elements/1.1/"
    body = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{text}"><o:body><o:text><t:p>Text.</t:p></o:text></o:body>'
        "</o:document-content>"
    )
    said = (
        f'<o:document-meta xmlns:o="{office}" xmlns:m="{meta}" xmlns:dc="{dc}"><o:meta><dc:creator>Last</dc:creator>'
        "<m:initial-creator>First</m:initial-creator><m:creation-date>2022-12-31T10:00:00</m:creation-date>"
        '<dc:language>en-GB</dc:language><m:document-statistic m:page-count="7"/></o:meta></o:document-meta>'
    )
    file = packed(**{"content.xml": body, "meta.xml": said})
    assert metadata(ODT, file) == Metadata("First", "2022-12-31", "en-GB", 7)
    assert metadata(ODT, packed(**{"content.xml": body})) == NO_METADATA


def test_a_book_has_dublin_core() -> None:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf"/></rootfiles></container>'
    )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        "<dc:creator>M. Keller</dc:creator><dc:date>1921</dc:date><dc:language>de</dc:language></metadata><manifest>"
        '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine>'
        "</package>"
    )
    page = "<html><body><p>Text.</p></body></html>"
    file = packed(**{"META-INF/container.xml": container, "book.opf": package, "a.xhtml": page})
    assert metadata(EPUB, file) == Metadata("M. Keller", "1921", "de")


def test_a_page_has_meta_elements_and_a_language() -> None:
    page = (
        b'<html lang="ar"><head><meta name="Author" content="Maha"><meta property="article:published_time" '
        b'content="2024-05-31T08:00:00Z"><meta name="date" content=""></head><body><p>Text.</p></body></html>'
    )
    assert metadata(HTML, page) == Metadata("Maha", "2024-05-31", "ar")
    assert metadata(HTML, b"<p>Text.</p>") == NO_METADATA


def test_a_mail_has_its_sender_and_its_day() -> None:
    head = b"From: Omar Nasser <omar@example.org>\r\nDate: Fri, 31 May 2024 23:30:00 +0300\r\nSubject: x\r\n"
    assert metadata(MAIL, head + b"\r\nText.\r\n") == Metadata("Omar Nasser", "2024-05-31")
    assert metadata(MAIL, b"From: omar@example.org\r\n\r\nText.\r\n") == Metadata("omar@example.org")
