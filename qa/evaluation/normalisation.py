"""Normalisations of answers before they are compared: `squad`, `mlqa` and `dalil`.

`squad` is SQuAD's official one; `mlqa` is MLQA's (Lewis et al. 2020), its fault with Arabic included, so that figures
compare with published ones; `dalil` forgives what readers of Arabic forgive. They are fixed apart from the search
index's own normalisation: a figure must not move because retrieval was tuned.
"""

import re
import string
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.errors import UsageError

Name = Literal["dalil", "squad", "mlqa"]
NAMES: tuple[Name, ...] = ("dalil", "squad", "mlqa")
MLQA_LANGUAGES = ("ar", "de", "en", "es", "hi", "vi", "zh")

_ENGLISH_ARTICLES = re.compile(r"\b(a|an|the)\b")


@dataclass(frozen=True)
class Normalisation:
    """A normalisation by name; `language` (ISO 639-1, of the answers) matters to `mlqa` alone.

    Raises UsageError for a language that MLQA does not have.
    """

    name: Name = "dalil"
    language: str = "en"

    def __post_init__(self) -> None:
        if self.name == "mlqa" and self.language not in MLQA_LANGUAGES:
            raise UsageError(
                f"{self.language!r} is no language of MLQA; give the answers' as one of {', '.join(MLQA_LANGUAGES)} "
                "(--language)"
            )

    @property
    def settings(self) -> dict[str, str]:
        """What a run records of it."""
        return {"normalisation": self.name, **({"language": self.language} if self.name == "mlqa" else {})}

    def __call__(self, text: str) -> str:
        functions: dict[Name, Callable[[str], str]] = {"dalil": dalil, "squad": squad}
        return functions[self.name](text) if self.name in functions else mlqa(text, self.language)


def squad(text: str) -> str:
    """SQuAD's: lower case, no ASCII punctuation, no English articles, single spaces."""
    text = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(_ENGLISH_ARTICLES.sub(" ", text).split())


_MLQA_ARTICLES = {
    "en": _ENGLISH_ARTICLES,
    "es": re.compile(r"\b(un|una|unos|unas|el|la|los|las)\b"),
    "vi": re.compile(r"\b(của|là|cái|chiếc|những)\b"),
    "de": re.compile(r"\b(ein|eine|einen|einem|eines|einer|der|die|das|den|dem|des)\b"),
    # The official pattern takes these two letters out wherever they stand, inside a word too: "سؤال" becomes "سؤ".
    "ar": re.compile("ال"),
}


def mlqa(text: str, language: str) -> str:
    """MLQA's, for the answers' language: Unicode punctuation and that language's articles go; Chinese is split."""
    text = "".join(c for c in text.lower() if c not in _punctuation())
    if articles := _MLQA_ARTICLES.get(language):
        text = articles.sub(" ", text)
    if language == "zh":
        text = re.sub(r"([\u4e00-\u9fa5])", r" \1 ", text)
    return " ".join(text.split())


@cache
def _punctuation() -> frozenset[str]:
    return frozenset(c for c in map(chr, range(sys.maxunicode)) if unicodedata.category(c)[0] == "P") | frozenset(
        string.punctuation
    )


# Vowel signs and other marks of Arabic script, and the tatweel.
_MARKS = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_VARIANTS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك"})
_VULGAR_FRACTION = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞↉])")  # 3½ is 3 and 1/2, not 31/2
_THOUSANDS = re.compile(r"(?<=[1-9])(\d{0,2})((?:[,٬]\d{3})+)(?![,٬]?\d)")
_DECIMAL_COMMA = re.compile(r"(?<![\d,])(\d+),(\d+)(?!,?\d)")
_DECIMAL_POINT = re.compile(r"(?<=\d)[.٫](?=\d)")
_MINUS = re.compile(r"(?<![\w.)\]])[-−](?=\d)")
_POINT, _NEGATIVE = "\0", "\1"
_WHOLE = re.compile(rf"(?<![\d{_POINT}])(\d+){_POINT}0+(?![\d{_POINT}])")  # 1577.00; no version such as 2.0.0


def dalil(text: str) -> str:
    """Dalil's: one form for Arabic letters, marks and digits, no Unicode punctuation, no English articles.

    Dashes and slashes part words. Numbers keep their value: 1,577.00 is 1577, 1,5 is 1.5, −5 is -5 and not 5, ½ is 1/2.
    Signs of currency go, as SQuAD's script drops $; other signs stay (C++). Of an answer that is all punctuation or
    articles the text itself is left, so that "?" and "!" differ.
    """
    text = unicodedata.normalize("NFKC", _VULGAR_FRACTION.sub(" ", text)).casefold()
    bare = _MARKS.sub("", text).translate(_VARIANTS)
    bare = _numbers("".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in bare))
    bare = "".join(map(_without_punctuation, bare)).replace(_POINT, ".").replace(_NEGATIVE, "-")
    return " ".join(_ENGLISH_ARTICLES.sub(" ", bare).split()) or " ".join(text.split())


def _numbers(text: str) -> str:
    """Each number in one form, with its point and its minus out of the way of punctuation."""
    text = _THOUSANDS.sub(lambda number: number[1] + re.sub("[,٬]", "", number[2]), text)
    text = _DECIMAL_COMMA.sub(rf"\1{_POINT}\2", text)
    return _MINUS.sub(_NEGATIVE, _WHOLE.sub(r"\1", _DECIMAL_POINT.sub(_POINT, text)))


def _without_punctuation(c: str) -> str:
    category = unicodedata.category(c)
    if category == "Pd" or c in "/\\\u2044":
        return " "
    # Sc: currency; Cf: direction marks and zero-width joiners, which no reader sees
    return "" if category[0] == "P" or category in {"Cf", "Sc"} or c in "`^" else c
