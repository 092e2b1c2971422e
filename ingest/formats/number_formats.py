"""How a workbook shows its numbers: 0.45 as 45%, 1234.5 as $1,234.50. Dates and scientific forms are left alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from posixpath import join, normpath
from typing import Any
from zipfile import ZipFile

from ingest.formats.packing import xml

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 39: "#,##0.00"}
_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].')
_NUMBER = re.compile(r"^([^#0?,.]*)([#0?,]*[#0?])(?:\.([#0?]+))?([^#0?,.]*)$")
_NOT_SHOWN = re.compile(r"[ymdhsEe@/]|General", re.IGNORECASE)


@dataclass(frozen=True)
class NumberFormat:
    """What stands before and behind a number, its decimals, whether thousands are grouped, whether it is per cent."""

    before: str
    behind: str
    decimals: int
    grouped: bool
    percent: bool

    def shown(self, value: float) -> str:
        number = Decimal(repr(value)) * (100 if self.percent else 1)
        rounded = abs(number.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP))
        digits = f"{rounded:,f}" if self.grouped else f"{rounded:f}"
        return f"{'-' if number < 0 else ''}{self.before}{digits}{self.behind}"


Cells = Mapping[tuple[int, int], NumberFormat]
"""By row and column, from 0."""


def number_format(code: str) -> NumberFormat | None:
    """The format of a code, as `"$"#,##0.00`; None for one of dates and the like, and for one that says nothing.

    Of a code in several parts, the first, for positive numbers.
    """
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or match[3] or "")
        return "\0"

    bare = _QUOTED.sub(keep, code).split(";")[0]
    found = _NUMBER.match(bare)
    if not found or _NOT_SHOWN.search(bare):
        return None
    words = iter(literals)
    before, behind = (re.sub("\0", lambda _: next(words), part) for part in (found[1], found[4]))
    grouped = "," in found[2].rstrip(",")
    return NumberFormat(before.lstrip(), behind.rstrip(), len(found[3] or ""), grouped, "%" in bare)


def formatted_cells(parts: ZipFile) -> dict[str, Cells]:
    """The cells of each sheet, by its name, that have a format of numbers."""
    styles = _styles(parts)
    relations = {one.get("Id"): one.get("Target") for one in xml(parts.read("xl/_rels/workbook.xml.rels"))}
    sheets = xml(parts.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    places = {sheet.get("name"): normpath(join("xl", relations[sheet.get(_RELATION)]).lstrip("/")) for sheet in sheets}
    names = set(parts.namelist())
    return {name: dict(_cells(parts, place, styles)) for name, place in places.items() if place in names}


def _styles(parts: ZipFile) -> dict[str, NumberFormat]:
    """By the number of a cell's style."""
    if "xl/styles.xml" not in parts.namelist():
        return {}
    tree = xml(parts.read("xl/styles.xml"))
    codes = _BUILT_IN | {int(one.get("numFmtId")): one.get("formatCode") for one in tree.iter(f"{_MAIN}numFmt")}
    used = (int(style.get("numFmtId", 0)) for style in tree.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf"))
    formats = ((str(number), number_format(codes.get(code, ""))) for number, code in enumerate(used))
    return {number: form for number, form in formats if form}


def _cells(
    parts: ZipFile, place: str, styles: Mapping[str, NumberFormat]
) -> Iterator[tuple[tuple[int, int], NumberFormat]]:
    from lxml.etree import iterparse

    if not styles:
        return
    with parts.open(place) as file:
        for _, cell in iterparse(file, tag=f"{_MAIN}c", resolve_entities=False, no_network=True):
            if form := styles.get(cell.get("s", "")):
                yield _position(cell), form
            cell.clear()


def _position(cell: Any) -> tuple[int, int]:
    letters = (name := cell.get("r")).rstrip("0123456789")
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1
