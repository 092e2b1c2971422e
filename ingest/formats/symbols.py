"""Symbols of Word's picture fonts → the characters they show. Knows nothing of files."""

# https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt, without the pieces that large brackets are built of
_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"  # from 0x20
_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑"  # from 0xA0
_SIGNS = dict(enumerate(_LOW, 0x20)) | dict(enumerate(_HIGH, 0xA0)) | {0xF1: "⟩", 0xF2: "∫"}
_BOXES = dict(zip(b"\x6f\xa8\xe0\xfb\xfc\xfd\xfe", "☐☐→✗✓☒☑", strict=True))
_FONTS = {"Symbol": _SIGNS, "Wingdings": _BOXES}
_PRIVATE = range(0xF000, 0xF100)  # where these fonts keep what they have below U+0100


def symbol(font: str, code: int) -> str:
    """The character; none for a picture that no character stands for."""
    if code in _PRIVATE or (code < 0x100 and font in _FONTS):
        return _FONTS.get(font, {}).get(code & 0xFF, "")
    return chr(code)
