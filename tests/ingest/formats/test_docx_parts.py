"""What Word shows and no paragraph holds: numbers of lists, page headers, comments; and what it holds and hides."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.document import Kind
from ingest.formats.docx.reading import DOCX
from tests.ingest.formats.reading import content_of


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def blocks(data: bytes) -> list[tuple[str, Kind, int]]:
    read = content_of(DOCX, data)
    return [(read.text[b.start : b.end], b.kind, b.level) for b in read.blocks]


def texts(data: bytes) -> list[str]:
    return [text for text, _, _ in blocks(data)]


def with_lists(levels: str, nums: str, paragraphs: list[tuple[str, int, str]]) -> bytes:
    """A document with a list of these levels, and paragraphs of a numbering, a depth and a text."""
    document = Document()
    root = document.part.numbering_part.element
    root[:] = parse_xml(f"<w:n {nsdecls('w')}><w:abstractNum w:abstractNumId='70'>{levels}</w:abstractNum>{nums}</w:n>")
    for numbering, depth, text in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        number = f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{depth}'/><w:numId w:val='{numbering}'/></w:numPr>"
        properties.append(parse_xml(number))
    return saved(document)


def level(depth: int, style: str, text: str, start: int = 1) -> str:
    numbered = f"<w:start w:val='{start}'/><w:numFmt w:val='{style}'/><w:lvlText w:val='{text}'/>"
    return f"<w:lvl w:ilvl='{depth}'>{numbered}</w:lvl>"


NUM = "<w:num w:numId='71'><w:abstractNumId w:val='70'/></w:num>"
AGAIN = (
    "<w:num w:numId='72'><w:abstractNumId w:val='70'/>"
    "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>"
)


def test_the_numbers_of_a_list_are_text_and_go_on_or_begin_anew_as_it_says() -> None:
    levels = level(0, "decimal", "%1.", 4) + level(1, "decimal", "%1.%2") + level(2, "bullet", "•")
    data = with_lists(
        levels,
        NUM + AGAIN,
        [
            ("71", 0, "Leave"),
            ("71", 1, "26 days."),
            ("71", 1, "In advance."),
            ("71", 2, "In May"),
            ("0", 0, "Text."),
            ("71", 0, "Pay"),
            ("71", 1, "Monthly."),
            ("72", 0, "Annex"),
            ("72", 0, "Signed"),
        ],
    )
    assert blocks(data) == [
        ("4. Leave", "item", 1),
        ("4.1 26 days.", "item", 2),
        ("4.2 In advance.", "item", 2),
        ("In May", "item", 3),
        ("Text.", "paragraph", 1),
        ("5. Pay", "item", 1),
        ("5.1 Monthly.", "item", 2),
        ("1. Annex", "item", 1),
        ("2. Signed", "item", 1),
    ]


@pytest.mark.parametrize(
    ("style", "number"),
    [("lowerLetter", "d"), ("upperRoman", "IV"), ("arabicAbjad", "د"), ("arabicAlpha", "ث"), ("decimalZero", "04")],
)
def test_numbers_are_written_as_the_list_writes_them(style: str, number: str) -> None:
    assert texts(with_lists(level(0, style, "(%1)", 4), NUM, [("71", 0, "Pay")])) == [f"({number}) Pay"]


def test_a_style_numbers_its_paragraphs() -> None:
    document = Document()
    for text in ("Pay.", "Keep quiet."):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Roof", style="List Bullet")
    assert texts(saved(document)) == ["1. Pay.", "2. Keep quiet.", "Roof"]


def test_page_headers_and_footers_are_read_once_and_without_a_page_number() -> None:
    document = Document()
    document.add_paragraph("The rent is 900 euros.")
    document.add_section()
    for section in document.sections:
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        section.header.paragraphs[0].text = "Contract 17"
        section.footer.paragraphs[0].text = "3"
        section.footer.add_paragraph("Registered in Amman")
    assert blocks(saved(document)) == [
        ("Contract 17", "header", 1),
        ("The rent is 900 euros.", "paragraph", 1),
        ("Registered in Amman", "footer", 1),
    ]


def test_a_comment_stands_behind_its_paragraph_with_its_writer_and_is_marked() -> None:
    document = Document()
    paragraph = document.add_paragraph("The deposit is two months of rent.")
    document.add_comment(paragraph.runs, "Three, says the landlord.", author="Salma")
    document.add_paragraph("End.")
    assert blocks(saved(document)) == [
        ("The deposit is two months of rent.", "paragraph", 1),
        ("Salma: Three, says the landlord.", "comment", 1),
        ("End.", "paragraph", 1),
    ]


def test_hidden_and_struck_out_text_is_left_out() -> None:
    document = Document()
    for style, switch in (("Quote", "vanish"), ("Subtitle", "strike")):
        document.styles[style].element.get_or_add_rPr().append(parse_xml(f"<w:{switch} {nsdecls('w')}/>"))
    paragraph = document.add_paragraph("The rent is ")
    for text, name in (("800", "strike"), ("850", "double_strike"), ("hidden", "hidden"), ("900", "bold")):
        setattr(paragraph.add_run(text).font, name, True)
    shown = document.add_paragraph("Hidden, ", style="Quote").add_run("shown.")
    shown.font.hidden = False
    document.add_paragraph("The rent is 700.", style="Subtitle")
    assert texts(saved(document)) == ["The rent is 900", "shown."]


def test_rows_that_word_repeats_on_each_page_are_the_header() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    for row, cells in zip(table.rows, (("Port", "Ships", ""), ("", "2019", "2020"), ("Tyre", "7", "9")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    for row in table.rows[:2]:
        row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    read = content_of(DOCX, saved(document))
    assert [block.header for block in read.blocks] == [(), (), ("Port", "Ships 2019", "Ships 2020")]


def test_names_over_several_columns_are_the_header_too() -> None:
    document = Document()
    table = document.add_table(rows=0, cols=3)
    for line in (("Town", "Men", ""), ("", "2019", "2020"), ("Homs", "10", "11"), ("Hama", "20", "21")):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    assert content_of(DOCX, saved(document)).blocks[2].header == ("Town", "Men 2019", "Men 2020")


def test_a_strict_file_is_read() -> None:
    document = Document()
    document.add_heading("The lease", 1)
    document.add_paragraph("Pay.", style="List Number")
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(document))) as parts, zipfile.ZipFile(file, "w") as strict:
        for name in parts.namelist():
            data = parts.read(name)
            if name.endswith((".xml", ".rels")):
                host, strict_host = rb"http://schemas\.openxmlformats\.org/", rb"http://purl.oclc.org/ooxml/"
                relations = rb"officeDocument/relationships"
                data = re.sub(host + rb"officeDocument/2006/relationships", strict_host + relations, data)
                data = re.sub(host + rb"(\w+)/2006/main", strict_host + rb"\1/main", data)
            strict.writestr(name, data)
    assert blocks(file.getvalue()) == [("The lease", "heading", 1), ("1. Pay.", "item", 1)]
