"""Follow-ups: how often the first passage for a dialogue's last question holds the gold evidence.

    python benchmarks/dialogue/followups.py --data DIR [--former] [--all] [--errors]

`dialogues.tsv` holds questions of our own and the ids of gold answers in development data, which is no part of the
project; sets that DIR lacks are skipped, which is said. Every turn is asked of the texts of its set's development
articles; earlier turns get the answers that Dalil gives them.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.document import Document
from qa.answer import Passage
from qa.dialogue.conversation import Turn, joined
from qa.dialogue.followups import FollowUp, Said, follow_up
from qa.evaluation import TestSet, read_testset
from qa.evaluation.own_index import over_own_documents
from qa.reader.reading import rerank
from qa.settings import from_environment
from qa.system import System, build
from qa.training.questions import is_development

HERE = Path(__file__).parent
SEEDS = HERE.parent.parent / "seeds" / "questions.json"
Understand = Callable[[str, Sequence[Said]], FollowUp]


def with_topic(question: str, said: Sequence[Said]) -> FollowUp:
    return follow_up(question, said) or FollowUp(question, question)


def after_former(question: str, said: Sequence[Said]) -> FollowUp:
    stands_alone = joined(question, [Turn(turn.question, turn.short_answer or "") for turn in said])
    return FollowUp(stands_alone, stands_alone)


@dataclass(frozen=True)
class Dialogue:
    """Questions, the last of which the gold question's evidence answers."""

    gold: str
    turns: list[str]


def dialogues() -> dict[str, list[Dialogue]]:
    by_set = defaultdict(list)
    with (HERE / "dialogues.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            by_set[row["set"]].append(Dialogue(row["gold"], row["turns"].split(" | ")))
    return by_set


def first_passage(system: System, question: str, understood: FollowUp) -> Passage:
    """As `System.stream` finds it: passages found for the question alone and with its topic, read with its topic."""
    searched = dict.fromkeys((question, understood.searched))
    found = {(p.document_id, p.start): p for q in searched for p in system.retriever.retrieve(q, 10)}
    return rerank(understood.read, list(found.values()), system.reader)[0]


def development_texts(testset: TestSet) -> TestSet:
    """The set with the texts of its development articles only, a fifth; a set of one article whole."""
    texts = [d for d in testset.documents if len(testset.documents) == 1 or is_development(article(d))]
    return replace(testset, documents=texts)


def article(document: Document) -> int:
    """The number of the article in the test set's file."""
    return int(document.source.partition("#/data/")[2].split("/")[0])


def short_answer(passage: Passage) -> str:
    assert passage.reading is not None
    return passage.text[passage.reading.start : passage.reading.end]


def measured(
    system: System, testset: TestSet, asked: Sequence[Dialogue], understand: Understand
) -> list[dict[str, object]]:
    """For each dialogue what was read, whether the passage holds the evidence, and whether the span touches it."""
    golds = {question.id: question for question in testset.questions}
    texts = {document.id: document for document in testset.documents}
    rows: list[dict[str, object]] = []
    for dialogue in asked:
        said: list[Said] = []
        for turn in dialogue.turns:
            understood = understand(turn, said)
            passage = first_passage(system, turn, understood)
            said.append(Said(turn, short_answer(passage)))
        gold = golds[dialogue.gold]
        # some sets hold a paragraph twice: any of the article that has the answer's words is right
        titles = {texts[e.document].title for e in gold.evidence if e.document}
        holds = passage.title in titles and any(answer in passage.text for answer in gold.answers)
        said_right = holds and any(a in short_answer(passage) or short_answer(passage) in a for a in gold.answers)
        rows.append({"turns": dialogue.turns, "read": understood.read, "evidence": holds, "answer": said_right,
                     "said": short_answer(passage), "gold": gold.answers[0]})  # fmt: skip
    return rows


def followup_figures(system: System, data: Path) -> dict[str, float]:
    """The share of dialogues whose last question's first passage holds the evidence, and with the former way."""
    ways: dict[str, Understand] = {"followups.evidence": with_topic, "followups.evidence_joined": after_former}
    rows: dict[str, list[dict[str, object]]] = {name: [] for name in ways}
    for name, asked in dialogues().items():
        path = SEEDS if name == "seeds" else data / f"{name}.json"
        if path.exists():
            testset = development_texts(read_testset(path))
            own = over_own_documents(system, testset)
            for way, understand in ways.items():
                rows[way] += measured(own, testset, asked, understand)
            own.close()
    return {way: sum(bool(row["evidence"]) for row in its) / len(its) for way, its in rows.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="DIR", help="folder of the development data")
    parser.add_argument("--former", action="store_true", help="put the former question before, instead of the topic")
    parser.add_argument("--all", action="store_true", help="ask of the texts of all articles")
    parser.add_argument("--errors", action="store_true", help="print the dialogues whose evidence is wrong")
    args = parser.parse_args()
    system = build(from_environment())
    rows: list[dict[str, object]] = []
    for name, asked in dialogues().items():
        path = SEEDS if name == "seeds" else args.data and args.data / f"{name}.json"
        if path is None or not path.exists():
            print(f"SKIP {name}: no test set at {path or name}; give its folder with --data")
            continue
        testset = read_testset(path)
        testset = testset if args.all else development_texts(testset)
        own = over_own_documents(system, testset)
        part = measured(own, testset, asked, after_former if args.former else with_topic)
        own.close()
        rows += part
        _print(name, part)
        if args.errors:
            print(*(json.dumps(row, ensure_ascii=False) for row in part if not row["answer"]), sep="\n", flush=True)
    _print("all", rows)
    system.close()
    return 0


def _print(name: str, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        evidence, answer = (sum(bool(row[key]) for row in rows) / len(rows) for key in ("evidence", "answer"))
        print(f"{name}: {len(rows)} dialogues, evidence right {evidence:.3f}, answer right {answer:.3f}", flush=True)


if __name__ == "__main__":
    main()
