"""What HTML says of its blocks, and pages whose menus stay out of the text."""

import time

import pytest

from ingest.document import Kind
from ingest.formats.html.reading import HTML
from tests.ingest.formats.reading import content_of


def blocks(body: str) -> list[tuple[str, Kind, int]]:
    read = content_of(HTML, f"<html><head><title>T</title></head><body>{body}</body></html>".encode())
    return [(read.text[b.start : b.end], b.kind, b.level) for b in read.blocks]


def rows(body: str) -> list[tuple[str, tuple[str, ...]]]:
    read = content_of(HTML, f"<html><body>{body}</body></html>".encode())
    return [(read.text[b.start : b.end], b.header) for b in read.blocks if b.kind == "row"]


def texts(body: str) -> list[str]:
    return [text for text, _, _ in blocks(body)]


def test_the_numbers_of_a_list_are_text() -> None:
    page = "<ol start=3><li>Sign.<li><p>Pay.</p><p>In cash.</p><ol type=a><li>Rent</ol><li value=9>Move in.</ol>"
    assert blocks(page) == [
        ("3. Sign.", "item", 1),
        ("4. Pay.", "item", 1),
        ("In cash.", "item", 1),
        ("a. Rent", "item", 2),
        ("9. Move in.", "item", 1),
    ]
    assert texts("<ol reversed><li>Third<li>Second</ol><ul><li>None</ul>") == ["2. Third", "1. Second", "None"]


def test_terms_and_what_they_mean_are_items() -> None:
    assert blocks("<dl><dt>Rotor<dd>The part that turns.</dl>") == [
        ("Rotor", "item", 1),
        ("The part that turns.", "item", 1),
    ]


def test_two_line_breaks_end_a_paragraph_and_one_does_not() -> None:
    assert texts("<p>One<br>two<br><br>three</p>") == ["One\ntwo", "three"]


def test_code_keeps_its_lines() -> None:
    assert texts("<p>Run</p><pre><code>make install\n  make run\n</code></pre>") == ["Run", "make install\n  make run"]


def test_rows_have_the_header_of_their_table_and_its_caption_stands_before_them() -> None:
    table = (
        "<table><caption>Prices of 2024</caption><thead><tr><th>Route<th>Adult</thead>"
        "<tr><td>Aqaba<td>75 JOD<tr hidden><td>Secret<td>1</table>"
    )
    assert blocks(table)[0] == ("Prices of 2024", "caption", 1)
    assert rows(table) == [("Route\tAdult", ()), ("Aqaba\t75 JOD", ("Route", "Adult"))]


def test_cells_over_rows_and_columns_leave_each_cell_under_its_header() -> None:
    table = (
        "<table><tr><th rowspan=2>Port<th colspan=2>Ships<tr><th>2019<th>2020"
        "<tr><td rowspan=2>Tripoli<td>31<td>44<tr><td colspan=2>none<tr><td>Tyre<td>7<td>9</table>"
    )
    header = ("Port", "Ships 2019", "Ships 2020")
    assert rows(table) == [
        ("Port\tShips\t", ()),
        ("Port\t2019\t2020", ()),
        ("Tripoli\t31\t44", header),
        ("Tripoli\tnone\t", header),
        ("Tyre\t7\t9", header),
    ]


def test_a_table_that_only_places_things_is_no_table() -> None:
    page = "<table><tr><td><h2>Talks</h2><p>They met.</p><p>In Moscow.</p><td><table><tr><td>a<td>b</table></table>"
    assert blocks(page)[:3] == [
        ("Talks", "heading", 2),
        ("They met.", "paragraph", 1),
        ("In Moscow.", "paragraph", 1),
    ]
    assert rows(page) == [("a\tb", ())]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>No.</p>",
        '<p aria-hidden="true">No.</p>',
        '<p style="color:red; display: none">No.</p>',
        "<dialog>No.</dialog>",
        "<p><del>No.</del><s> No.</s></p>",
    ],
)
def test_what_is_hidden_or_struck_out_is_not_read(hidden: str) -> None:
    assert texts(f"<p>Yes.</p>{hidden}<p>Also.</p>") == ["Yes.", "Also."]


def test_the_notes_in_the_footer_of_an_article_are_read() -> None:
    page = (
        "<main><p>Dogs travel free<sup>1</sup>.</p><footer><p>1 Only in winter.</p></footer></main><footer>©</footer>"
    )
    assert texts(page) == ["Dogs travel free¹.", "1 Only in winter."]


LINKS = '<li><a href="/a">Rain in the capital</a><li><a href="/b">Bread becomes dearer</a>'
STORY = "<h1>The bridge opens</h1><p>The bridge over the river was opened on 3 May after six years of work.</p>"
READ = ["The bridge opens", "The bridge over the river was opened on 3 May after six years of work."]


@pytest.mark.parametrize(
    "page",
    [
        # a paper: menus in the header, stories beside the article and below it
        f"<header><h1>The Daily</h1><nav><ul>{LINKS}</ul></nav></header><article>{STORY}</article>"
        f"<aside><h3>Most read</h3><ul>{LINKS}</ul></aside><footer>Imprint <a href=#>Privacy</a></footer>",
        # without any of the tags that say so: boxes with names
        f'<div class="main-nav menu"><ul>{LINKS}</ul></div><div id="content">{STORY}</div>'
        f'<div class="related-articles related"><b>Related</b><ul>{LINKS}</ul></div><div id="footer">© 2024</div>',
        # an application: roles
        f'<div role="banner">The Daily</div><div role="navigation"><ul>{LINKS}</ul></div><div role="main">{STORY}</div>'
        '<div role="contentinfo">Imprint</div>',
        # what lies over the page, and controls within it
        '<div id="cookie-banner"><p>We use cookies.</p><button>Accept all</button></div>'
        '<div role="dialog"><p>Subscribe now!</p></div>'
        f'{STORY}<p class="share"><a href="/f">Facebook</a> <a href="/x">X</a></p>'
        "<form><input><button>Send</button></form>",
        # a blog: crumbs above, tags and the way on below
        f'<ol class="breadcrumb">{LINKS}</ol><section>{STORY}</section><p class="tags"><a href="/t">bridges</a></p>'
        f'<div class="newsletter"><p>Every Monday in your mailbox.</p></div><ul class="pagination">{LINKS}</ul>',
    ],
    ids=["tags", "names", "roles", "overlays", "blog"],
)
def test_menus_related_stories_and_banners_stay_out(page: str) -> None:
    assert texts(page) == READ


@pytest.mark.parametrize("box", ['<div aria-hidden="true">', "<nav>", '<main></main><div role="dialog">'])
def test_a_page_of_which_nothing_would_be_left_is_read_whole(box: str) -> None:
    assert texts(f"{box}<p>The ferry leaves at 9.</p><script>f()</script></div>") == ["The ferry leaves at 9."]


def test_a_box_named_like_a_menu_that_holds_prose_is_read() -> None:
    menu = "<h2>Menu</h2><p>Lentil soup, 4 euros. Grilled <a href='/f'>fish</a> with rice, 12 euros.</p>"
    assert texts(f'<div class="menu">{menu}</div>') == [
        "Menu",
        "Lentil soup, 4 euros. Grilled fish with rice, 12 euros.",
    ]


@pytest.mark.parametrize("markup", ["<p>word</p>" * 100_000, "word<br>" * 300_000, "<tr><td>a<td>b" * 30_000])
@pytest.mark.slow
def test_pages_of_very_many_elements_are_read_in_no_time(markup: str) -> None:
    started = time.process_time()
    assert content_of(HTML, f"<table>{markup}".encode() if "<tr>" in markup else markup.encode()).text
    assert time.process_time() - started < 10
