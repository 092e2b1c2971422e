import pytest

from ingest.formats.symbols import symbol


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", 0xF061, "α"),
        ("Symbol", 0x61, "α"),
        ("Symbol", 0xF057, "Ω"),
        ("Symbol", 0xF0A3, "≤"),
        ("Symbol", 0xF032, "2"),
        ("Symbol", 0xF02B, "+"),
        ("Symbol", 0xF02D, "−"),
        ("Symbol", 0xF05B, "["),
        ("Symbol", 0xF07A, "ζ"),
        ("Symbol", 0xF07E, "∼"),
        ("Symbol", 0xF0B1, "±"),
        ("Symbol", 0xF0CE, "∈"),
        ("Symbol", 0xF0DE, "⇒"),
        ("Symbol", 0xF0E5, "∑"),
        ("Symbol", 0xF0F2, "∫"),
        ("Symbol", 0xF0E6, ""),  # the upper end of a parenthesis
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
