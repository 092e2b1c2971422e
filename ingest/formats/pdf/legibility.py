"""Whether the fonts of a page say which letters they show. Some do not: what a viewer shows is in no text then."""

import re
import unicodedata
from functools import lru_cache

_GARBAGE = 0.15  # of the words; it is .45 to .91 where fonts say nothing, and under .09 elsewhere
_FEWEST = 4  # words that tell
_PLAIN = re.compile(r"[!-~]+|[\u0600-\u06ff\u200c\u200d]+")
_PARTED = "\x02\ufffe\0"  # hyphens at line ends, as pdfium has them
_ONE_SCRIPT = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "FULLWIDTH", "HALFWIDTH", "IDEOGRAPHIC"}
_NO_SCRIPT = {"MODIFIER", "MICRO", "DOUBLE", "MATHEMATICAL", "SCRIPT", "BLACK", "FEMININE", "MASCULINE"}


def is_garbage(text: str) -> bool:
    """Whether many of the words hold control characters, or letters of several scripts."""
    words = text.translate(dict.fromkeys(map(ord, _PARTED))).split()
    return len(words) >= _FEWEST and sum(map(is_odd, words)) > _GARBAGE * len(words)


def is_odd(word: str) -> bool:
    """Whether a word holds control characters, or letters of several scripts."""
    if _PLAIN.fullmatch(word):
        return False
    scripts = {script for char in word if (script := _script(char))}
    return len(scripts) > 1 or any(_is_control(char) for char in word)


def _is_control(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cn")


@lru_cache(maxsize=4096)
def _script(char: str) -> str | None:
    """The script of a letter; None for another character."""
    if not char.isalpha():
        return None
    name = unicodedata.name(char, "NONE").split(" ", 1)[0].split("-")[0]
    return None if name in _NO_SCRIPT else "CJK" if name in _ONE_SCRIPT else name
