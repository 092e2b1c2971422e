import time

import pytest

from ingest.formats.markdown import MARKDOWN
from ingest.metadata import Metadata
from tests.ingest.formats.reading import content_of, title_and_text


def texts(markdown: str) -> list[str]:
    return title_and_text(MARKDOWN, markdown.encode())[1].split("\n")


def title(markdown: str) -> str | None:
    return title_and_text(MARKDOWN, markdown.encode())[0]


def test_text_is_read_as_it_is_shown() -> None:
    page = (
        "Hold the `RESET` button for **12 seconds**, then see\n[the *guide*](http://x.example/guide 'Guide').\n\n"
        "![the back](data:image/png;base64,AAAA) \\*Not bold\\* &amp; 3 < 4.\n\n> Quoted [there][1].\n\n[1]: /where\n"
    )
    assert texts(page) == [
        "Hold the RESET button for 12 seconds, then see the guide.",
        "*Not bold* & 3 < 4.",
        "Quoted there.",
    ]


def test_blocks_are_known_as_what_they_are() -> None:
    page = (
        "# Router\n\n| Model | Price |\n|---|--:|\n| X200 | **$49** |\n\nSetup\n---\n3. Press.\n4. Wait.\n   - long\n"
    )
    read = content_of(MARKDOWN, page.encode())
    assert [(read.text[b.start : b.end], b.kind, b.level, b.header) for b in read.blocks] == [
        ("Router", "heading", 1, ()),
        ("Model\tPrice", "row", 1, ()),
        ("X200\t$49", "row", 1, ("Model", "Price")),
        ("Setup", "heading", 2, ()),
        ("3. Press.", "item", 1, ()),
        ("4. Wait.", "item", 1, ()),
        ("long", "item", 2, ()),
    ]


def test_code_is_kept_line_by_line() -> None:
    assert texts("Run:\n\n```sh\nmake # **all**\n  [^1]: x\n```\n") == ["Run:", "make # **all**", "  [^1]: x"]


def test_notes_are_read_in_their_place_with_their_numbers() -> None:
    page = "Mesh[^1] and more[^later].\n\n[^1]: Comes in\n    March 2025.\n[^later]: https://x.example/a\n[^2]: soon\n"
    assert texts(page) == ["Mesh¹ and more[later].", "¹ Comes in March 2025.", "[later] https://x.example/a", "² soon"]


def test_html_within_is_read_and_what_it_hides_is_not() -> None:
    page = "<details><summary>Warranty</summary>It lasts 30 months.</details>\n\nA<!-- no --> line<br>break.\n"
    assert texts(page) == ["Warranty", "It lasts 30 months.", "A line", "break."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# The talks\n\ntext", "The talks"),
        ("intro\n\n## اللقاء ##\n", "اللقاء"),
        ("The talks\n=========\n", "The talks"),
        ("# *The* `talks` of [Moscow](http://x/y) __now__\n", "The talks of Moscow now"),
        ("# snake_case stays\n", "snake_case stays"),
        ("```sh\n# a comment\n```\n# The talks\n", "The talks"),
        ("~~~sh\n# a comment\nrun it\n", None),
        ("# Windows\r\ntext\r\n", "Windows"),
        ("#hashtag\n\ntext\n\n---\n\ntext", None),
    ],
)
def test_the_first_heading_is_the_title(text: str, expected: str | None) -> None:
    assert title(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: My post\ndate: 2024-01-01\n---\n# Real heading", "My post"),
        ("---\r\ntitle: 'محادثات: موسكو'\r\n---\r\ntext\r\n", "محادثات: موسكو"),
        ("---\ndate: 2024-01-01\ntitle: \"The 'talks'\"\n...\n\ntext\n", "The 'talks'"),
        ("---\ndate: 2024-01-01\n---\n# Real heading\n", "Real heading"),
        ('---\ntitle: ""\n---\nThe talks\n---------\n', "The talks"),
        ("---\ntitle: >\n  Folded over\n  two lines\n---\n# Real heading\n", "Real heading"),
        ("---\nlayout: post\n# a comment\n---\n```sh\n# another\n```\n# Real heading\n", "Real heading"),
        ("---\n\n# Below a rule\n\n---\n\ntitle: none\n", "Below a rule"),
        ("---\nlayout: post\ndate: 2024-01-01\n---\n\ntext", None),
    ],
)
def test_front_matter_gives_its_title_and_is_no_text(text: str, expected: str | None) -> None:
    assert title(text) == expected
    assert "2024-01-01" not in "".join(texts(text))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("author: Layla Haddad\ndate: 2024-05-31\nlang: ar", Metadata("Layla Haddad", "2024-05-31", "ar")),
        (
            'author: "Haddad, Layla"\ndate: 2024-05-31T10:00:00Z\nlanguage: en',
            Metadata("Haddad, Layla", "2024-05-31", "en"),
        ),
        ("author: [Layla, Omar]\ndate: last week", Metadata()),
        ("title: Ships", Metadata()),
    ],
)
def test_author_date_and_language_of_the_front_matter_are_metadata(fields: str, expected: Metadata) -> None:
    assert content_of(MARKDOWN, f"---\n{fields}\n---\nShips.\n".encode()).metadata == expected


@pytest.mark.parametrize(
    "text",
    ["# a" + " " * 100_000 + "x", "*a " * 20_000, "[" * 20_000 + "a", "| a | b |\n|---|---|\n" + "| 1 | 2 |\n" * 5_000],
)
def test_odd_and_long_texts_are_read_in_no_time(text: str) -> None:
    started = time.process_time()
    assert texts(text)
    assert time.process_time() - started < 20


def test_a_blank_header_is_none() -> None:
    read = content_of(MARKDOWN, b"| | |\n|---|---|\n| Fee | 120 pounds |\n| Port | Al-Mina |\n")
    assert [(read.text[b.start : b.end], b.header) for b in read.blocks] == [
        ("Fee\t120 pounds", ()),
        ("Port\tAl-Mina", ()),
    ]
