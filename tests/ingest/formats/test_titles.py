import time
import tracemalloc

import pytest

from ingest.formats.markdown import MARKDOWN, markdown_heading
from ingest.formats.titles import headline
from tests.ingest.formats.reading import title_and_text


def test_a_short_first_line_above_others_is_the_headline() -> None:
    assert headline("\n  لقاء موسكو \n\nوصل الوزير.\n") == "لقاء موسكو"


@pytest.mark.parametrize(
    "text",
    ["One line alone", "A sentence stands first.\nmore", "هل اتفقا؟\nنعم", "* * *\nmore", "", "word " * 40 + "\nmore"],
)
def test_other_first_lines_are_no_headline(text: str) -> None:
    assert headline(text) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The talks\n\ntext", "The talks"),
        ("intro\n\n## اللقاء ##\n", "اللقاء"),
        ("The talks\n=========\n", "The talks"),
        ("# *The* `talks` of [Moscow](http://x/y) __now__\n", "The talks of Moscow now"),
        ("# snake_case stays\n", "snake_case stays"),
        ("```sh\n# a comment\n```\n# The talks\n", "The talks"),
        ("```\n```\n# The talks", "The talks"),
        ("# Windows\r\ntext\r\n", "Windows"),
    ],
)
def test_the_first_heading_of_markdown_is_its_title(text: str, title: str) -> None:
    assert markdown_heading(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: My post\ndate: 2024-01-01\n---\n# Real heading", "My post"),
        ("---\r\ntitle: 'محادثات: موسكو'\r\n---\r\ntext\r\n", "محادثات: موسكو"),
        ("---\ndate: 2024-01-01\ntitle: \"The 'talks'\"\n...\n\ntext\n", "The 'talks'"),
        ("---\ndate: 2024-01-01\n---\n# Real heading\n", "Real heading"),
        ('---\ntitle: ""\n---\nThe talks\n---------\n', "The talks"),
        ("---\ntitle: >\n  Folded over\n  two lines\n---\n# Real heading\n", "Real heading"),
        ("---\nlayout: post\n# a comment\n---\n```sh\n# another\n```\n# Real heading\n", "Real heading"),
        ("---\n\n# Below a rule\n\n---\n\ntitle: none\n", "Below a rule"),
    ],
)
def test_front_matter_gives_its_title_and_is_no_heading(text: str, title: str) -> None:
    assert title_and_text(MARKDOWN, text.encode())[0] == title


def test_front_matter_alone_is_no_heading() -> None:
    assert markdown_heading("---\nlayout: post\ndate: 2024-01-01\n---\n\ntext") is None


def test_a_code_block_that_is_not_closed_holds_no_heading() -> None:
    assert markdown_heading("~~~sh\n# a comment\nrun it\n") is None


def test_a_heading_of_a_hundred_thousand_spaces_is_ignored_in_no_time() -> None:
    started = time.monotonic()
    assert markdown_heading("# a" + " " * 100_000 + "x\n# The talks\n") == "The talks"
    assert time.monotonic() - started < 10


def test_markdown_without_a_heading_has_no_title() -> None:
    assert markdown_heading("#hashtag\n\ntext\n\n---\n\ntext") is None


def test_the_headline_of_a_million_lines_takes_little_memory() -> None:
    text = "The talks\n" + "a line\n" * 1_000_000
    tracemalloc.start()
    try:
        assert headline(text) == "The talks"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
