import pytest

from ingest.titles import headline, markdown_heading


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
        ("# Windows\r\ntext\r\n", "Windows"),
    ],
)
def test_the_first_heading_of_markdown_is_its_title(text: str, title: str) -> None:
    assert markdown_heading(text) == title


def test_markdown_without_a_heading_has_no_title() -> None:
    assert markdown_heading("#hashtag\n\ntext\n\n---\n\ntext") is None
