"""Figures over six public test sets, in the forms in which they are published.

python benchmarks/six_sets.py --data DIR [--limit N] [NAME…]

None is part of the project. Without its file a set is skipped, and where to get it is said. Cranfield's own files are
made into a BEIR folder beside them.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass, replace
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
        "tydiqa-goldp-v1.1-dev.json",
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
        "data/ of https://github.com/patronus-ai/financebench",
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
        "cran",
        "cran.all.1400, cran.qry and cranqrel of http://ir.dcs.gla.ac.uk/resources/test_collections/cran/cran.tar.gz",
        ("retrieval.ndcg@10", "retrieval.mrr@10", "retrieval.recall@10"),
    ),
    PublicSet(
        "ragas",
        "ragas-wikiqa.jsonl",
        "https://huggingface.co/datasets/explodinggradients/ragas-wikiqa, its rows as JSON Lines",
        ("retrieval.recall@5", "answer.f1", "answer.contains"),
    ),
)


_FIELD = re.compile(r"^\.([TWABI])[ \t]*(\d*)[ \t]*$", re.MULTILINE)


def _records(text: str) -> list[dict[str, str]]:
    """Cranfield's records: `.I 1` begins one, `.T` its title, `.W` its text."""
    records: list[dict[str, str]] = []
    _, *parts = _FIELD.split(text)
    for name, number, held in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if name == "I":
            records.append({"I": number})
        else:
            records[-1][name] = " ".join(held.split())
    return records


def cranfield(folder: Path) -> Path:
    """Cranfield's own files as a BEIR folder. Judgements count queries from 1 on; 1 to 4 are degrees of relevance."""
    made = folder / "beir"
    (made / "qrels").mkdir(parents=True, exist_ok=True)
    texts = _records((folder / "cran.all.1400").read_text("utf-8"))
    asked = _records((folder / "cran.qry").read_text("utf-8"))
    judged = [line.split() for line in (folder / "cranqrel").read_text("utf-8").splitlines() if line.strip()]
    corpus = [{"_id": r["I"], "title": r.get("T", ""), "text": r.get("W", "")} for r in texts]
    queries = [{"_id": str(n), "text": r.get("W", "")} for n, r in enumerate(asked, start=1)]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (made / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    lines = [f"{query}\t{document}\t{int(1 <= int(degree) <= 4)}" for query, document, degree in judged]
    (made / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *lines]), "utf-8")
    return made


def read(one: PublicSet, path: Path) -> TestSet:
    """The set as it is published; of TyDi's the Arabic questions. Raises SourceError."""
    testset = read_testset(cranfield(path) if one.name == "Cranfield" else path)
    if one.name == "TyDi ar":
        questions = [question for question in testset.questions if question.id.startswith("arabic")]
        return replace(testset, questions=questions)
    return testset


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
        testset = read(one, path)
        print(figures(system, one, sampled(testset, args.limit, 0) if args.limit else testset), flush=True)
    system.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
