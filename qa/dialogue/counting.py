"""Counting: how many sentences an overview is wanted in, told by its words: "in two sentences", بثلاث نقاط."""

import re

from ingest.text.words import normalise

WORDS_OF_A_SENTENCE = 20
"""Where a number of words is wanted."""
MOST = 12

_ENGLISH_NUMBERS = ("a", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ARABIC_NUMBERS = ("", "واحد", "اثن", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع", "عشر")
_UNIT = r"(sentence|point|line|bullet|idea|word)s?|(جمل|نقاط|نقط|اسطر|سطور|سطر|افكار|فكر|كلم)\w*"
_COUNTED = re.compile(
    rf"\b(?:in |with |as |top |ب|في |علي )?(?:(\d{{1,3}})|({'|'.join(_ENGLISH_NUMBERS)})"
    rf"|({'|'.join(_ARABIC_NUMBERS[1:])})\w{{0,2}}) (?:single |short |main |key |bullet |brief )*(?:{_UNIT})\b"
)
_DUAL = re.compile(r"(?:في |علي )?\bب?(?:جملت|نقطت|سطر|فكرت)ين\b")
_SINGLE = re.compile(r"(?:في |علي )?\bب?(?:جمله|سطر|نقطه)(?: واحده?)?\b")


def sentences_wanted(turn: str) -> tuple[str, int | None]:
    """The turn, normalised, with "summary" for what is counted, and the count; None where it wants no number."""
    plain = normalise(turn)
    if found := _COUNTED.search(plain):
        digits, english, arabic, unit, arabic_unit = found.groups()
        number = int(digits) if digits else 0
        number = number or (max(1, _ENGLISH_NUMBERS.index(english)) if english else 0)
        number = number or (_ARABIC_NUMBERS.index(arabic) if arabic else 0)
        if unit == "word" or arabic_unit == "كلم":
            number = round(number / WORDS_OF_A_SENTENCE)
    elif found := _DUAL.search(plain):
        number = 2
    elif found := _SINGLE.search(plain):
        number = 1
    else:
        return turn, None
    return f"{plain[: found.start()]} summary {plain[found.end() :]}", min(max(number, 1), MOST)
