"""Names: whether those one text gives stand in another, also across Arabic and Latin script.

A name is compared by its consonants, in one alphabet for both scripts: لافروف and Lavrov are both `lfrf`.
"""

import re
import unicodedata
from dataclasses import dataclass

from ingest.text.words import normalise, script

_NAME = re.compile(r"(?<![.!?:]\s)(?<!\A)\b[A-Z][\w'’]*[A-Za-z]\b")
"""A capitalised Latin word that begins no sentence."""
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_WORD = re.compile(r"[ء-ي]+")
_DIGRAPHS = (("sch", "s"), ("tch", "s"), ("ph", "f"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("kh", "k"), ("gh", "g"))
_POSSESSIVE = re.compile("['’]s$")
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
_TELLING = 3  # consonants of a name that is looked for among many texts
_CAPITALISED = re.compile(r"\b[A-Z][\w'’]*")
_SMALL = re.compile(r"\b[a-z][\w'’]*")


@dataclass(frozen=True)
class Named:
    """The sounds of a text's names, and of all its words."""

    names: frozenset[str]
    sounds: frozenset[str]


def named(text: str) -> Named:
    """The names of a text. Arabic script marks none: there every word may be one."""
    names = {sound for word in _NAME.findall(text) if len(sound := _latin_sound(word)) >= _SHORTEST}
    return Named(frozenset(names), frozenset(_sounds(text)))


def name_sounds(text: str) -> frozenset[str]:
    """The longer sounds of all that may be a name: every capitalised Latin word and every Arabic one.

    Every Latin word of a text without capitals, as a question typed informally is.
    """
    latin = {_latin_sound(word) for word in _CAPITALISED.findall(text) or _SMALL.findall(text)}
    return frozenset(sound for sound in latin | _all_arabic_sounds(text) if len(sound) >= _TELLING)


def marks_names(text: str) -> bool:
    """Whether names stand out from other words, as in a Latin text with capitals; in Arabic script they never do."""
    return script(text) != "arabic" and _CAPITALISED.search(text) is not None


def _sounds(text: str) -> set[str]:
    latin = {_latin_sound(word) for word in _LATIN_WORD.findall(text) if not _ARABIC_WORD.match(word)}
    return {sound for sound in latin | _all_arabic_sounds(text) if len(sound) >= _SHORTEST}


def _all_arabic_sounds(text: str) -> set[str]:
    return {sound for word in _ARABIC_WORD.findall(normalise(text)) for sound in _arabic_sounds(word)}


def _latin_sound(word: str) -> str:
    word = unicodedata.normalize("NFD", _POSSESSIVE.sub("", word.lower()))
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
