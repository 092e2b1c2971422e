"""Numbers: whether those one text gives stand in another, in figures or in words, in English or Arabic.

A figure and the words after it are one number: 1.5 million is 1500000, سبع عشرة is 17; neither holds a 1 or a 7.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ingest.text.number_words import Phrase, begun, number_word
from ingest.text.words import normalise

_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)")  # 1 500 with a space that never breaks
_RAISED = re.compile(r"[²³¹⁰-₉]")  # of a note or an exponent; folded, it would run into the number before it
_FRACTIONS = {"¼": ".25", "½": ".5", "¾": ".75"}

_POINTS = r"\d{1,3}(?:\.\d{3}){2,}(?!\.?\d)"  # 1.500.000
_COMMAS = r"\d{1,3}(?:[,٬،]\d{2,3})*[,٬،]\d{3}(?!\d)"  # 1,000 and ١٬٠٠٠ and 1,00,000
_COMMA_DECIMALS = r"(?<!\d,)\d+,\d{1,2}(?!,?\d)"  # 1,5 but not 1990,1991 or 1,2,3
_PLAIN = r"\d*[.٫]\d+|\d+"

_TOKEN = re.compile(
    r"(?P<date>(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?!\.?\d))"
    rf"|(?P<code>(?!{_POINTS})\d+(?:\.\d+){{2,}})"  # an address or a version
    rf"|(?P<figure>{_POINTS}|{_COMMAS}(?:[.٫]\d+)?|{_COMMA_DECIMALS}|{_PLAIN})"
    r"|[^\W\d_]+"
)
_GAP = re.compile(r"[ \t-]*")  # between the words of one number
_AND = ("and", "و")
_PARTS = ("half", "quarter", "third", "نصف", "ربع", "ثلث")  # of a million; how much that is, is not worked out
_WITH_PART = tuple(f"و{part}" for part in _PARTS)


@dataclass(frozen=True)
class Numbers:
    """The numbers of a text, in one form each: those with a figure in them, and those in words or raised."""

    figures: frozenset[str]
    spelled: frozenset[str]


def numbers_in(text: str) -> Numbers:
    """All numbers of a text."""
    raised = ((normalise(sign), False) for sign in _RAISED.findall(text))  # km² may be km2, but need not
    found = [*_numbers(_prepared(text)), *raised]
    figures, spelled = (frozenset(value for value, figure in found if figure is kind) for kind in (True, False))
    return Numbers(figures, spelled)


def lacks_numbers(of: Numbers, *within: Numbers) -> bool:
    """Whether a number that one text gives by a figure stands in none of the others, by a figure or in words."""
    return any(all(number not in text.figures | text.spelled for text in within) for number in of.figures)


def share_of_numbers(of: Numbers, within: Numbers) -> float:
    """The share of one text's figures that another holds; 0 where it has none."""
    return len(of.figures & (within.figures | within.spelled)) / len(of.figures) if of.figures else 0.0


def _prepared(text: str) -> str:
    """The text normalised, and before that rid of what normalising would make another number of."""
    text = _SPACED.sub(lambda number: re.sub(r"\s", "", number[0]), text)
    text = _RAISED.sub(" ", text)
    for sign, decimals in _FRACTIONS.items():
        text = text.replace(sign, decimals)
    return normalise(text)


def _numbers(text: str) -> Iterator[tuple[str, bool]]:
    """Each number in one form, and whether there is a figure in it."""
    phrase: Phrase | None = None
    end, joined, part = 0, False, False
    for token in _TOKEN.finditer(text):
        if not _GAP.fullmatch(text, end, token.start()):
            yield from _read(phrase)
            phrase = None
        end = token.end()
        if token[0] in _AND:
            joined = True
            continue
        if token[0] in _WITH_PART:  # a million and a half
            phrase = None
        word = number_word(token[0])
        longer = phrase.and_then(word, joined or word.joined) if phrase and word else None
        if longer is None and phrase and word and phrase.parts:  # two thousand and three | thousand
            phrase, added = phrase.parts
            longer = added.and_then(word, joined=False)
            yield from _read(phrase)
        elif longer is None:
            yield from _read(phrase)
            longer = begun(word) if word and not part else None
        joined, part = False, token[0] in _PARTS or (part and token[0] in ("a", "of"))
        if token["date"]:
            yield from ((_form(Decimal(part)), True) for part in token["date"].split("."))
        elif token["code"]:
            yield token["code"], True
        elif token["figure"]:
            longer = Phrase(_value(token["figure"]), figure=True)
        phrase = longer
    yield from _read(phrase)


def _read(phrase: Phrase | None) -> Iterator[tuple[str, bool]]:
    if phrase and phrase.whole:
        yield _form(phrase.value), phrase.figure


def _value(figure: str) -> Decimal:
    """What a figure says, however it is written; a single point is a decimal one."""
    if re.fullmatch(_POINTS, figure):
        figure = figure.replace(".", "")
    elif re.match(_COMMAS, figure):
        figure = re.sub("[,٬،]", "", figure)
    return Decimal(re.sub("[,٫]", ".", figure))


def _form(value: Decimal) -> str:
    """3.50 and 3.5, 007 and 7 are the same."""
    whole, _, decimals = format(value, "f").partition(".")  # Decimal.normalize rounds to 28 digits
    return ".".join(filter(None, (whole.lstrip("0") or "0", decimals.rstrip("0"))))
