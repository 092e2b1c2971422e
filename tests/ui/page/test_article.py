"""The article panel: a document as safe HTML with its marks."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Document, Kind
from ui.page.article import Mark, article_html
from ui.page.escaping import escaped


def shown(markup: str) -> str:
    """The text a browser shows: tags away, entities back."""
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


def marked(markup: str, mark: Mark) -> str:
    """The text under all pieces of one mark."""
    pieces = re.findall(r'<(mark|span) class="([^"]*)"[^>]*>([^<]*)</\1>', markup)
    return html.unescape("".join(text for _, classes, text in pieces if f"at-{mark.key}" in classes.split()))


def test_a_citation_is_marked_with_its_number_and_a_passage_without() -> None:
    document = Document(source="/a.txt", title="News", text="He came. He left. Nobody saw.")
    page = article_html(document, [Mark(9, 17, n=1), Mark(18, 29)], active=Mark(9, 17))
    assert page == (
        f'<article class="article" data-document="{document.id}" data-title="News" data-active="9-17">'
        '<h2 dir="auto">News</h2>'
        '<p dir="auto">He came. <mark class="at-9-17 c1" data-n="1">He left.</mark> '
        '<span class="at-18-29">Nobody saw.</span></p></article>'
    )


def test_a_mark_over_two_paragraphs_is_marked_in_both_and_numbered_once() -> None:
    document = Document(source="/a.txt", title="T", text="one two\n\nthree four")
    page = article_html(document, [Mark(4, 14, n=3)])
    assert '<p dir="auto">one <mark class="at-4-14 c3" data-n="3">two</mark></p>' in page
    assert '<p dir="auto"><mark class="at-4-14 c3">three</mark> four</p>' in page


def test_overlapping_marks_share_their_middle() -> None:
    document = Document(source="/a.txt", title="T", text="abcdef")
    page = article_html(document, [Mark(0, 4, n=1), Mark(2, 6, n=2)])
    assert (
        '<mark class="at-0-4 c1" data-n="1">ab</mark><mark class="at-0-4 at-2-6 c1" data-n="2">cd</mark>'
        '<mark class="at-2-6 c2">ef</mark>'
    ) in page


def test_a_text_that_begins_with_its_title_shows_it_once_as_a_heading() -> None:
    page = article_html(Document(source="/a.txt", title="قمة موسكو", text="قمة موسكو\nاتفق الطرفان."))
    assert shown(page).count("قمة موسكو") == 1
    assert '<h2 dir="auto">قمة موسكو</h2><p dir="auto">اتفق الطرفان.</p>' in page


def test_a_title_that_only_begins_the_first_line_is_a_heading_of_its_own() -> None:
    page = article_html(Document(source="/a.txt", title="News", text="Newspapers sell."))
    assert '<h2 dir="auto">News</h2><p dir="auto">Newspapers sell.</p>' in page


def test_hostile_text_becomes_letters() -> None:
    text = "<script>alert(1)</script><img src=x onerror=alert(1)> ${value} {{value}} `x` &lt;b&gt; \"'"
    page = article_html(Document(source="/a.txt", title='"><form action="http://evil">', text=text))
    assert set(re.findall(r"<(\w+)", page)) == {"article", "h2", "p"}
    assert "${" not in page
    assert "{{" not in page
    assert shown(page) == '"><form action="http://evil">' + text


def test_marks_outside_the_text_are_left_out() -> None:
    document = Document(source="/a.txt", title="T", text="short")
    page = article_html(document, [Mark(-3, 2), Mark(3, 3), Mark(4, 2), Mark(0, 6), Mark(100, 200)])
    assert "at-" not in page


def test_of_a_long_document_the_part_around_the_active_mark_is_shown() -> None:
    document = Document(source="/a.txt", title="T", text="a" * 500 + " evidence " + "b" * 500)
    mark = Mark(501, 509, n=1)
    page = article_html(document, [mark], active=mark, limit=100)
    assert marked(page, mark) == "evidence"
    assert shown(page) == "T…" + "a" * 45 + " evidence " + "b" * 45 + "…"


def test_a_long_document_without_an_active_mark_is_shown_from_its_start() -> None:
    document = Document(source="/a.txt", title="T", text="x" * 30 + "y" * 30)
    assert shown(article_html(document, limit=30)) == "T" + "x" * 30 + "…"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_shows_exactly_the_text_and_holds_no_syntax(text: str) -> None:
    safe = escaped(text)
    assert not set(safe) & set("<>\"'`*_~[](){}$\\|!:@\t\r\n")
    assert re.sub(r"&#(\d+);", lambda entity: chr(int(entity[1])), safe) == text


ARABIC_AND_EMOJI = st.text(alphabet="ab اتّفق😀ـ\n.<&", max_size=60)


@given(ARABIC_AND_EMOJI, st.data())
def test_the_marked_text_is_the_documents_own_whatever_the_marks(text: str, data: st.DataObject) -> None:
    offsets = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(offsets, offsets, st.none() | st.integers(1, 9)), max_size=4))
    marks = [Mark(start, end, n) for start, end, n in spans if start < end]
    page = article_html(Document(source="/a.txt", title="", text=text), marks)
    for mark in marks:
        assert "".join(marked(page, mark).split()) == "".join(text[mark.start : mark.end].split())


def sheet(*lines: tuple[str, Kind, tuple[str, ...]]) -> Document:
    text, blocks = "", []
    for line, kind, header in lines:
        blocks.append(Block(len(text), len(text) + len(line), kind, 1, None, header))
        text += f"{line}\n"
    return Document("/a.docx", "T", text, tuple(blocks))


PAY = ("Name", "Pay")
SHEET = sheet(
    ("Wages", "heading", ()),
    ("Name\tPay", "row", ()),
    ("Ola\t2,100", "row", PAY),
    ("Per\t", "row", PAY),
    ("Paid monthly.", "paragraph", ()),
)


def test_rows_are_a_table_with_their_header_and_a_heading_is_one() -> None:
    assert article_html(SHEET).endswith(
        '<h2 dir="auto">T</h2><h3 dir="auto">Wages</h3>'
        '<div class="table" tabindex="0"><table dir="ltr">'
        '<tr><th dir="auto">Name</th><th dir="auto">Pay</th></tr>'
        '<tr><td dir="auto">Ola</td><td dir="auto">2,100</td></tr>'
        '<tr><td dir="auto">Per</td><td dir="auto"></td></tr>'
        '</table></div><p dir="auto">Paid monthly.</p></article>'
    )


def test_a_mark_over_a_row_is_in_each_of_its_cells_and_numbered_once() -> None:
    start = SHEET.text.index("Ola")
    mark = Mark(start, start + len("Ola\t2,100"), n=1)
    page = article_html(SHEET, [mark])
    assert marked(page, mark) == "Ola2,100"
    assert page.count("data-n") == 1


def test_the_columns_of_an_arabic_table_run_from_the_right() -> None:
    assert '<table dir="rtl">' in article_html(sheet(("الاسم\tالراتب", "row", ()), ("سلمى\t900", "row", ())))


def test_a_table_without_a_header_has_none() -> None:
    page = article_html(sheet(("Key\tValue", "row", ()), ("a\tb", "row", ())))
    assert "<th" not in page
    assert page.count("<td") == 4


@given(st.integers(0, 40), st.integers(0, 40))
def test_no_letter_of_a_table_is_lost_whatever_is_marked(start: int, end: int) -> None:
    page = article_html(SHEET, [Mark(start, end, n=1)])
    assert shown(page) == "T" + re.sub(r"[\t\n]", "", SHEET.text)
