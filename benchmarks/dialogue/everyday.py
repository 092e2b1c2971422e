"""Questions as people type them, over short documents of our own: how many get the right reply, by kind.

    python benchmarks/dialogue/everyday.py [--set tables] [--errors]

`everyday.tsv`, or that of another set, holds a dialogue in each row, of which the last turn is judged: right is an
answer whose text holds each of the words that `&` parts (one of those that `|` parts), or, for `-`, that the sources do
not say. The documents are in the folder of the set's name.
"""

import argparse
import csv
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from ingest.pipeline import ingest
from qa.answer import Answer
from qa.dialogue.conversation import Turn
from qa.settings import Settings
from qa.system import System, build

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Judged:
    """The reply to the last turn of a dialogue."""

    kind: str
    turns: list[str]
    answer: Answer
    right: bool


def judged(system: System, name: str = "everyday") -> list[Judged]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_judged(system, row["kind"], row["turns"].split(" | "), row["right"]) for row in rows]


def _judged(system: System, kind: str, turns: list[str], right: str) -> Judged:
    history: list[Turn] = []
    for turn in turns:
        answer = system.ask(turn, history)
        history.append(Turn(turn, answer.plain, answer.short_answer))
    return Judged(kind, turns, answer, _is_right(answer, right))


def _is_right(answer: Answer, right: str) -> bool:
    if right == "-":
        return not answer.answered
    return answer.answered and all(any(w in answer.text for w in part.split("|")) for part in right.split(" & "))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--set", default="everyday", choices=["everyday", "tables"], help="which documents and questions"
    )
    parser.add_argument("--errors", action="store_true", help="print what was answered wrong")
    wanted, by_kind = parser.parse_args(), defaultdict(list)
    with tempfile.TemporaryDirectory() as data:
        system = build(Settings(data=Path(data)))
        ingest(system.index, [str(HERE / wanted.set)], system.loader)
        for one in judged(system, wanted.set):
            by_kind[one.kind].append(one)
            if wanted.errors and not one.right:
                answer = one.answer
                print("WRONG", " · ".join(one.turns), f"→ {answer.confidence:.2f}", " ".join(answer.text.split())[:200])
        system.close()
    for kind, its in by_kind.items():
        unhedged = [one for one in its if one.answer.answered and not one.answer.hedged]
        print(
            f"{kind}: {sum(one.right for one in its)} of {len(its)} right; "
            f"unhedged {len(unhedged)}, of them right {sum(one.right for one in unhedged)}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
