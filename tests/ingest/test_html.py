from ingest.html import declared_encoding, read_html

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>The talks | Daily News</title><style>p { color: red }</style></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav>
<article><h1>The talks</h1>
<p>The ministers met in <b>Moscow</b> and spoke for three hours about &ldquo;concrete steps&rdquo;.</p>
<p>وقال لافروف إن البلدين اتفقا على مواصلة الحوار.</p>
<table><tr><td>Day</td><td>15 July</td></tr></table>
</article><footer>Copyright Daily News</footer><script>var secret = 1</script></body></html>"""


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
