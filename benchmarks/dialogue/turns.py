"""What turns want, on turns that nothing was chosen on: right of all, by language, and questions taken for others.

python benchmarks/dialogue/turns.py [--errors]
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from ingest.cache import default_cache
from ingest.embedding.models import Models
from qa.dialogue.turns import QUESTION, Kind, Turns, by_words
from qa.system import System

HERE = Path(__file__).parent


def turn_figures(system: System) -> dict[str, float]:
    """The share of turns whose kind is right, and the share of small talk that gets a reply without a quote."""
    rows = [row for row in _rows() if row["part"] != "unseen"]  # the recorded figures are older than that part
    kinds = [system.turns.wanted(row["turn"]).kind == row["kind"] for row in rows]
    talk = [not system.ask(row["turn"]).citations for row in rows if row["kind"] == Kind.SMALL_TALK]
    return {"turns.kind": sum(kinds) / len(kinds), "turns.small_talk_unquoted": sum(talk) / len(talk)}


def _rows() -> list[dict[str, str]]:
    with (HERE / "turns.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main() -> int:
    rows = _rows()
    turns = Turns(Models(default_cache()).embedding("bundled"))
    for part in ("first", "later", "new", "kinds", "unseen"):
        asked = [row for row in rows if row["part"] == part]
        words = sum((by_words(row["turn"]) or QUESTION).kind == row["kind"] for row in asked)
        wanted = [turns.wanted(row["turn"]) for row in asked]
        wrong = [(row, w) for row, w in zip(asked, wanted, strict=True) if w.kind != row["kind"]]
        topics = [(row, w) for row, w in zip(asked, wanted, strict=True) if w.topic and row["topic"] != "-"]
        taken = sum(row["kind"] == "question" for row, _ in wrong)
        print(
            f"{part}: {len(asked)} turns, right {1 - len(wrong) / len(asked):.3f} (by words alone "
            f"{words / len(asked):.3f}), questions taken for something else {taken} of "
            f"{sum(row['kind'] == 'question' for row in asked)}, topic of small talk right "
            f"{sum(row['topic'] == w.topic for row, w in topics)} of {len(topics)}"
        )
        print("   wrong by language:", dict(Counter(row["language"] for row, _ in wrong)))
        if "--errors" in sys.argv:
            print(*(f"   {row['kind']} -> {w.kind}: {row['turn']}" for row, w in wrong), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
