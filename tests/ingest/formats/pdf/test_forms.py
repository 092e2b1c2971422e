"""Forms made by reportlab, with labels where people put them."""

from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from ingest.formats.pdf.reading import PDF
from tests.ingest.formats.reading import content_of


def form(*fields: tuple[str | None, str, str | bool]) -> bytes:
    """A page with a field a line: its label, its name, and its value."""
    file = BytesIO()
    canvas = Canvas(file)
    for number, (label, name, value) in enumerate(fields):
        y = 750 - 30 * number
        if label:
            canvas.drawString(60, y + 6, label)
        if isinstance(value, bool):
            canvas.acroForm.checkbox(name=name, x=200, y=y, size=16, checked=value)
        else:
            canvas.acroForm.textfield(name=name, x=200, y=y, width=200, height=20, value=value)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(data: bytes) -> list[str]:
    return content_of(PDF, data).text.split("\n")


def test_values_stand_behind_their_labels() -> None:
    data = form(("Full name:", "n", "Salma Odeh"), ("Insured:", "i", True), ("Smoker:", "s", False))
    assert lines(data) == ["Full name: Salma Odeh", "Insured: ticked", "Smoker: not ticked"]
    assert content_of(PDF, data).title is None


def test_a_form_of_fields_alone_is_no_scan() -> None:
    assert lines(form((None, "Rent per month", "450 dinars"))) == ["Rent per month: 450 dinars"]


def test_a_field_left_empty_says_nothing() -> None:
    assert lines(form(("Full name:", "n", "Salma Odeh"), ("Fax:", "f", ""))) == ["Full name: Salma Odeh", "Fax:"]


def test_a_comment_is_marked_as_one() -> None:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(60, 700, "The tenant pays the rent.")
    canvas.textAnnotation("Ask the lawyer first", Rect=[300, 690, 320, 710])
    canvas.showPage()
    canvas.save()
    read = content_of(PDF, file.getvalue())
    assert [(read.text[b.start : b.end], b.kind, b.page) for b in read.blocks] == [
        ("The tenant pays the rent.", "paragraph", 1),
        ("Ask the lawyer first", "comment", 1),
    ]
