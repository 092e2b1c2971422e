"""Number words of English and Arabic, and how several make one number: twenty-five, سبع عشرة, two million."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto


class Kind(Enum):
    """What a word does to the number before it."""

    SIMPLE = auto()  # is added, where there is room: two hundred and *five*
    BEFORE_TEN = auto()  # the same, but alone no number: *اثنا* عشر
    AFTER_UNIT = auto()  # makes ten more of a unit: سبع *عشرة*
    TENS = auto()  # may also follow a unit: خمسة *وعشرون*
    HUNDRED = auto()  # multiplies
    SCALE = auto()  # multiplies, and what is said next is smaller
    SCALE_IN_PLURAL = auto()  # the same, but alone no number


@dataclass(frozen=True)
class Word:
    """A number word; `joined` where an "and" is written into it."""

    value: int
    kind: Kind
    joined: bool = False


def _words(kind: Kind, table: Mapping[int, str]) -> dict[str, Word]:
    return {word: Word(value, kind) for value, words in table.items() for word in words.split()}


_UNITS = {
    1: "one واحد واحده", 2: "two اثنان اثنين اثنتان اثنتين", 3: "three ثلاث ثلاثه", 4: "four اربع اربعه",
    5: "five خمس خمسه", 6: "six ست سته", 7: "seven سبع سبعه", 8: "eight ثمان ثماني ثمانيه", 9: "nine تسع تسعه",
}  # fmt: skip
_TEENS = {
    10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
    17: "seventeen", 18: "eighteen", 19: "nineteen",
}  # fmt: skip
_TENS = {
    20: "twenty عشرون عشرين", 30: "thirty ثلاثون ثلاثين", 40: "forty اربعون اربعين", 50: "fifty خمسون خمسين",
    60: "sixty ستون ستين", 70: "seventy سبعون سبعين", 80: "eighty ثمانون ثمانين", 90: "ninety تسعون تسعين",
}  # fmt: skip
_HUNDREDS = {200: "مايتان مايتين مايتا مايتي ميتان ميتين ميتا ميتي"} | {
    100 * n: f"{stem}مايه {stem}ميه"
    for n, stem in ((3, "ثلاث"), (4, "اربع"), (5, "خمس"), (6, "ست"), (7, "سبع"), (8, "ثمان"), (9, "تسع"))
}
_SCALES = {
    1_000: "thousand الف الفا", 1_000_000: "million mn مليون مليونا",
    1_000_000_000: "billion bn bln مليار مليارا بليون بليونا", 1_000_000_000_000: "trillion تريليون تريليونا",
}  # fmt: skip
_SCALES_IN_PLURAL = {
    1_000: "الاف", 1_000_000: "millions ملايين", 1_000_000_000: "billions مليارات بلايين",
    1_000_000_000_000: "تريليونات",
}  # fmt: skip
_TWO_OF_A_SCALE = {
    2_000: "الفان الفين الفي",
    2_000_000: "مليونان مليونين مليوني",
    2_000_000_000: "ملياران مليارين ملياري",
}

_WORDS = {
    **_words(Kind.SIMPLE, {**_UNITS, **_TEENS}),
    **_words(Kind.SIMPLE, {**_HUNDREDS, **_TWO_OF_A_SCALE}),
    **_words(Kind.BEFORE_TEN, {1: "احد احدي", 2: "اثنا اثني اثنتا اثنتي"}),
    **_words(Kind.AFTER_UNIT, {10: "عشر عشره"}),
    **_words(Kind.TENS, _TENS),
    **_words(Kind.HUNDRED, {100: "hundred مايه ميه"}),
    **_words(Kind.SCALE, _SCALES),
    **_words(Kind.SCALE_IN_PLURAL, _SCALES_IN_PLURAL),
}
_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ف")
_MULTIPLIERS = (Kind.SCALE, Kind.SCALE_IN_PLURAL)
_LEAST_YEAR = 1000  # a figure from here on is not multiplied: in "1990 ألّف" the word is "wrote"


def number_word(word: str) -> Word | None:
    """What a word, normalised by `ingest.text.words`, is among numbers; in Arabic also with particles written to it."""
    if word in _WORDS:
        return _WORDS[word]
    for prefix in _PREFIXES:
        if (bare := word.removeprefix(prefix)) != word and bare in _WORDS:
            return replace(_WORDS[bare], joined=prefix.startswith("و"))
    return None


@dataclass(frozen=True)
class Phrase:
    """A number as far as it is read: what scales have `counted` (the 2000 of two thousand and five), and the `rest`.

    What is said next is below `limit`. A number that began with a figure is only multiplied. `whole` is false where the
    words so far are none.
    """

    rest: Decimal
    counted: Decimal = Decimal(0)
    limit: Decimal = Decimal("Infinity")
    figure: bool = False
    whole: bool = True
    parts: "tuple[Phrase, Phrase] | None" = None
    """What it was before the last "and", and what came behind it, which may turn out to begin another number."""

    @property
    def value(self) -> Decimal:
        return self.counted + self.rest if self.counted else self.rest  # a sum is rounded to 28 digits

    def and_then(self, word: Word, joined: bool) -> "Phrase | None":
        """The number with one word more, with an "and" before it or not; None where the word begins another."""
        if word.kind in _MULTIPLIERS:
            return self._scaled(Decimal(word.value), joined)
        if word.kind is Kind.HUNDRED and not joined and 0 < self.rest < 100:
            return replace(self, rest=self.rest * 100, parts=None)
        if self.figure:
            return None
        follows_unit = word.kind is (Kind.TENS if word.joined else Kind.AFTER_UNIT) and 1 <= self.rest % 100 <= 9
        if follows_unit or word.value < self._room:
            parts = (replace(self, parts=None), begun(word)) if joined else None
            return replace(self, rest=self.rest + word.value, whole=True, parts=parts)
        return None

    def _scaled(self, scale: Decimal, joined: bool) -> "Phrase | None":
        """Two *thousand*; or a million and *a thousand*, where it counts once."""
        times = Decimal(1) if joined and not self.rest else self.rest
        if scale >= self.limit or not times or (joined and self.rest) or (self.figure and times >= _LEAST_YEAR):
            return None
        return replace(self, rest=Decimal(0), counted=self.counted + times * scale, limit=scale, parts=None)

    @property
    def _room(self) -> Decimal:
        """What may be added is below this: the greatest power of ten in the rest; nothing is added to a bare ten."""
        if not self.rest:
            return self.limit
        if self.rest % 100 == 10:
            return Decimal(0)
        zeros = len(digits := str(int(self.rest))) - len(digits.rstrip("0"))
        return Decimal(10) ** zeros


def begun(word: Word) -> Phrase:
    """The number of one word."""
    whole = word.kind not in (Kind.BEFORE_TEN, Kind.SCALE_IN_PLURAL)
    if word.kind in _MULTIPLIERS:
        return Phrase(Decimal(0), counted=Decimal(word.value), limit=Decimal(word.value), whole=whole)
    return Phrase(Decimal(word.value), whole=whole)
