"""The arguments of `dalil evaluate`."""

import argparse
from pathlib import Path

from ui.terminal.typed import count, whole

_DESCRIPTION = """\
Score the system on a QA test set: SQuAD JSON (1.1, 2.0, MLQA, XQuAD), a BEIR folder or a zip of it, or a table of
questions in any of the common forms (CSV, TSV, JSON, JSONL, YAML, xlsx, parquet; docs/evaluation.md names them).
A set with its own texts is asked of those alone, in an index of its own; another of the current index.
A run that was stopped goes on where it stopped."""

_EXAMPLES = """\
examples:
  dalil evaluate testset.json                          a table
  dalil evaluate testset.json --json > run.json        for programs, and for a later --compare
  dalil evaluate testset.json --compare run.json       which differences are real
  dalil evaluate testset.json --report report.html --rows rows.jsonl
  dalil evaluate testset.csv --map question=user_input --map answer=gold --by category
  dalil evaluate testset.json --only retrieval --measure p@3 --measure map@100
  dalil evaluate testset.json --fail-under answer.f1=.6 --compare run.json --no-worse --junit gate.xml
  dalil evaluate testset.json --predictions answers.json --normalise squad   another system's answers
  dalil evaluate testset.json --systems a.json b.json --format markdown      several systems in one table
"""

_LANGUAGES = ("ar", "de", "en", "es", "hi", "vi", "zh")  # MLQA's; naming them here loads no evaluation for --help
FORMATS = ("text", "markdown", "latex", "csv")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = _DESCRIPTION, _EXAMPLES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("testset", type=Path, metavar="TESTSET", help="a file, or a folder")
    _add_questions(parser)
    _add_run(parser)
    _add_scoring(parser)
    _add_output(parser)
    _add_gate(parser)


def _add_questions(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("which questions")
    group.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="question=COLUMN",
        help="which column holds what: question, answer, context, document, evidence or id (repeatable)",
    )
    group.add_argument("--limit", type=count, metavar="N", help="ask N questions, drawn at random")
    group.add_argument("--seed", type=whole, metavar="S", help="what --limit draws by (default: 0)")


def _add_run(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is asked")
    group.add_argument("--only", choices=("retrieval",), help="retrieval alone: nothing is read, nothing answered")
    group.add_argument("--fresh", action="store_true", help="ask every question again, also those already answered")
    group.add_argument(
        "--predictions", type=Path, metavar="FILE", help="score these answers, or this TREC run, instead"
    )
    group.add_argument(
        "--systems", type=Path, nargs="+", metavar="FILE", help="compare predictions or --json runs of several systems"
    )
    group.add_argument(
        "--judge", action="store_true", help="let the LLM (DALIL_LLM) say which sentences their quotes support"
    )
    group.add_argument(
        "--grade", action="store_true", help="let the LLM say which answers are right, against the gold answers"
    )
    group.add_argument("--rubric", type=Path, metavar="FILE", help="what --grade is to call correct, in your own words")


def _add_scoring(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how it is scored")
    group.add_argument(
        "--normalise",
        choices=("dalil", "squad", "mlqa"),
        default="dalil",
        help="how answers are made alike before they are compared (default: dalil)",
    )
    group.add_argument("--language", choices=_LANGUAGES, help="the answers' language, for --normalise mlqa")
    group.add_argument(
        "--measure",
        action="append",
        default=[],
        metavar="NAME@K",
        help="a further retrieval measure at any k, such as p@3 (repeatable); a wrong name is refused with all",
    )
    group.add_argument("--by", action="append", default=[], metavar="COLUMN", help="figures for each value of a column")
    group.add_argument("--compare", type=Path, metavar="OLD.json", help="compare with an earlier run's --json")
    group.add_argument(
        "--primary",
        metavar="MEASURE",
        help="the measure that decides, tested on its own (default: answer.f1, else retrieval.ndcg@10)",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what comes out")
    group.add_argument("--json", action="store_true", help="print every figure as JSON")
    group.add_argument("--format", choices=FORMATS, help="of the table of --systems (default: text)")
    group.add_argument(
        "--rows", type=Path, metavar="FILE.jsonl", help="write what was seen of each question, as it is seen"
    )
    group.add_argument("--report", type=Path, metavar="FILE.html", help="write a report with plots and failures")
    group.add_argument("--report-language", choices=("en", "ar"), help="the report's own words (default: en)")


def _add_gate(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("for CI (exit code 4 where something falls short)")
    group.add_argument(
        "--fail-under", action="append", default=[], metavar="MEASURE=FIGURE", help="like answer.f1=.6 (repeatable)"
    )
    group.add_argument("--no-worse", action="store_true", help="no measure may be really worse than --compare's run")
    group.add_argument("--junit", type=Path, metavar="FILE.xml", help="write what was checked as JUnit XML")
