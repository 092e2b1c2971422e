import zipfile
from io import BytesIO

from ingest.formats.odt import ODT
from tests.ingest.formats.reading import content_of

NAMES = " ".join(
    [f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table", "style", "meta")]
    + ['xmlns:dc="http://purl.org/dc/elements/1.1/"']
)


def odt(body: str, title: str = "") -> bytes:
    file = BytesIO()
    numbered = "<text:list-level-style-number text:level='1' text:start-value='3'/>"
    styles = (
        f"<office:automatic-styles><text:list-style style:name='L1'>{numbered}</text:list-style>"
        "<style:style style:name='T1'><style:text-properties style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='T2'><style:text-properties text:display='none'/></style:style>"
        "<style:style style:name='T3'><style:text-properties style:text-line-through-style='none'/></style:style>"
    )
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr(
            "content.xml",
            f"<office:document-content {NAMES}>{styles}</office:automatic-styles><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
        parts.writestr(
            "meta.xml",
            f"<office:document-meta {NAMES}><office:meta><dc:title>{title}</dc:title></office:meta>"
            "</office:document-meta>",
        )
    return file.getvalue()


def test_headings_lists_tables_notes_and_comments_are_read() -> None:
    def row(*cells: str) -> str:
        each = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{each}</table:table-row>"

    body = (
        "<text:h text:outline-level='2'>The lease</text:h>"
        "<text:p>The rent is<text:s/>900<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Without heating.</text:p></text:note-body></text:note> euros.<office:annotation><dc:creator>Salma"
        "</dc:creator><text:p>Too much.</text:p></office:annotation> Each<text:line-break/>month.</text:p>"
        "<text:list text:style-name='L1'><text:list-item><text:p>Pay.</text:p></text:list-item>"
        "<text:list-item><text:p>Keep quiet.</text:p></text:list-item></text:list>"
        f"<table:table><table:table-header-rows>{row('Room', 'Rent')}</table:table-header-rows>{row('1', '450')}"
        "</table:table>"
    )
    read = content_of(ODT, odt(body))
    assert read.title == "The lease"
    assert [(read.text[b.start : b.end], b.kind, b.header) for b in read.blocks] == [
        ("The lease", "heading", ()),
        ("The rent is 900¹ euros. Each\nmonth.", "paragraph", ()),
        ("¹ Without heating.", "paragraph", ()),
        ("3. Pay.", "item", ()),
        ("4. Keep quiet.", "item", ()),
        ("Room\tRent", "row", ()),
        ("1\t450", "row", ("Room", "Rent")),
        ("Salma: Too much.", "comment", ()),
    ]


def test_hidden_and_struck_out_text_is_left_out() -> None:
    runs = "".join(f"<text:span text:style-name='T{n}'>{n}</text:span>" for n in (1, 2, 3))
    read = content_of(ODT, odt(f"<text:p>The rent is {runs}00.</text:p><text:p text:style-name='T2'>Secret.</text:p>"))
    assert read.text == "The rent is 300."


def test_the_property_of_the_file_is_its_title() -> None:
    assert content_of(ODT, odt("<text:p>نص.</text:p>", "محادثات")).title == "محادثات"
