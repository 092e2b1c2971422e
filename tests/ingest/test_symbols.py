import pytest

from ingest.symbols import symbol


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", 0xF061, "α"),
        ("Symbol", 0x61, "α"),
        ("Symbol", 0xF057, "Ω"),
        ("Symbol", 0xF0A3, "≤"),
        ("Wingdings", 0xF0FE, "☑"),
        ("Wingdings", 0xF0A8, "☐"),
        ("Wingdings", 0xF04A, ""),  # a smiling face
        ("Webdings", 0xF061, ""),
        ("Calibri", 0x2192, "→"),
        ("Symbol", 0x2192, "→"),
    ],
)
def test_a_symbol_is_the_character_that_its_font_shows(font: str, code: int, shown: str) -> None:
    assert symbol(font, code) == shown
