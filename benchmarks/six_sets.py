"""Figures over six public test sets, in the forms in which they are published.

python benchmarks/six_sets.py --data DIR [--limit N] [NAME…]

None is part of the project. Without its file a set is skipped, and where to get it is said.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from qa.evaluation import TestSet, evaluate, read_testset
from qa.evaluation.normalisation import Name, Normalisation
from qa.evaluation.run import Options
from qa.evaluation.selection import sampled
from qa.settings import from_environment
from qa.system import System, build


@dataclass(frozen=True)
class PublicSet:
    """A test set, the file or folder it is in, where that is to be had, and a note on it."""

    name: str
    file: str
    origin: str
    measures: tuple[str, ...]
    normalise: Name = "dalil"
    language: str = "en"


ANSWERS = ("retrieval.recall@5", "answer.exact_match", "answer.f1", "answer.contains", "citations.precision")
SETS = (
    PublicSet(
        "TyDi ar",
        "tydiqa-goldp-v1.1-dev.ar.json",
        "the questions whose id begins with `arabic` of tydiqa-goldp-v1.1-dev.json, "
        "https://storage.googleapis.com/tydiqa/v1.1/tydiqa-goldp-v1.1-dev.json",
        ANSWERS,
    ),
    PublicSet(
        "MLQA ar",
        "test-context-ar-question-ar.json",
        "MLQA_V1/test/ in https://dl.fbaipublicfiles.com/MLQA/MLQA_V1.zip",
        ANSWERS,
        "mlqa",
        "ar",
    ),
    PublicSet(
        "FinanceBench",
        "financebench_open_source.jsonl",
        "https://github.com/patronus-ai/financebench, data/",
        ("retrieval.recall@5", "answer.f1", "answer.contains"),
    ),
    PublicSet(
        "HotpotQA",
        "hotpot_dev_distractor_v1.json",
        "http://curtis.ml.cmu.edu/datasets/hotpot/hotpot_dev_distractor_v1.json",
        ("retrieval.recall@5", "retrieval.recall@10", "answer.exact_match", "answer.f1"),
        "squad",
    ),
    PublicSet(
        "Cranfield",
        "cranfield",
        "http://ir.dcs.gla.ac.uk/resources/test_collections/cran/, made into a BEIR folder (ir_datasets: `cranfield`)",
        ("retrieval.ndcg@10", "retrieval.mrr@10", "retrieval.recall@10"),
    ),
    PublicSet(
        "ragas",
        "ragas-wikiqa.jsonl",
        "https://huggingface.co/datasets/explodinggradients/ragas-wikiqa, its rows as JSON Lines",
        ("retrieval.recall@5", "answer.f1", "answer.contains"),
    ),
)


def figures(system: System, one: PublicSet, testset: TestSet) -> str:
    """A line of the set's figures, with their intervals."""
    evaluation = evaluate(system, testset, Normalisation(one.normalise, one.language), options=Options(resume=True))
    estimates = evaluation.estimates
    told = (f"{m} {e.value:.3f} ({e.low:.3f}–{e.high:.3f})" for m in one.measures if (e := estimates.get(m)))
    counts = (
        f"{len(evaluation.rows)} questions, {len(evaluation.unscored)} not scored, {evaluation.unplaced} not placed"
    )
    return f"{one.name:<14}{counts}: {'; '.join(told)}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sets")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of the files")
    parser.add_argument("--limit", type=int, metavar="N", help="N questions of each, drawn at random")
    args = parser.parse_args()
    system = build(from_environment())
    for one in SETS:
        path = args.data / one.file
        if args.names and one.name not in args.names:
            continue
        if not path.exists():
            print(f"SKIP {one.name:<14}no {path}; it is {one.origin}")
            continue
        testset = read_testset(path)
        print(figures(system, one, sampled(testset, args.limit, 0) if args.limit else testset), flush=True)
    system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
