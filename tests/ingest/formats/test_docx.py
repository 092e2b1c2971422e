import time
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import SourceError, TooLarge
from ingest.formats.docx.reading import DOCX
from tests.ingest.formats.reading import content_of, title_and_text


def read_docx(source: str, data: bytes, max_bytes: int) -> tuple[str | None, str]:
    return title_and_text(DOCX, data, source, max_bytes)


def saved(document: Any) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    document = Document()
    document.add_paragraph("أعلن لافروف الاتفاق.")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Day", "City"), ("15 July", "Moscow")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("After the table.")
    _, text = read_docx("a.docx", saved(document), 10**7)
    assert text == "أعلن لافروف الاتفاق.\nDay\tCity\n15 July\tMoscow\nAfter the table."


def test_headings_and_rows_are_known_as_such() -> None:
    document = Document()
    document.add_heading("Leave", 1)
    document.add_paragraph("Every employee has 26 days.")
    table = document.add_table(rows=2, cols=2)
    for row, texts in zip(table.rows, (("Name", "Salary"), ("Omar Nasser", "21,000")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    read = content_of(DOCX, saved(document))
    found = [(read.text[b.start : b.end], b.kind, b.header) for b in read.blocks]
    assert found == [
        ("Leave", "heading", ()),
        ("Every employee has 26 days.", "paragraph", ()),
        ("Name\tSalary", "row", ()),
        ("Omar Nasser\t21,000", "row", ("Name", "Salary")),
    ]


def with_body(xml: str) -> bytes:
    """A document whose body holds this WordprocessingML."""
    document = Document()
    document.core_properties.title = ""
    for block in reversed(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
        document.element.body.insert(0, block)
    return saved(document)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def in_control(xml: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "wrapped",
    [
        f'<w:ins w:id="1" w:author="a">{run("900 euros")}</w:ins>',
        f'<w:del w:id="1"><w:r><w:delText>800</w:delText></w:r></w:del><w:ins w:id="2">{run("900 euros")}</w:ins>',
        f'<w:moveFrom w:id="1">{run("soon ")}</w:moveFrom><w:moveTo w:id="2">{run("900 euros")}</w:moveTo>',
        in_control(run("900 euros")),
        in_control(f'<w:ins w:id="1">{run("900")}</w:ins>{run(" euros")}'),
        f'<w:smartTag w:element="price">{run("900 euros")}</w:smartTag>',
        f'<w:fldSimple w:instr="DOCPROPERTY Rent">{run("900 euros")}</w:fldSimple>',
        f'<w:hyperlink w:anchor="rent"><w:ins w:id="1">{run("900 euros")}</w:ins></w:hyperlink>',
        f'<w:bdo w:val="ltr">{run("900 euros")}</w:bdo>',
    ],
)
def test_text_inserted_under_review_or_held_by_a_control_is_read_in_its_place(wrapped: str) -> None:
    data = with_body(f"<w:p>{run('The rent is ')}{wrapped}{run(' a month.')}</w:p>")
    assert read_docx("a.docx", data, 10**7) == (None, "The rent is 900 euros a month.")


def test_tabs_and_breaks_are_kept_in_inserted_text_too() -> None:
    runs = "<w:r><w:t>Rent</w:t><w:tab/><w:t>900</w:t><w:br/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t></w:r>"
    data = with_body(f'<w:p><w:pPr><w:tabs><w:tab w:pos="9"/></w:tabs></w:pPr><w:ins w:id="1">{runs}</w:ins></w:p>')
    assert read_docx("a.docx", data, 10**7)[1] == "Rent\t900\na-b"


@pytest.mark.parametrize("kind", ["page", "column"])
def test_a_new_page_or_column_parts_words_and_adds_no_line_at_the_end(kind: str) -> None:
    new = f'<w:r><w:br w:type="{kind}"/></w:r>'
    data = with_body(f"<w:p>{run('before')}{new}{run('after')}{new}</w:p><w:p>{new}</w:p>{paragraph('End.')}")
    assert read_docx("a.docx", data, 10**7)[1] == "before\nafter\nEnd."


def test_symbols_and_formulas_are_read_in_their_place() -> None:
    pictures = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="61"/></w:r>'
    arrow = '<w:r><w:sym w:font="Calibri" w:char="2192"/></w:r>'
    squared = "<m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
    energy = f"<m:r><m:t>E=m</m:t></m:r><m:sSup>{squared}</m:sSup>"
    namespace = "xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'"
    inline = f"<m:oMath {namespace}>{energy}</m:oMath>"
    data = with_body(
        f"<w:p>{run('Angle ')}{pictures}{arrow}{run(', energy ')}{inline}{run(' here.')}</w:p>"
        f"<w:p><m:oMathPara {namespace}>{inline}</m:oMathPara></w:p>"
    )
    assert read_docx("a.docx", data, 10**7)[1] == "Angle \ufffd\ufffd→, energy E=m c^2 here.\nE=m c^2"


def test_whole_paragraphs_and_tables_in_controls_are_read_in_the_order_of_the_document() -> None:
    heading = f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run("The lease")}</w:p>'
    price = in_control(f"<w:tc>{paragraph('900')}</w:tc>")
    row = f"<w:tr><w:tc>{paragraph('Rent')}</w:tc>{price}</w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid/>{row}{in_control(row.replace('Rent', 'Deposit'))}</w:tbl>"
    data = with_body(paragraph("First.") + in_control(heading + in_control(table)) + paragraph("Last."))
    assert read_docx("a.docx", data, 10**7) == ("The lease", "First.\nThe lease\nRent\t900\nDeposit\t900\nLast.")


BOX = (
    "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
    "<mc:Choice Requires='wps'><w:drawing>{0}</w:drawing></mc:Choice><mc:Fallback><w:pict>{0}</w:pict></mc:Fallback>"
    "</mc:AlternateContent>"
)


def test_a_text_box_is_read_once_behind_the_paragraph_that_holds_it() -> None:
    within = f"<w:txbxContent>{paragraph('Kerry spoke.')}{paragraph('Lavrov agreed.')}</w:txbxContent>"
    data = with_body(f"<w:p>{run('Moscow')}<w:r>{BOX.format(within)}</w:r>{run(', 15 July')}</w:p>" + paragraph("End."))
    assert read_docx("a.docx", data, 10**7)[1] == "Moscow, 15 July\nKerry spoke.\nLavrov agreed.\nEnd."


def test_what_newer_versions_of_word_show_is_read_in_its_place_and_what_older_ones_show_is_not() -> None:
    choice = f"<mc:Choice Requires='w14'>{run('900 ')}{run('euros')}</mc:Choice><mc:Fallback>{run('900')}</mc:Fallback>"
    namespace = "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
    choices = f"<mc:AlternateContent {namespace}>{choice}</mc:AlternateContent>"
    data = with_body(f"<w:p>{run('The rent is ')}{choices}{run(' a month.')}</w:p>")
    assert read_docx("a.docx", data, 10**7)[1] == "The rent is 900 euros a month."


def test_a_text_box_that_was_deleted_under_review_is_not_read() -> None:
    box = BOX.format(f"<w:txbxContent>{paragraph('gone')}</w:txbxContent>")
    data = with_body(f"<w:p>{run('Moscow')}<w:del w:id='1'><w:r>{box}</w:r></w:del></w:p>")
    assert read_docx("a.docx", data, 10**7)[1] == "Moscow"


def with_notes(kind: str, notes: str) -> bytes:
    """A document whose first paragraph refers to note 2 of these, and a second paragraph."""
    document = Document()
    paragraph = document.add_paragraph("The rent is 900 euros")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:{kind}Reference w:id="2"/></w:r>'))
    paragraph.add_run(" a month.")
    document.add_paragraph("Last.")
    root = f"<w:{kind}s {nsdecls('w')}>{notes}</w:{kind}s>"
    part = Part(PackURI(f"/word/{kind}s.xml"), "application/xml", root.encode(), document.part.package)
    document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"))
    return saved(document)


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_is_read_behind_the_paragraph_that_refers_to_it(kind: str) -> None:
    notes = (
        f'<w:{kind} w:id="0">{paragraph("a separator")}</w:{kind}>'
        f'<w:{kind} w:id="2"><w:p><w:r><w:{kind}Ref/></w:r>{run("Without heating.")}</w:p></w:{kind}>'
    )
    text = read_docx("a.docx", with_notes(kind, notes), 10**7)[1]
    assert text == "The rent is 900 euros a month.\nWithout heating.\nLast."


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    again = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2"><w:p>{run("Without heating.")}{again}</w:p></w:footnote>'
    text = read_docx("a.docx", with_notes("footnote", notes), 10**7)[1]
    assert text == "The rent is 900 euros a month.\nWithout heating.\nLast."


def test_a_table_inside_a_cell_is_read() -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Outer"
    cell.add_table(rows=1, cols=2).cell(0, 1).text = "inner"
    assert read_docx("a.docx", saved(document), 10**7)[1] == "Outer inner"


def test_a_cell_over_two_rows_stands_in_both() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Moscow"
    for row, text in enumerate(("15 July", "16 July", "17 July")):
        table.cell(row, 1).text = text
    assert read_docx("a.docx", saved(document), 10**7)[1] == "Moscow\t15 July\nMoscow\t16 July\n\t17 July"


def test_a_merged_cell_is_read_once_and_leaves_the_next_in_its_column() -> None:
    document = Document()
    row = document.add_table(rows=1, cols=3).rows[0]
    row.cells[0].merge(row.cells[1]).text = "wide"
    row.cells[2].text = "narrow"
    assert read_docx("a.docx", saved(document), 10**7)[1] == "wide\t\tnarrow"


def test_the_title_is_the_property_of_the_file() -> None:
    document = Document()
    document.core_properties.title = "محادثات موسكو"
    document.add_heading("Something else")
    assert read_docx("a.docx", saved(document), 10**7)[0] == "محادثات موسكو"


def test_without_the_property_the_first_heading_is_the_title() -> None:
    document = Document()
    document.core_properties.title = ""
    document.add_paragraph("Before.")
    document.add_heading("The talks", level=2)
    assert read_docx("a.docx", saved(document), 10**7)[0] == "The talks"


def test_ten_thousand_paragraphs_without_a_heading_are_read_in_no_time() -> None:
    data = with_body(paragraph("The rent is 900 euros.") * 10_000)
    started = time.process_time()
    assert read_docx("a.docx", data, 10**7) == (None, "\n".join(["The rent is 900 euros."] * 10_000))
    assert time.process_time() - started < 5


@pytest.mark.parametrize("data", [b"no zip at all", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"a\.docx is a broken DOCX"):
        read_docx("a.docx", data, 10**7)


def test_another_kind_of_zip_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("hello.txt", "hello")
    with pytest.raises(SourceError, match=r"a\.docx is a broken DOCX"):
        read_docx("a.docx", file.getvalue(), 10**7)


def test_an_encrypted_or_old_file_is_named_so() -> None:
    with pytest.raises(SourceError, match="encrypted, or an old"):
        read_docx("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 10**7)


def test_a_file_that_unpacks_beyond_the_limit_is_refused() -> None:
    file = BytesIO(saved(Document()))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/media/image1.bmp", bytes(12_000_000))
    assert len(file.getvalue()) < 100_000
    with pytest.raises(TooLarge, match="over the limit of 1,000,000"):
        read_docx("a.docx", file.getvalue(), 1_000_000)


def merged_down(text: str) -> str:
    cells = [f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph(text)}</w:tc>']
    cells += ["<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>"] * 2
    rows = "".join(f"<w:tr>{cell}<w:tc>{paragraph(f'row {n}')}</w:tc></w:tr>" for n, cell in enumerate(cells, start=1))
    data = with_body(f"<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
    return read_docx("a.docx", data, 10**7)[1]


def test_a_long_cell_over_several_rows_is_not_repeated() -> None:
    short, long = "x" * 200, "x" * 201
    assert merged_down(short) == f"{short}\trow 1\n{short}\trow 2\n{short}\trow 3"
    assert merged_down(long) == f"{long}\trow 1\n\trow 2\n\trow 3"


def test_a_file_without_properties_is_titled_by_its_first_heading() -> None:
    document = Document()
    document.add_heading("The talks")
    rels = document.part.package.rels
    for name in [name for name, rel in rels.items() if rel.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES]:
        del rels[name]
    assert read_docx("a.docx", saved(document), 10**7)[0] == "The talks"
