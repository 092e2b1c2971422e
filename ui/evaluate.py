"""`dalil evaluate`: a test set scored; a table for people, JSON for programs, a report to look at."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import StorageError
from qa.settings import Settings

if TYPE_CHECKING:
    from qa.evaluation import Evaluation, TestSet
    from qa.evaluation.comparison import Difference
    from qa.evaluation.normalisation import Normalisation

_DESCRIPTION = """\
Score the system on a QA test set: SQuAD JSON (1.1, 2.0, MLQA, XQuAD), a BEIR folder, JSONL, or CSV.
A set with its own texts is asked of those alone, in an index of its own; another of the current index."""

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
    parser.add_argument("testset", type=Path, metavar="TESTSET", help="a file, or a BEIR folder")
    parser.add_argument("--json", action="store_true", help="print every figure as JSON")
    parser.add_argument("--rows", type=Path, metavar="FILE.jsonl", help="write what was seen of each question")
    parser.add_argument("--report", type=Path, metavar="FILE.html", help="write a report with plots and failures")
    parser.add_argument("--compare", type=Path, metavar="OLD.json", help="compare with an earlier run's --json")
    parser.add_argument(
        "--predictions", type=Path, metavar="FILE", help='score these answers instead: {"question id": "answer"}'
    )
    parser.add_argument(
        "--normalise",
        choices=("dalil", "squad", "mlqa"),
        default="dalil",
        help="how answers are made alike before they are compared (default: dalil)",
    )
    parser.add_argument(
        "--language", default=None, metavar="ar|en|…", help="the answers' language, for --normalise mlqa"
    )


def run(settings: Settings, args: argparse.Namespace) -> int:
    """Evaluate, write the files asked for, print the table or the JSON."""
    from qa.evaluation.formats import read_testset

    testset = read_testset(args.testset)
    old = _old_run(args.compare)
    evaluation = _evaluated(settings, args, testset)
    differences = _differences(old, evaluation)
    if args.rows:
        _write(args.rows, "".join(f"{_line(row.to_json())}\n" for row in evaluation.rows))
    if args.report:
        from qa.evaluation.report import render

        _write(args.report, render(evaluation, differences))
    _print_json(evaluation, differences) if args.json else _print_table(evaluation, differences)
    return 0


def _evaluated(settings: Settings, args: argparse.Namespace, testset: "TestSet") -> "Evaluation":
    normalise = _normalisation(args, testset)
    if args.predictions:
        return _scored(args.predictions, testset, normalise)
    from qa.evaluation import evaluate
    from qa.system import build
    from ui.terminal import ProgressBars

    system = build(settings)
    try:
        with ProgressBars() as progress:
            return evaluate(system, testset, normalise, progress)
    finally:
        system.close()


def _scored(predictions: Path, testset: "TestSet", normalise: "Normalisation") -> "Evaluation":
    from qa.evaluation.predictions import read_predictions, score_predictions

    evaluation = score_predictions(testset, read_predictions(predictions), normalise)
    missing, unknown = (evaluation.settings[name] for name in ("without_prediction", "unknown_ids"))
    if missing or unknown:
        print(
            f"dalil: {missing} questions have no prediction and score 0; "
            f"{unknown} predictions have an id that is not in the test set",
            file=sys.stderr,
        )
    return evaluation


def _normalisation(args: argparse.Namespace, testset: "TestSet") -> "Normalisation":
    from ingest.words import script
    from qa.evaluation.normalisation import Normalisation

    answers = " ".join(answer for question in testset.questions for answer in question.answers)
    return Normalisation(args.normalise, args.language or ("ar" if script(answers) == "arabic" else "en"))


def _old_run(path: Path | None) -> Any:
    if path is None:
        return None
    from qa.evaluation.comparison import read_run

    return read_run(path)


def _differences(old: Any, evaluation: "Evaluation") -> "list[Difference]":
    if old is None:
        return []
    from qa.evaluation.comparison import PerQuestion, compare

    differences = compare(old, PerQuestion.from_json(evaluation.to_json()))
    if not differences:
        print("dalil: the two runs have no question in common, so there is nothing to compare", file=sys.stderr)
    return differences


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}; choose another place") from error


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _print_json(evaluation: "Evaluation", differences: "Sequence[Difference]") -> None:
    value = evaluation.to_json()
    if differences:
        value["comparison"] = {difference.measure: difference.to_json() for difference in differences}
    print(_line(value))


def _print_table(evaluation: "Evaluation", differences: "Sequence[Difference]") -> None:
    from ui.evaluation_table import table

    print(table(evaluation, differences))
