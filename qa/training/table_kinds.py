"""What the made tables are about: their columns in both languages, what stands in them and how it is asked for."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Both = tuple[str, str]
"""English and Arabic."""
Cell = str | Both
"""A number or a code, the same in both languages; or English and Arabic."""
FILE = Path(__file__).with_name("tables.json")
WRITTEN_OUT = 0.7  # of the columns of dates have the month's name


@dataclass(frozen=True)
class Column:
    """`{}` stands for the row's first cell in `asks`, and for this column's in `which`, which asks for the row."""

    header: Both
    cells: str | Mapping[str, Any]
    asks: Mapping[str, Sequence[str]]
    which: Mapping[str, str]


@dataclass(frozen=True)
class Kind:
    """A table's title and columns; the first names the row."""

    title: Both
    columns: Sequence[Column]


@dataclass(frozen=True)
class TableKinds:
    """All kinds, and the words that their cells are drawn from."""

    kinds: Sequence[Kind]
    words: Mapping[str, Sequence[Both]]
    months: Sequence[Both]

    @classmethod
    def read(cls) -> "TableKinds":
        stored = json.loads(FILE.read_text(encoding="utf-8"))
        kinds = [Kind(kind["title"], [_column(column) for column in kind["columns"]]) for kind in stored["kinds"]]
        return cls(kinds, stored["words"], stored["months"])

    def draw(self, column: Column, count: int, rng: random.Random) -> list[Cell]:
        """So many different cells of the column."""
        if isinstance(column.cells, Mapping):
            return _numbers(column.cells, count, rng)
        if column.cells == "dates":
            return self._dates(count, rng)
        if column.cells == "times":
            times = [f"{hour}:{minute:02}" for hour in range(6, 23) for minute in (0, 15, 30, 45)]
            return list(rng.sample(times, count))
        if column.cells == "codes":
            letters = "".join(rng.choices("ABCDEFGHKLMNPRSTX", k=2))
            return [f"{letters}-{number}" for number in rng.sample(range(100, 1000), count)]
        return [(english, arabic) for english, arabic in rng.sample(list(self.words[column.cells]), count)]

    def _dates(self, count: int, rng: random.Random) -> list[Cell]:
        days = rng.sample([(day, month) for day in range(1, 29) for month in range(12)], count)
        year = rng.randint(1980, 2026)
        if rng.random() > WRITTEN_OUT:
            return [f"{day:02}/{month + 1:02}/{year}" for day, month in days]
        named = [(day, self.months[month]) for day, month in days]
        return [(f"{day} {english} {year}", f"{day} {arabic} {year}") for day, (english, arabic) in named]


def _column(stored: Mapping[str, Any]) -> Column:
    asks = {language: stored.get(name, ()) for language, name in (("en", "english"), ("ar", "arabic"))}
    return Column(
        stored["header"], stored["cells"], asks, dict(zip(("en", "ar"), stored.get("back", ()), strict=False))
    )


def _numbers(form: Mapping[str, Any], count: int, rng: random.Random) -> list[Cell]:
    drawn = rng.sample(range(form["from"], form["to"], form["step"]), count)
    shown = [f"{number:,}" if form["to"] >= 10_000 else str(number) for number in drawn]
    if "unit" not in form:
        return list(shown)
    english, arabic = form["unit"]
    return [(english.format(number), arabic.format(number)) for number in shown]
