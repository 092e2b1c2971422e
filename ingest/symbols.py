"""Symbols of Word's picture fonts → the characters they show. Knows nothing of files."""

_LETTERS = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SIGNS = dict(zip(map(chr, b"\xa3\xa5\xac\xae\xb0\xb1\xb3\xb4\xb7\xb8\xb9\xbb\xd6"), "≤∞←→°±≥×•÷≠≈√", strict=True))
_BOXES = dict(zip(map(chr, b"\x6f\xa8\xe0\xfb\xfc\xfd\xfe"), "☐☐→✗✓☒☑", strict=True))
_FONTS = {"Symbol": _LETTERS | _SIGNS, "Wingdings": _BOXES}
_PRIVATE = range(0xF000, 0xF100)  # where these fonts keep what they have below U+0100


def symbol(font: str, code: int) -> str:
    """The character; none for a picture that no character stands for."""
    if code in _PRIVATE or (code < 0x100 and font in _FONTS):
        return _FONTS.get(font, {}).get(chr(code & 0xFF), "")
    return chr(code)
