"""`dalil evaluate`: a test set scored; a table for people, JSON for programs, a report to look at."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.errors import UsageError
from qa.settings import Settings
from ui.terminal.evaluate_arguments import add_arguments
from ui.terminal.evaluate_files import check_place, rows_file, write
from ui.terminal.evaluate_options import check_options
from ui.terminal.exit_codes import DONE, FELL_SHORT
from ui.terminal.printing import hand_over, notify, say

if TYPE_CHECKING:
    from qa.evaluation import Evaluation, TestSet
    from qa.evaluation.comparison import Comparison
    from qa.evaluation.gate import Check, Floor
    from qa.evaluation.grading import Grader
    from qa.evaluation.normalisation import Normalisation
    from qa.evaluation.request import Request, Scored
    from qa.evaluation.row import Row

__all__ = ["add_arguments", "run"]


def run(settings: Settings, args: argparse.Namespace) -> int:
    """Evaluate, write the files asked for, print the table or the JSON."""
    from qa.evaluation.gate import check_floors, floor
    from qa.evaluation.request import graded, score

    check_options(args)
    for path in filter(None, (args.rows, args.report, args.junit)):
        check_place(path)
    if args.systems:
        return _systems(args)
    floors, request = [floor(text) for text in args.fail_under], _request(args)
    check_floors(floors, args.measure)
    grader = _grader(settings, args)
    with rows_file(args.rows) as seen:
        scored = score(
            request, lambda testset, normalise: _asked(settings, args, request, testset, normalise, seen, grader)
        )
        if request.predictions:
            scored = replace(scored, evaluation=graded(scored.evaluation, grader))
            for row in scored.evaluation.rows:
                seen(row)
        _notices(scored)
        try:
            _write_report(scored, args)
        finally:  # a disk that is full since costs a file, not the figures
            hand_over(scored.json()) if args.json else say(_table(scored))
        return _gate(scored, floors, args)


def _systems(args: argparse.Namespace) -> int:
    """Several systems in one table; nothing is asked."""
    from qa.evaluation.request import compared_systems
    from ui.terminal.systems_table import TABLES

    systems = compared_systems(_request(args), args.systems)
    if args.json:
        hand_over(json.dumps(systems.to_json(), ensure_ascii=False))
    else:
        say(TABLES[args.format or "text"](systems))
    return DONE


def _request(args: argparse.Namespace) -> "Request":
    from qa.evaluation.ranking import RANKING_MEASURES, ranking_measure
    from qa.evaluation.request import Request

    return Request(
        testset=args.testset,
        predictions=args.predictions,
        earlier=args.compare,
        normalise=args.normalise,
        language=args.language,
        judge=args.judge,
        primary=args.primary,
        limit=args.limit,
        seed=args.seed or 0,
        by=args.by,
        mapped=dict(map(_mapped, args.map)),
        measures=tuple(dict.fromkeys((*RANKING_MEASURES, *map(ranking_measure, args.measure)))),
    )


def _mapped(text: str) -> tuple[str, str]:
    role, found, column = text.partition("=")
    if not found or not column:
        raise UsageError(f"--map {text}: give a role and a column, like question=user_input")
    return role.strip(), column.strip()


def _write_report(scored: "Scored", args: argparse.Namespace) -> None:
    if args.report:
        from qa.evaluation.report import render

        write(args.report, render(scored.evaluation, scored.comparison, args.report_language or "en"))


def _gate(scored: "Scored", floors: "Sequence[Floor]", args: argparse.Namespace) -> int:
    """What falls short is reported; the exit code says whether anything does."""
    from qa.evaluation.gate import checks
    from qa.evaluation.junit import junit

    found: list[Check] = checks(scored.evaluation, floors, scored.comparison, args.no_worse)
    if args.junit:
        write(args.junit, junit(scored.evaluation, found))
    short = [check.fault for check in found if check.fault]
    for fault in short:
        notify(fault)
    return FELL_SHORT if short else DONE


def _asked(
    settings: Settings,
    args: argparse.Namespace,
    request: "Request",
    testset: "TestSet",
    normalise: "Normalisation",
    seen: "Callable[[Row], None]",
    grader: "Grader | None",
) -> "Evaluation":
    from qa.evaluation import evaluate
    from qa.evaluation.judging import load_judge
    from qa.evaluation.run import Options
    from qa.system import build
    from ui.terminal.progress import ProgressBars

    options = Options(args.only == "retrieval", request.measures, resume=True, fresh=args.fresh, grader=grader)
    judging = load_judge(settings) if args.judge else None
    system = build(settings)
    try:
        with ProgressBars() as progress:
            return evaluate(system, testset, normalise, progress, judging, options, seen)
    finally:
        system.close()


def _grader(settings: Settings, args: argparse.Namespace) -> "Grader | None":
    """Raises UsageError where no language model is set."""
    from qa.evaluation.formats.text import read_text
    from qa.evaluation.grading import load_grader

    return load_grader(settings, read_text(args.rubric) if args.rubric else None) if args.grade else None


def _notices(scored: "Scored") -> None:
    for notice in (
        *_about_columns(scored),
        *_about_predictions(scored.evaluation),
        *_about_comparison(scored.comparison),
    ):
        notify(notice)


def _about_columns(scored: "Scored") -> Iterator[str]:
    from qa.evaluation.formats.names import NAMES
    from qa.evaluation.naming import nearest

    if scored.columns:
        taken = ", ".join(f"{role} from {names}" for role, names in scored.columns.items())
        ignored = f"; not used: {', '.join(scored.ignored)}" if scored.ignored else ""
        yield f"columns: {taken}{ignored}"
    if scored.columns and all(row.unscored for row in scored.evaluation.rows):
        near = nearest("answer", scored.ignored, NAMES["answer"])
        yield f"no question can be scored; of the columns that were not used {near}; name one with --map answer=COLUMN"


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


def _table(scored: "Scored") -> str:
    from ui.terminal.evaluation_table import table

    return table(scored.evaluation, scored.comparison.differences if scored.comparison else ())
