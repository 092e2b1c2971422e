"""Names and numbers: whether what one text names stands in another, also across Arabic and Latin script.

A name is compared by its consonants, in one alphabet for both scripts: لافروف and Lavrov are both `lfrf`.
"""

import re
import unicodedata
from dataclasses import dataclass

from ingest.words import normalise

_NAME = re.compile(r"(?<![.!?:]\s)(?<!\A)\b[A-Z][\w'’]*[A-Za-z]\b")
"""A capitalised Latin word that begins no sentence."""
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile(r"[ء-ي]+")
_DIGRAPHS = (("sch", "s"), ("tch", "s"), ("ph", "f"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("kh", "k"), ("gh", "g"))
_SOFT_C = re.compile("c(?=[eiy])")
_LATIN = str.maketrans({"p": "b", "v": "f", "c": "k", "q": "k", "j": "g", "z": "s", "x": "ks"})
_ARABIC = {
    letter: sound
    for letters, sound in (
        ("ب", "b"), ("تطث", "t"), ("جغ", "g"), ("خكق", "k"), ("دضذظ", "d"), ("ر", "r"), ("زسصش", "s"),
        ("ف", "f"), ("ل", "l"), ("م", "m"), ("ن", "n"),
    )
    for letter in letters
}  # fmt: skip
_PREFIXES = ("وال", "بال", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_SHORTEST = 2  # consonants; one alone is anybody's

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_GROUPED = re.compile(r"\d{1,3}(?:[,٬]\d{2,3})*[,٬]\d{3}(?:[.٫]\d+)?")  # 1,000 and 1٬000.5 and 1,00,000
_GROUPED_BY_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")  # 1.500.000
_SPELLED = {
    word: str(value)
    for value, words in enumerate(
        (
            "one واحد واحده", "two اثنان اثنين اثنتين", "three ثلاث ثلاثه", "four اربع اربعه", "five خمس خمسه",
            "six ست سته", "seven سبع سبعه", "eight ثمان ثماني ثمانيه", "nine تسع تسعه", "ten عشر عشره", "eleven",
            "twelve",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What a text names: its names' sounds, the sounds of all its words, its numbers in digits, and spelled ones."""

    names: frozenset[str]
    sounds: frozenset[str]
    numbers: frozenset[str]
    spelled: frozenset[str]


def named(text: str) -> Named:
    """The names and numbers of a text. Arabic script marks no names: there every word may be one."""
    names = {sound for word in _NAME.findall(text) if len(sound := _latin_sound(word)) >= _SHORTEST}
    normal = normalise(text)
    numbers = {_value(number) for number in _NUMBER.findall(normal)}
    spelled = {_SPELLED[word] for word in _LATIN_WORD.findall(normal) if word in _SPELLED}
    return Named(frozenset(names), frozenset(_sounds(text)), frozenset(numbers), frozenset(spelled))


def _value(number: str) -> str:
    """One form for all ways to write a number: 1,000 is 1000, 3٫50 is 3.5, 07 is 7; a single point is a decimal one."""
    if _GROUPED.fullmatch(number):
        number = re.sub("[,٬]", "", number)
    elif _GROUPED_BY_POINTS.fullmatch(number):
        number = number.replace(".", "")
    whole, *rest = re.split(r"[.,٫٬]", number)
    if len(rest) == 1:
        rest = [rest[0].rstrip("0")]
    return ".".join(filter(None, (whole.lstrip("0") or "0", *rest)))


def _sounds(text: str) -> set[str]:
    latin = {_latin_sound(word) for word in _LATIN_WORD.findall(text) if not _ARABIC_WORD.match(word)}
    arabic = {sound for word in _ARABIC_WORD.findall(normalise(text)) for sound in _arabic_sounds(word)}
    return {sound for sound in latin | arabic if len(sound) >= _SHORTEST}


def _latin_sound(word: str) -> str:
    word = unicodedata.normalize("NFD", word.lower())
    for digraph, sound in _DIGRAPHS:
        word = word.replace(digraph, sound)
    return _squeezed(re.sub("[^bdfgklmnrst]", "", _SOFT_C.sub("s", word).translate(_LATIN)))


def _arabic_sounds(word: str) -> set[str]:
    """With and without the particles that Arabic writes into the word."""
    words = {word} | {word.removeprefix(p) for p in _PREFIXES if word.startswith(p) and len(word) - len(p) >= 3}
    return {_squeezed("".join(_ARABIC.get(letter, "") for letter in word)) for word in words}


def _squeezed(sound: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sound)


def share_of_names(of: Named, *within: Named) -> float | None:
    """The share of one text's names that the others hold between them; None where it has no names."""
    if not of.names:
        return None
    sounds = frozenset().union(*(text.sounds for text in within))
    return sum(name in sounds or any(_alike(name, sound) for sound in sounds) for name in of.names) / len(of.names)


def _alike(a: str, b: str) -> bool:
    """The same consonants; among three or more, one may differ after the first: transliterations vary."""
    if a == b:
        return True
    if min(len(a), len(b)) < 3 or abs(len(a) - len(b)) > 1 or a[0] != b[0]:
        return False
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[same + 1 :] == b[same + 1 :] or a[same:] == b[same + 1 :] or a[same + 1 :] == b[same:]


def lacks_numbers(of: Named, *within: Named) -> bool:
    """Whether a number that one text writes in digits stands in none of the others, in digits or spelled."""
    return any(all(number not in text.numbers | text.spelled for text in within) for number in of.numbers)


def share_of_numbers(of: Named, within: Named) -> float:
    """The share of one text's numbers that another holds; 0 where it has none."""
    return len(of.numbers & (within.numbers | within.spelled)) / len(of.numbers) if of.numbers else 0.0
