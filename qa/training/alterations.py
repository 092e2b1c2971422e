"""Alterations: a sentence made false by another number, another name, another word, or a negation."""

import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.text.views import bare

NUMBERS = (
    "one two three four five six seven eight nine ten twelve twenty thirty fifty",
    "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشرون ثلاثون خمسون مئة",
)
GROUPS = (
    (
        "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
        "January February March April May June July August September October November December",
        *("north south east west", "first second third fourth last", "before after", "more less", "increase decrease"),
        *("increased decreased", "high low", "higher lower", "men women", "mother father", "son daughter"),
        *("brother sister", "won lost", "morning evening", "old new", "all some"),
    ),
    (
        "الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        *("شمال جنوب شرق غرب", "الأول الثاني الثالث الرابع الأخير", "الأولى الثانية الثالثة الرابعة", "قبل بعد"),
        *("أكثر أقل", "زيادة انخفاض", "أعلى أدنى", "الرجال النساء", "صباح مساء", "القديم الجديد"),
    ),
)
"""Words of which another of the same group makes a sentence false, English and Arabic; numbers in words likewise."""
AFFIRMED = re.compile(r"\b(is|are|was|were|has|have|had|will|can|could|would|should|must|may)\b(?! not\b|n't)")
DENIED = (re.compile(r"\b(?:not|never) |n't\b"), re.compile(r"\b(?:لا|لم|لن|ليس|ليست|غير) "))
CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
PREFIX = r"(?:[وف]?[بلك]?)"
Spellings = Mapping[str, tuple[str, ...]]
"""Names in small Latin letters → how they are spelled in Arabic, the most usual first."""
TRIED_NAMES = 3
SHARES = (4.0, 4.0, 1.5, 1.0)
"""How often another number, name, word of a group or polarity is tried first."""


@dataclass(frozen=True)
class Alterations:
    """What is put in another's place: names (English, Arabic), and English → Arabic spellings of names."""

    names: tuple[tuple[str, ...], tuple[str, ...]]
    spellings: Spellings

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]], spellings: Spellings) -> "Alterations":
        """The names of these sentences; an Arabic word is one where it spells a name of the English sentence."""
        english, arabic = set[str](), set[str]()
        for left, right in pairs:
            names = set(CAPITAL.findall(left))
            english |= names
            arabic |= {name for word in re.findall(r"\w+", right) if (name := spelled(word, names, spellings))}
        return cls((tuple(sorted(english)), tuple(sorted(arabic))), spellings)

    def altered(self, text: str, pair: tuple[str, str], language: int, rng: random.Random) -> str | None:
        """`text`, from the `pair`'s sentence in this language (0: English, 1: Arabic), made false.

        None where nothing in it can be altered.
        """
        ways: list[Callable[[], str | None]] = [
            lambda: other_number(text, language, rng),
            lambda: self._other_name(text, pair, language, rng),
            lambda: other_of_group(text, GROUPS[language], rng),
            lambda: other_polarity(text, language, rng),
        ]
        # each way gets a random place in the order, the likelier ones more often an early one
        order = sorted(range(len(ways)), key=lambda n: rng.random() ** (1 / SHARES[n]), reverse=True)
        return next((changed for n in order if (changed := ways[n]())), None)

    def _other_name(self, text: str, pair: tuple[str, str], language: int, rng: random.Random) -> str | None:
        names = set(CAPITAL.findall(pair[0]))
        if language == 0:
            found = [match.span() for match in CAPITAL.finditer(text)]
        else:
            words = [(match, spelled(match[0], names, self.spellings)) for match in re.finditer(r"\w+", text)]
            found = [(match.end() - len(name), match.end()) for match, name in words if name]
        if not found:
            return None
        start, end = rng.choice(found)
        choices = [
            name
            for name in rng.sample(self.names[language], min(TRIED_NAMES, len(self.names[language])))
            if name not in text
        ]
        return text[:start] + choices[0] + text[end:] if choices else None


def read_spellings(data: Path) -> Spellings:
    found: dict[str, dict[str, None]] = {}
    for line in (data / "parallel" / "names-wikipedia.ar-en.tsv").read_text(encoding="utf-8").splitlines():
        arabic, latin = line.split("\t")
        found.setdefault(latin, {})[bare(arabic)] = None
    for line in (data / "parallel" / "names-wikidata.en-ar.tsv").read_text(encoding="utf-8").splitlines():
        latin, letters, _ = line.split("\t")
        found.setdefault(latin, {})[letters.replace(" ", "")] = None
    return {latin: tuple(arabic) for latin, arabic in found.items()}


def spelled(word: str, names: Iterable[str], spellings: Spellings) -> str | None:
    """The Arabic word, without a particle written to it, where it spells one of the names."""
    known = {spelling for name in names for spelling in spellings.get(name.lower(), ())}
    without = [word, *(word[n:] for n in (1, 2) if len(word) > n + 2 and re.fullmatch(PREFIX, word[:n]))]
    return next((one for one in without if one in known and len(one) > 2), None)


def other_number(text: str, language: int, rng: random.Random) -> str | None:
    """Another number in one number's place, in digits or words."""
    found = [match.span() for match in re.finditer(r"\d+", text)]
    if not found:
        return other_of_group(text, (NUMBERS[language],), rng)
    start, end = rng.choice(found)
    old = text[start:end]
    while True:
        new = str(max(0, int(old) + rng.choice((-1, 1)) * rng.randint(1, 9))) if rng.random() < 0.5 else ""
        new = new or "".join(rng.choices("123456789", k=len(old)))
        if int(new) != int(old):
            return text[:start] + new + text[end:]


def other_of_group(text: str, groups: Sequence[str], rng: random.Random) -> str | None:
    """Another word of its group in one word's place."""
    split = [group.split() for group in groups]
    found = [(m, words) for words in split for m in re.finditer(rf"\b(?:{'|'.join(words)})\b", text)]
    if not found:
        return None
    match, words = rng.choice(found)
    return text[: match.start()] + rng.choice([word for word in words if word != match[0]]) + text[match.end() :]


def other_polarity(text: str, language: int, rng: random.Random) -> str | None:
    """A negation taken out, or put in (in English)."""
    if DENIED[language].search(text):
        return DENIED[language].sub("", text, count=1)
    found = list(AFFIRMED.finditer(text)) if language == 0 else []
    if not found:
        return None
    at = rng.choice(found).end()
    return f"{text[:at]} not{text[at:]}"
