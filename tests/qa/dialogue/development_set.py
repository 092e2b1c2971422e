"""The project's own development sets of dialogue, which lie with the benchmarks."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "benchmarks" / "dialogue"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
