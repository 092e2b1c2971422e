import tracemalloc

import pytest

from ingest.formats.titles import headline


def test_a_short_first_line_above_others_is_the_headline() -> None:
    assert headline("\n  لقاء موسكو \n\nوصل الوزير.\n") == "لقاء موسكو"


@pytest.mark.parametrize(
    "text",
    ["One line alone", "A sentence stands first.\nmore", "هل اتفقا؟\nنعم", "* * *\nmore", "", "word " * 40 + "\nmore"],
)
def test_other_first_lines_are_no_headline(text: str) -> None:
    assert headline(text) is None


def test_the_headline_of_a_million_lines_takes_little_memory() -> None:
    text = "The talks\n" + "a line\n" * 1_000_000
    tracemalloc.start()
    try:
        assert headline(text) == "The talks"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()
