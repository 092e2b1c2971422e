"""`dalil evaluate`: a test set scored; a table for people, JSON for programs, a report to look at."""

import argparse
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import StorageError
from qa.settings import Settings
from ui.terminal.exit_codes import DONE
from ui.terminal.printing import hand_over, notify, say

if TYPE_CHECKING:
    from qa.evaluation import Evaluation, TestSet
    from qa.evaluation.comparison import Comparison
    from qa.evaluation.normalisation import Normalisation
    from qa.evaluation.request import Scored

_DESCRIPTION = """\
Score the system on a QA test set: SQuAD JSON (1.1, 2.0, MLQA, XQuAD), a BEIR folder or a zip of it,
JSON records, JSONL, or CSV.
A set with its own texts is asked of those alone, in an index of its own; another of the current index."""

_LANGUAGES = ("ar", "de", "en", "es", "hi", "vi", "zh")  # MLQA's; naming them here loads no evaluation for --help

_EXAMPLES = """\
examples:
  dalil evaluate testset.json                          a table
  dalil evaluate testset.json --json > run.json        for programs, and for a later --compare
  dalil evaluate testset.json --compare run.json       which differences are real
  dalil evaluate testset.json --report report.html --rows rows.jsonl
  dalil evaluate testset.json --predictions answers.json --normalise squad   another system's answers
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.description, parser.epilog = _DESCRIPTION, _EXAMPLES
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("testset", type=Path, metavar="TESTSET", help="a file, or a BEIR folder or its zip")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    parser.add_argument("--rows", type=Path, metavar="FILE.jsonl", help="write what was seen of each question")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a report with plots and failures")
    parser.add_argument(
        "--report-language", choices=("en", "ar"), default="en", help="the report's own words (default: en)"
    )
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="compare with an earlier run's --json")
    parser.add_argument(
        "--predictions", type=Path, metavar="FILE", help='score these answers instead: {"question id": "answer"}'
    )
    parser.add_argument(
        "--judge", action="store_true", help="let the LLM (DALIL_LLM) say which sentences their quotes support"
    )
    parser.add_argument(
        "--normalise",
        choices=("dalil", "squad", "mlqa"),
        default="dalil",
        help="how answers are made alike before they are compared (default: dalil)",
    )
    parser.add_argument(
        "--language", choices=_LANGUAGES, default=None, help="the answers' language, for --normalise mlqa"
    )
    parser.add_argument(
        "--primary",
        metavar="MEASURE",
        help="the measure that decides, tested on its own (default: answer.f1, else retrieval.ndcg@10)",
    )


def run(settings: Settings, args: argparse.Namespace) -> int:
    """Evaluate, write the files asked for, print the table or the JSON."""
    from qa.evaluation.request import Request, score

    for path in filter(None, (args.rows, args.report)):
        _check_place(path)
    request = Request(
        args.testset, args.predictions, args.compare, args.normalise, args.language, args.judge, args.primary
    )
    scored = score(request, lambda testset, normalise: _asked(settings, args.judge, testset, normalise))
    _notices(scored)
    try:
        _write_files(scored, args)
    finally:  # a disk that is full since costs a file, not the figures
        hand_over(scored.json()) if args.json else say(_table(scored))
    return DONE


def _write_files(scored: "Scored", args: argparse.Namespace) -> None:
    if args.rows:
        _write(args.rows, scored.rows())
    if args.report:
        from qa.evaluation.report import render

        _write(args.report, render(scored.evaluation, scored.comparison, args.report_language))


def _asked(settings: Settings, judge: bool, testset: "TestSet", normalise: "Normalisation") -> "Evaluation":
    from qa.evaluation import evaluate
    from qa.evaluation.judging import load_judge
    from qa.system import build
    from ui.terminal.progress import ProgressBars

    judging = load_judge(settings) if judge else None
    system = build(settings)
    try:
        with ProgressBars() as progress:
            return evaluate(system, testset, normalise, progress, judging)
    finally:
        system.close()


def _notices(scored: "Scored") -> None:
    for notice in (*_about_predictions(scored.evaluation), *_about_comparison(scored.comparison)):
        notify(notice)


def _about_predictions(evaluation: "Evaluation") -> Iterator[str]:
    told = evaluation.settings
    if told.get("without_prediction") or told.get("unknown_ids"):
        yield (
            f"questions without a prediction, which score 0: {told['without_prediction']}; "
            f"predictions of no question in the test set: {told['unknown_ids']}"
        )


def _about_comparison(compared: "Comparison | None") -> Iterator[str]:
    if compared is None:
        return
    if compared.reworded:
        yield (
            f"questions of the same id but another text, left out of the comparison: {compared.reworded}; "
            "give questions without an id one of their own, since line numbers move"
        )
    if compared.other_set:
        yield (
            f"the earlier run is of another test set, {compared.other_set}, and holds no texts, "
            "so its questions are known by their ids alone"
        )
    if not compared.differences:
        yield "the two runs have no question in common, so there is nothing to compare"


def _check_place(path: Path) -> None:
    """Before the questions are asked, which may take hours. Raises StorageError where no file can be written."""
    try:
        reason = _obstacle(path)
    except OSError as error:
        reason = str(error.strerror)
    if reason:
        raise StorageError(_unwritable(path, reason))


def _obstacle(path: Path) -> str | None:
    if path.is_dir():
        return "it is a folder"
    if not path.parent.is_dir():
        return f"there is no folder {path.parent}"
    return None if os.access(path if path.exists() else path.parent, os.W_OK) else os.strerror(errno.EACCES)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(_unwritable(path, str(error.strerror))) from error


def _unwritable(path: Path, reason: str) -> str:
    return f"{path} cannot be written: {reason}; choose another place"


def _table(scored: "Scored") -> str:
    from ui.terminal.evaluation_table import table

    return table(scored.evaluation, scored.comparison.differences if scored.comparison else ())
