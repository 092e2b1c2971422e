"""Real PDFs: by reportlab, which paints what it is given from left to right, and by Chromium, which shapes Arabic."""

import shutil
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from ingest.errors import SourceError
from ingest.formats.pdf.reading import PDF
from tests.ingest.formats.reading import content_of, title_and_text

ARABIC_FONT = Path("/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf")
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Debian's tesseract-ocr-ara")
needs_arabic_font = pytest.mark.skipif(not ARABIC_FONT.exists(), reason="needs Debian's fonts-noto-core")

FIRST = (
    "The two ministers met in Moscow on Thursday evening and spoke for three hours about concrete steps in Syria, "
    "as both of them said afterwards. They agreed to publish nothing of what had been said before the end of July."
)
SECOND = "Afterwards the ministers went to see the president, who had waited for them until late in the night."


def read_pdf(source: str, data: bytes) -> tuple[str | None, str]:
    return title_and_text(PDF, data, source)


def platypus(*texts: str, **options: str) -> bytes:
    file, style = BytesIO(), getSampleStyleSheet()["BodyText"]
    flow = [PageBreak() if text == "\f" else Paragraph(text, style) for text in texts]
    SimpleDocTemplate(file, **options).build(flow)
    return file.getvalue()


def drawn(*lines: str, font: str = "Helvetica") -> bytes:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.setFont(font, 14)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.fixture
def arabic_font() -> str:
    pdfmetrics.registerFont(TTFont("Naskh", str(ARABIC_FONT)))
    return "Naskh"


def test_each_paragraph_knows_the_page_that_it_begins_on() -> None:
    read = content_of(PDF, platypus(FIRST, "\f", SECOND))
    assert [(read.text[b.start : b.end], b.page) for b in read.blocks] == [(FIRST, 1), (SECOND, 2)]


def test_paragraphs_are_kept_and_lines_within_them_joined() -> None:
    assert read_pdf("a.pdf", platypus(FIRST, SECOND)) == (None, f"{FIRST}\n{SECOND}")


def test_each_page_is_read() -> None:
    assert read_pdf("a.pdf", platypus(FIRST, "\f", SECOND))[1] == f"{FIRST}\n{SECOND}"


def test_the_title_is_that_of_the_metadata() -> None:
    assert read_pdf("a.pdf", platypus(FIRST, title="محادثات موسكو"))[0] == "محادثات موسكو"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Microsoft Word - Document1.doc", None),
        ("Microsoft PowerPoint - talks.PPTX", None),
        ("Microsoft Word - The talks", "The talks"),
        ("draft 3.docx", None),
        ("(untitled)", None),
        ("الtي كAhbt", None),
        ("Version 2.0", "Version 2.0"),
    ],
)
def test_what_a_printer_makes_of_a_file_name_is_no_title(stated: str, title: str | None) -> None:
    assert read_pdf("a.pdf", platypus(FIRST, title=stated))[0] == title


def test_a_title_that_is_half_a_character_is_none() -> None:
    data = platypus(FIRST, title="talks")
    assert read_pdf("a.pdf", data)[0] == "talks"
    assert read_pdf("a.pdf", data.replace(b"(talks)", b"<FEFF0041D800>")) == (None, FIRST)


def test_a_word_parted_at_the_line_end_is_whole() -> None:
    assert read_pdf("a.pdf", drawn("They asked for the distri-", "bution of all of the aid."))[1] == (
        "They asked for the distribution of all of the aid."
    )


def test_a_line_that_ends_with_a_hyphen_is_measured_to_its_own_end() -> None:
    data = drawn("The harbour master noted the weight of every cargo, which was then mea-", "sured in talents.")
    wide = drawn(
        "The harbour master noted the weight of every cargo, which was then mea-", "sured in talents of", "gold."
    )
    assert read_pdf("a.pdf", data)[1] == (
        "The harbour master noted the weight of every cargo, which was then measured in talents."
    )
    assert read_pdf("a.pdf", wide)[1].startswith(
        "The harbour master noted the weight of every cargo, which was then measured in talents of\ngold."
    )


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("They spoke for long about COVID-", "19 and other things.", "COVID-19"),
        ("They spoke for long about Bakr al-", "Baghdadi and others.", "al-Baghdadi"),
        ("THEY SPOKE FOR LONG ABOUT INTER-", "NATIONAL LAW AND IT.", "INTERNATIONAL"),
    ],
)
def test_a_hyphen_that_is_written_so_stays_at_the_line_end(first: str, second: str, whole: str) -> None:
    assert whole in read_pdf("a.pdf", drawn(first, second))[1].split()


def test_rows_of_a_table_carry_their_header_ruled_or_not() -> None:
    table = [["Name", "Post", "Salary"], ["Rana Sabbagh", "Pilot", "31,200"], ["Adel Mansour", "Cook", "9,400"]]
    for style in ([], [("GRID", (0, 0), (-1, -1), 0.5, "black")]):
        file = BytesIO()
        SimpleDocTemplate(file).build([Table(table, style=TableStyle(style))])
        read = content_of(PDF, file.getvalue())
        rows = [(read.text[b.start : b.end], b.header) for b in read.blocks if b.kind == "row"]
        header = ("Name", "Post", "Salary")
        assert rows == [
            ("Name\tPost\tSalary", ()),
            ("Rana Sabbagh\tPilot\t31,200", header),
            ("Adel Mansour\tCook\t9,400", header),
        ]


def test_the_largest_heading_is_the_title_where_the_metadata_names_none() -> None:
    file, styles = BytesIO(), getSampleStyleSheet()
    parts = [("Talks in Moscow", "Heading2"), ("The harbour of Tyre", "Title"), (FIRST, "BodyText")]
    SimpleDocTemplate(file).build([Paragraph(text, styles[style]) for text, style in parts])
    read = content_of(PDF, file.getvalue())
    assert read.title == "The harbour of Tyre"
    assert [(block.kind, block.level) for block in read.blocks] == [("heading", 2), ("heading", 1), ("paragraph", 1)]


def test_text_squeezed_flat_is_read_too() -> None:
    file = BytesIO()
    canvas = Canvas(file)
    canvas.drawString(60, 780, "The line above it.")
    canvas.transform(1, 0, 0, 0, 60, 700)  # all of it on one height
    canvas.drawString(0, 0, "A flat line.")
    canvas.showPage()
    canvas.save()
    assert read_pdf("a.pdf", file.getvalue())[1] == "The line above it.\nA flat line."


def with_letters(shown: str, *letters: tuple[str, str]) -> bytes:
    """A page that shows a text in a font which says of some letters that they are others, given in UTF-16."""
    cmap = "".join(f"<{ord(letter):02X}> <{meant}> " for letter, meant in letters)
    stream = f"BT /F 14 Tf 60 700 Td ({shown}) Tj ET"
    to_unicode = (
        "begincmap 1 begincodespacerange <00><FF> endcodespacerange\n"
        f"{len(letters)} beginbfchar {cmap}endbfchar endcmap"
    )
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        f"<</Length {len(to_unicode)}>>stream\n{to_unicode}\nendstream",
    ]
    body = "".join(f"{number} 0 obj\n{content}\nendobj\n" for number, content in enumerate(objects, start=1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>".encode()


def test_characters_beyond_the_basic_plane_are_whole() -> None:
    data = with_letters("A hello B", ("A", "D83DDE00"), ("B", "D835DC9C"))
    assert read_pdf("a.pdf", data)[1] == "\U0001f600 hello \U0001d49c"


GARBAGE = with_letters("meet me in the street of trees", ("e", "0645"), ("t", "0418"))


def test_a_page_whose_fonts_do_not_say_which_letters_they_show_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # without Tesseract
    with pytest.raises(SourceError, match="its fonts do not say which letters they show; install Tesseract"):
        read_pdf("a.pdf", GARBAGE)


@pytest.mark.slow
@needs_tesseract
def test_what_such_a_page_shows_is_recognised() -> None:
    assert content_of(PDF, GARBAGE).text == "meet me in the street of trees"


@needs_arabic_font
def test_shaped_letters_become_plain_ones_in_reading_order(arabic_font: str) -> None:
    moscow = "\ufee3\ufeee\ufeb3\ufedc\ufeee"  # the letters of موسكو as a typesetter joins them
    _, text = read_pdf("a.pdf", drawn(f"{moscow[::-1]} 15 \ufef2\ufed3", font=arabic_font))
    assert text == "في 15 موسكو"


@needs_arabic_font
def test_arabic_painted_letter_by_letter_from_the_left_is_read_so(arabic_font: str) -> None:
    line = "اتفقت موسكو وواشنطن على محاربة داعش بلا هوادة في 15 تموز"
    assert read_pdf("a.pdf", drawn(line, font=arabic_font))[1] == line


@pytest.mark.browser
@needs_arabic_font
def test_arabic_printed_by_a_browser_keeps_words_and_paragraphs(tmp_path: Path) -> None:
    paragraphs = [
        "وصف لافروف المباحثات مع كيري بالمكثفة، وبأنها تطرقت إلى جوانب مختلفة من العلاقات بين روسيا والولايات المتحدة، "
        "مضيفا أن موضوع الأزمة السورية كان محور المباحثات (15 تموز 2016).",
        "كما اتفقت موسكو وواشنطن على الخطوات المشتركة التي يجب اتخاذها لتطبيق وقف إطلاق النار، دون الكشف عن تفاصيل.",
        "قَالَ ٱلْمُعَلِّمُ إِنَّ ٱلْإِنْسَانَ لَا يَعْرِفُ قِيمَةَ ٱلْمَاءِ إِلَّا إِذَا فَقَدَهُ.",
    ]
    text = printed_by_a_browser("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs), tmp_path)
    assert text.split("\n") == [unicodedata.normalize("NFC", paragraph) for paragraph in paragraphs]


@pytest.mark.browser
@needs_arabic_font
def test_a_table_without_rules_printed_by_a_browser_is_one_vocalised_or_not(tmp_path: Path) -> None:
    rows = [
        ("الاسم", "العمل", "الراتب"),
        ("سَلْمَى", "كَاتِبَةُ مَجْلِسٍ", "750"),
        ("عبد الرحمن", "سائق", "1,200"),
        ("القيروان", "مديرة", "980"),
    ]
    table = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows)
    text = printed_by_a_browser(f"<table>{table}</table>", tmp_path)
    assert text.split("\n") == [unicodedata.normalize("NFC", "\t".join(row)) for row in rows]


def printed_by_a_browser(body: str, folder: Path) -> str:
    """The text of the page's PDF, in NFC."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Debian's chromium")
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(f'<html dir="rtl"><meta charset="utf-8"><body style="font-family: Noto Naskh Arabic">{body}')
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return unicodedata.normalize("NFC", read_pdf("page.pdf", pdf.read_bytes())[1])


@pytest.mark.parametrize("data", [b"%PDF-1.7 and nothing more", b"no PDF at all"])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.pdf is a broken PDF; open it"):
        read_pdf("a.pdf", data)


def test_a_file_cut_off_is_refused_or_where_only_the_last_bytes_lack_read_whole() -> None:
    data = platypus(FIRST, "\f", SECOND)
    assert {read_or_refused(data[:cut]) for cut in range(len(data) // 2, len(data), 5)} == {
        "refused",
        f"{FIRST}\n{SECOND}",
    }


def read_or_refused(data: bytes) -> str:
    try:
        return read_pdf("a.pdf", data)[1]
    except SourceError:
        return "refused"


def test_an_encrypted_file_is_named_so() -> None:
    with pytest.raises(SourceError, match="encrypted with a password"):
        read_pdf("a.pdf", platypus(FIRST, encrypt=StandardEncryption("secret")))
