"""The numbers of Word's lists and headings, which stand in no paragraph: Word counts them when it shows the text.

As ECMA-376, part 1, section 17.9 tells: a paragraph, or its style, names a numbering and a level in it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"))
_ROMAN_UNITS = ((9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class _Level:
    """How a level of a list is numbered."""

    style: str
    text: str
    """`%1.%2` where the numbers of the levels stand."""
    start: int


@dataclass
class Numbering:
    """Counts the numbered paragraphs of a document, which are asked for in their order."""

    levels: Mapping[str, Mapping[int, _Level]]
    """By the id of the numbering."""
    lists: Mapping[str, str]
    """By the id of the numbering, the list that it counts in: several may share one."""
    restarts: Mapping[str, Mapping[int, int]]
    styles: Mapping[str, tuple[str, int]]
    """The numbering and level of the paragraphs of a style."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def number(self, paragraph: Any) -> tuple[str, int] | None:
        """The paragraph's number ("" at a bullet) and how deep it is, from 1; None for a paragraph of no list."""
        numbering, depth = self._place(paragraph)
        if numbering == "0" or numbering not in self.levels:
            return None
        levels, counts = self.levels[numbering], self.counts.setdefault(self.lists[numbering], {})
        self._count(numbering, depth, levels, counts)
        level = levels.get(depth)
        if level is None or level.style in ("bullet", "none"):
            return "", depth + 1

        def figure(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of = levels.get(at)
            return _figure(counts.get(at, of.start if of else 1), of.style if of else "decimal")

        return _PLACE.sub(figure, level.text), depth + 1

    def _count(self, numbering: str, depth: int, levels: Mapping[int, _Level], counts: dict[int, int]) -> None:
        level = levels.get(depth)
        restart = self.restarts[numbering].get(depth)
        if restart is not None and (numbering, depth) not in self.begun:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else (level.start if level else 1)
        self.begun.add((numbering, depth))
        for deeper in [at for at in counts if at > depth]:
            del counts[deeper]

    def _place(self, paragraph: Any) -> tuple[str, int]:
        properties = paragraph.find(f"{_WORD}pPr")
        if properties is None:
            return self.styles.get(paragraph.style, ("0", 0))
        numbering, depth = self.styles.get(_value(properties, "pStyle", ""), ("0", 0))
        own = properties.find(f"{_WORD}numPr")
        if own is None:
            return numbering, depth
        return _value(own, "numId", numbering), int(_value(own, "ilvl", str(depth)))


def numbering_of(document: Any) -> Numbering:
    """The numbering of a document as python-docx has opened it."""
    root: Any = next(
        (r.target_part.element for r in document.part.rels.values() if r.reltype.endswith("/numbering")), []
    )
    abstract = {item.get(f"{_WORD}abstractNumId"): item for item in root if item.tag == f"{_WORD}abstractNum"}
    levels, lists, restarts = dict[str, dict[int, _Level]](), dict[str, str](), dict[str, dict[int, int]]()
    by_style = dict[tuple[str, str], int]()
    for item in root:
        if item.tag != f"{_WORD}num":
            continue
        name, of = item.get(f"{_WORD}numId"), _value(item, "abstractNumId", "")
        lists[name], restarts[name] = of, {}
        levels[name] = dict(_levels(abstract.get(of, ())))
        by_style |= {(name, _value(level, "pStyle", "")): _depth(level) for level in abstract.get(of, ())}
        for override in item.iterchildren(f"{_WORD}lvlOverride"):
            levels[name] |= dict(_levels(override))
            start = override.find(f"{_WORD}startOverride")
            if start is not None:
                restarts[name][_depth(override)] = int(start.get(f"{_WORD}val", 1))
    return Numbering(levels, lists, restarts, dict(_styles(document, lambda *at: by_style.get(at, 0))))


def _levels(parent: Any) -> Iterator[tuple[int, _Level]]:
    for level in parent:
        if level.tag == f"{_WORD}lvl":
            style, text = _value(level, "numFmt", "decimal"), _value(level, "lvlText", "")
            yield _depth(level), _Level(style, text, int(_value(level, "start", "1")))


def _styles(document: Any, depth_of: Callable[[str, str], int]) -> Iterator[tuple[str, tuple[str, int]]]:
    """The numberings of styles, also of those that a style is based on."""
    found = {style.get(f"{_WORD}styleId"): style for style in document.styles.element.iterchildren(f"{_WORD}style")}
    for name, style in found.items():
        seen = set[str]()
        of, base = style, name
        while of is not None and base not in seen:
            seen.add(base)
            numbering = of.find(f"{_WORD}pPr/{_WORD}numPr")
            if numbering is not None:
                numbering_id = _value(numbering, "numId", "0")
                yield name, (numbering_id, int(_value(numbering, "ilvl", str(depth_of(numbering_id, base)))))
                break
            base = _value(of, "basedOn", "")
            of = found.get(base)


def _value(parent: Any, name: str, default: str) -> str:
    found = parent.find(f"{_WORD}{name}")
    return default if found is None else str(found.get(f"{_WORD}val", default))


def _depth(element: Any) -> int:
    return int(element.get(f"{_WORD}ilvl", 0))


def _figure(number: int, style: str) -> str:
    """The number in a style of ECMA-376's `ST_NumberFormat`; in others than these as a plain figure."""
    match style:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if style == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            return _roman(number).upper() if style == "upperRoman" else _roman(number)
        case "arabicAbjad" | "arabicAlpha":
            letters = _ABJAD if style == "arabicAbjad" else _ALPHABET
            return letters[(number - 1) % len(letters)]
        case "decimalZero":
            return f"{number:02}"
        case "hindiNumbers":
            return str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    return str(number)


def _roman(number: int) -> str:
    figures, number = "", min(number, 3999)
    for value, letters in (*_ROMAN, *_ROMAN_UNITS):
        figures += letters * (number // value)
        number %= value
    return figures
