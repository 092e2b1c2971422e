import time

import pytest

from ingest.formats.html.reading import HTML, declared_encoding
from tests.ingest.formats.reading import content_of, title_and_text

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>The talks | Daily News</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>The talks</h1>
<p>The ministers met in <b>Moscow</b> and spoke for three hours about &ldquo;concrete steps&rdquo;.</p>
<p>وقال لافروف إن البلدين اتفقا على مواصلة الحوار.</p>
<table><tr><td>Day</td><td>15 July</td></tr></table>
</article><footer>Copyright Daily News</footer><script>var secret = 1</script></body></html>"""


def read_html(markup: str) -> tuple[str | None, str]:
    return title_and_text(HTML, markup.encode())


def test_headings_are_known_as_such() -> None:
    read = content_of(
        HTML, b"<html><body><h1>Talks</h1><p>They met in Moscow.</p><h3>After</h3><p>Home.</p></body></html>"
    )
    assert [(read.text[b.start : b.end], b.level) for b in read.blocks if b.kind == "heading"] == [
        ("Talks", 1),
        ("After", 3),
    ]


def test_the_article_is_kept_by_paragraphs_and_what_surrounds_it_is_not() -> None:
    _, text = read_html(PAGE)
    lines = text.split("\n")
    assert "The ministers met in Moscow and spoke for three hours about “concrete steps”." in lines
    assert "وقال لافروف إن البلدين اتفقا على مواصلة الحوار." in lines
    assert "15 July" in text
    for left_out in ("secret", "color", "World", "Copyright"):
        assert left_out not in text


def test_the_site_after_the_heading_is_no_part_of_the_title() -> None:
    assert read_html(PAGE)[0] == "The talks"


def test_the_title_is_the_title_element_and_the_heading_stays_in_the_text() -> None:
    paragraphs = "".join(f"<p>Paragraph {n} tells what the two ministers said on the day.</p>" for n in range(9))
    title, text = read_html(f"<html><title>Talks</title><body><h1>Two ministers meet</h1>{paragraphs}</body></html>")
    assert title == "Talks"
    assert text.split("\n")[0] == "Two ministers meet"


def lines(body: str) -> list[str]:
    return read_html(f"<html><head><title>T</title></head><body>{body}</body></html>")[1].split("\n")


def test_every_article_of_a_page_is_read() -> None:
    first, second = "<h2>Moscow</h2><p>The ministers met.</p>", "<h2>Doha</h2><p>The envoys met.</p>"
    expected = ["Moscow", "The ministers met.", "Doha", "The envoys met."]
    assert lines(f"<article>{first}</article><article>{second}</article>") == expected
    assert lines(f"<main><article>{first}</article><article>{second}</article></main>") == expected
    assert lines(f'<div class="content">{first}</div><div class="content">{second}</div>') == expected
    assert lines(f'<div class="entry-content">{first}</div><div class="entry-content">{second}</div>') == expected


def test_what_stands_beside_the_article_is_read() -> None:
    page = "<article><h1>Lease</h1><p>The rent is 900 euros.</p></article><div><h2>Appendix</h2><p>No pets.</p></div>"
    assert lines(page) == ["Lease", "The rent is 900 euros.", "Appendix", "No pets."]


def test_headings_of_every_rank_stay_before_what_they_head() -> None:
    page = (
        "<h1>Lease</h1><h2>Article 1: Rent</h2><p>It is 900 euros.</p><section><h3>When?</h3><p>On the first.</p>"
        "</section><details><summary>How?</summary>By card.</details><h4>Signed in Doha</h4><script>sign()</script>"
    )
    assert lines(page) == [
        "Lease",
        "Article 1: Rent",
        "It is 900 euros.",
        "When?",
        "On the first.",
        "How?",
        "By card.",
        "Signed in Doha",
    ]


def test_text_that_stands_in_no_paragraph_is_read_in_its_place() -> None:
    prose = "The two ministers met in Moscow and agreed on concrete steps for the weeks that were to come. " * 3
    page = (
        f"<h1>Lease</h1>A <b>bold</b> word<p>{prose}</p><div><span>The deposit is 900 euros.</span></div>"
        "<div>It comes <i>back</i><br>in May.<ul><li>By post</li></ul>or by hand</div>Signed in Doha.<!-- x -->"
    )
    expected = ["Lease", "A bold word", prose.strip(), "The deposit is 900 euros.", "It comes back", "in May."]
    assert lines(f"<article>{page}</article>") == [*expected, "By post", "or by hand", "Signed in Doha."]
    assert lines(page) == [*expected, "By post", "or by hand", "Signed in Doha."]


INLINE = ["span", "a", "u", "font", "strong", "ins", "mark", "address", "hgroup", "my-card"]


@pytest.mark.parametrize("tag", INLINE)
def test_text_around_a_block_that_an_inline_element_holds_is_read_in_its_place(tag: str) -> None:
    page = f"<h1>Lease</h1><div><{tag}>one <p>Two.</p> three</{tag}></div><p>End.</p>"
    assert lines(page) == ["Lease", "one", "Two.", "three", "End."]


def test_a_paragraph_that_a_block_was_put_into_is_read_in_order() -> None:
    page = "<p>One <span>two<div>Three.</div>four</span> five</p><p>End.</p>"
    assert lines(page) == ["One two", "Three.", "four five", "End."]
    assert lines("<div><strong>Do not open.<hr></strong>It is hot.</div>") == ["Do not open.", "It is hot."]
    assert lines("<div><font>First.<p>Second.</font></div>") == ["First.", "Second."]


ICONS = [
    "<svg><path/></svg>",
    "<button>Copy</button>",
    "<script>f()</script>",
    "<style>a {}</style>",
    "<img src='/i.png'>",
]


@pytest.mark.parametrize("icon", ICONS)
def test_what_is_shown_within_a_line_or_not_at_all_breaks_no_line(icon: str) -> None:
    sentence = f'See the <a href="/d">{icon}lease</a> of <span class="x">15 July{icon}</span> here.'
    assert lines(f"<p>{sentence}</p>") == ["See the lease of 15 July here."]
    page = f"<h1>Lease</h1><div>{sentence}</div>{icon}<p>End.</p>"
    assert lines(page) == ["Lease", "See the lease of 15 July here.", "End."]


def test_a_date_within_a_sentence_stays() -> None:
    assert lines("<p>They met on <time>15 July</time> in <b>Moscow</b>.</p>") == ["They met on 15 July in Moscow."]


@pytest.mark.parametrize("word", ["<span>word</span> ", '<a class="w" href="/w">word</a> ', "<b>word</b> "])
def test_a_paragraph_of_very_many_inline_elements_is_read_in_no_time(word: str) -> None:
    started = time.monotonic()
    assert lines(f"<p>{word * 30_000}</p>") == [" ".join(["word"] * 30_000)]
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("beside", "read"),
    [
        ("<section><h2>Data</h2><table><tr><td>Price</td><td>12</td></tr></table></section>", "Price"),
        ("<ul><li>Open from 9 to 5</li></ul>", "Open from 9 to 5"),
        ("<dl><dt>Rotor</dt><dd>The part that turns.</dd></dl>", "The part that turns."),
        ("<div>Published on 15 July.</div>", "Published on 15 July."),
        ("<main><p>Widget.</p></main>", "Widget."),
    ],
)
def test_what_stands_beside_the_only_article_is_read(beside: str, read: str) -> None:
    article = "<article><p>The pump turns in both directions and carries water, oil and sand.</p></article>"
    for page in (f"<h1>Pump</h1>{article}{beside}", f"<h1>Pump</h1>{beside}{article}"):
        text = "\n".join(lines(page))
        assert read in text
        assert "The pump turns in both directions" in text


@pytest.mark.parametrize("hidden", ["hidden id=a", 'role="tabpanel" hidden', 'hidden="until-found"'])
def test_what_a_reader_opens_by_a_click_is_read(hidden: str) -> None:
    page = (
        f"<h1>Questions</h1><h3><button aria-controls='a'>How?</button></h3><div {hidden}><p>Within 30 days.</p></div>"
    )
    assert lines(f"<main>{page}</main>") == ["Questions", "How?", "Within 30 days."]


def test_a_template_is_not_read() -> None:
    assert lines("<p>One.</p><template><p>Not yet.</p></template><p>Two.</p>") == ["One.", "Two."]


def test_the_caption_of_a_figure_is_read() -> None:
    figure = '<figure><img src="/a.png" alt="a"><figcaption>Kerry <b>in</b> Moscow</figcaption></figure>'
    assert lines(f"<p>One.</p>{figure}<p>Two.</p>") == ["One.", "Kerry in Moscow", "Two."]


def test_menus_banners_sidebars_and_footers_stay_out_of_a_page_without_an_article() -> None:
    page = (
        '<header><nav><a href="/">Home</a><a href="/w">World</a></nav></header>'
        '<div class="cookie-consent"><p>We use cookies to give you the best experience.</p></div>'
        "<h2>The talks</h2><p>The ministers met in Moscow and spoke for three hours about concrete steps.</p>"
        '<div class="sidebar"><h3>Most read</h3><ul><li><a href="/r">Rain in the capital</a></li></ul></div>'
        '<aside><p>Subscribe today.</p></aside><div id="footer">All rights reserved.</div><footer>Imprint</footer>'
    )
    assert lines(page) == [
        "The talks",
        "The ministers met in Moscow and spoke for three hours about concrete steps.",
    ]


@pytest.mark.parametrize("main", ["<main>{}</main>", '<div role="main">{}</div>'])
def test_a_page_that_says_where_its_text_is_is_read_there(main: str) -> None:
    page = "<div><p>Press S to search the book.</p></div>" + main.format("<h2>The talks</h2><p>The ministers met.</p>")
    assert lines(page) == ["The talks", "The ministers met."]


@pytest.mark.parametrize("reference", ["&#1;", "&#8;", "&#x1f;", "&#x8"])
def test_a_reference_to_no_character_empties_no_page(reference: str) -> None:
    assert lines(f"<p>The ministers {reference}met.</p><p>&#x41;&#66;&#1606;</p>") == ["The ministers met.", "ABن"]


@pytest.mark.parametrize("reference", ["&#12;", "&#12 ", "&#xC;", "&#X0c;", "&#000000000012;", f"&#{'0' * 10_000}12;"])
def test_a_reference_to_a_form_feed_is_white_space(reference: str) -> None:
    assert lines(f"<p class='a{reference}'>The ministers{reference}met.</p><p>End.</p>") == [
        "The ministers met.",
        "End.",
    ]


def test_a_reference_to_any_character_refuses_no_page() -> None:
    codes = [*range(0x200), 0xD800, 0xDFFF, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600, 0x1FFFE, 0x10FFFF, 0x110000, 10**9]
    references = "".join(f"<p>a&#{code};b</p><p>a&#x{code:x};b</p>" for code in codes)
    assert lines(f"{references}<p>The last one.</p>")[-1] == "The last one."


def test_the_title_of_a_drawing_is_not_the_page_s() -> None:
    page = "<html><head></head><body><svg><title>menu</title></svg><h1>The talks</h1><p>They met.</p></body></html>"
    assert read_html(page)[0] == "The talks"


def test_a_fragment_without_html_element_is_read() -> None:
    assert read_html("<p>Hello, <i>world</i>.") == (None, "Hello, world.")


def test_a_page_of_scripts_has_no_text() -> None:
    assert read_html("<html><body><script>render()</script></body></html>")[1] == ""


def test_xhtml_with_an_encoding_in_its_declaration_is_read() -> None:
    page = '<?xml version="1.0" encoding="windows-1256"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>نص.</p>'
    assert read_html(page)[1] == "نص."


def test_the_encoding_a_page_declares_is_found() -> None:
    assert declared_encoding(b'<meta charset="windows-1256">') == "windows-1256"
    assert declared_encoding(b"<META http-equiv=x content='text/html; charset=utf-16'>") == "utf-16"
    assert declared_encoding(b'<?xml version="1.0" encoding="iso-8859-6"?>') == "iso-8859-6"
    assert declared_encoding(b"<p>charset=utf-8") is None


def test_raised_figures_are_no_part_of_the_number_before_them() -> None:
    _, text = read_html(
        "<p>It has 10<sup>6</sup> cells in 2016<sup><a href='#n1'>1</a></sup>, 10<sup>-3</sup> g of CO<sub>2</sub>,"
        " the 4<sup>th</sup> time.</p>"
    )
    assert text == "It has 10⁶ cells in 2016¹, 10⁻³ g of CO2, the 4th time."
