"""Pages that are images: read where Tesseract is installed, named where it is not."""

import shutil
from io import BytesIO

import pytest
from PIL import Image
from pypdfium2 import PdfDocument
from reportlab.pdfgen.canvas import Canvas

from ingest.errors import SourceError
from ingest.formats.pdf.reading import PDF
from tests.ingest.formats.reading import content_of

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Debian's tesseract-ocr-ara")
IMAGE = Image.new("L", (40, 40))


@pytest.fixture
def no_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


def printed(*pages: str | Image.Image) -> bytes:
    """A PDF of pages that are a line of text, or an image that fills them."""
    file = BytesIO()
    canvas = Canvas(file)
    for page in pages:
        if isinstance(page, str):
            canvas.drawString(60, 780, page)
        else:
            canvas.drawInlineImage(page, 0, 0, *canvas._pagesize)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def scanned(text: str) -> Image.Image:
    image: Image.Image = PdfDocument(printed(text))[0].render(scale=300 / 72, grayscale=True).to_pil()
    return image


@pytest.mark.slow
@needs_tesseract
def test_a_page_that_is_an_image_is_read_and_marked() -> None:
    pages = "The lease begins in May.", scanned("The tenant pays a deposit of 750 dinars."), "It ends in June."
    read = content_of(PDF, printed(*pages), "lease.pdf")
    assert read.text == "The lease begins in May.\nThe tenant pays a deposit of 750 dinars.\nIt ends in June."
    assert [(block.kind, block.page) for block in read.blocks] == [
        ("paragraph", 1),
        ("recognised", 2),
        ("paragraph", 3),
    ]
    assert read.warnings == (
        "lease.pdf: page 2 is an image; its text was recognised by Tesseract, check its digits on the page",
    )


@pytest.mark.slow
@needs_tesseract
def test_an_image_without_text_is_named() -> None:
    read = content_of(PDF, printed("The lease begins in May.", IMAGE), "lease.pdf")
    assert read.warnings == ("lease.pdf: page 2 is an image; Tesseract finds no text on it",)


@pytest.mark.usefixtures("no_tesseract")
def test_without_tesseract_the_page_is_named_with_what_to_install() -> None:
    read = content_of(PDF, printed("The lease begins in May.", IMAGE), "lease.pdf")
    assert read.text == "The lease begins in May."
    assert read.warnings == (
        "lease.pdf: page 2 is an image; install Tesseract with its Arabic data (Debian: tesseract-ocr, "
        "tesseract-ocr-ara; macOS: tesseract, tesseract-lang) and ingest it again",
    )
    with pytest.raises(SourceError, match=r"has no text in it: it looks like a scan; install Tesseract"):
        content_of(PDF, printed(IMAGE))
