"""`dalil testset make` and `dalil sweep`: test sets from one's own documents, and settings tried over one."""

import argparse
import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import UsageError
from qa.settings import Settings, from_environment
from ui.terminal.evaluate_files import check_place, write
from ui.terminal.evaluate_options import check_options
from ui.terminal.exit_codes import DONE
from ui.terminal.printing import hand_over, notify, say
from ui.terminal.typed import count, whole

if TYPE_CHECKING:
    from qa.evaluation import Evaluation
    from qa.evaluation.drafting import Draft

_COLUMNS = ("id", "question", "answer", "evidence", "document", "is_impossible", "kind")
_SUFFIXES = (".csv", ".jsonl")


def add_make(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Draft questions from the documents in the index, with the words that answer them and the sentence that "
        "holds these, into a file for a person to correct and `dalil evaluate` to read. No language model is needed; "
        "with --write one puts the questions into its own words."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="a .csv (for a spreadsheet) or .jsonl to write")
    parser.add_argument("-n", "--number", type=count, default=50, metavar="N", help="questions at most (default: 50)")
    parser.add_argument("--seed", type=whole, default=0, metavar="S", help="what they are drawn by (default: 0)")
    parser.add_argument(
        "--write", action="store_true", help="let the LLM (DALIL_LLM) word the questions; the reader checks them"
    )


def make(settings: Settings, args: argparse.Namespace) -> int:
    """Raises UsageError where the index is empty, nothing can be drafted or no LLM is set; StorageError, ModelError."""
    from qa.evaluation.drafting import drafts
    from qa.evaluation.rewording import load_writer, reworded
    from qa.system import build

    if args.file.suffix not in _SUFFIXES:
        raise UsageError(f"{args.file} should end in {' or '.join(_SUFFIXES)}: these are written")
    check_place(args.file)
    writer = load_writer(settings) if args.write else None
    system = build(settings)
    try:
        documents = [system.index.document(record.id) for record in system.index.documents()]
        if not documents:
            raise UsageError("the index is empty; `dalil ingest` the documents to draft questions from")
        found = drafts(documents, args.number, args.seed)
        if writer:
            drafted, found = len(found), list(reworded(found, documents, writer, system.reader))
            notify(f"{len(found)} of {drafted} questions were reworded and can still be answered")
    finally:
        system.close()
    if not found:
        raise UsageError("no sentence of the documents has a year, a number, a name or a definition to ask for")
    rows = [_row(f"q{n}", draft) for n, draft in enumerate(found, start=1)]
    write(args.file, _as_lines(rows) if args.file.suffix == ".jsonl" else _as_csv(rows))
    say(f"{len(found)} drafted questions in {args.file}")
    notify("they are drafts: read each, mend its wording, and take out what nobody would ask")
    return DONE


def _row(id: str, draft: "Draft") -> Mapping[str, str | bool | None]:
    missed = draft.kind == "near miss"
    values = (id, draft.question, draft.answer or None, draft.evidence or None, None if missed else draft.document)
    return dict(zip(_COLUMNS, (*values, missed, draft.kind), strict=True))


def _as_lines(rows: list[Mapping[str, str | bool | None]]) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)


def _as_csv(rows: list[Mapping[str, str | bool | None]]) -> str:
    out = io.StringIO()
    out.write("\ufeff")  # for Excel, which else takes it for windows-1252
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def add_sweep(parser: argparse.ArgumentParser) -> None:
    from ui.terminal.evaluate_arguments import FORMATS

    parser.description = "Evaluate a test set that has its own texts with each combination of settings."
    parser.add_argument("testset", type=Path, metavar="TESTSET", help="a file, or a folder")
    parser.add_argument(
        "--set", action="append", required=True, metavar="SETTING=A,B", help="like chunk_tokens=128,256 (repeatable)"
    )
    parser.add_argument("--only", choices=("retrieval",), help="retrieval alone: nothing is read, nothing answered")
    parser.add_argument("--limit", type=count, metavar="N", help="ask N questions, drawn at random")
    parser.add_argument("--seed", type=whole, metavar="S", help="what --limit draws by (default: 0)")
    parser.add_argument("--primary", metavar="MEASURE", help="the measure that decides (default: answer.f1)")
    parser.add_argument("--json", action="store_true", help="print the table as JSON")
    parser.add_argument("--format", choices=FORMATS, help="of the table (default: text)")


def sweep(settings: Settings, args: argparse.Namespace) -> int:
    """Raises UsageError for what is no setting, or has no use; what `evaluate` raises."""
    from qa.evaluation import evaluate, read_testset
    from qa.evaluation.run import Options
    from qa.evaluation.selection import sampled
    from qa.evaluation.sweep import choices, combinations
    from qa.evaluation.sweep import sweep as swept
    from qa.system import build
    from ui.terminal.progress import ProgressBars
    from ui.terminal.systems_table import TABLES

    check_options(args)
    testset, values = read_testset(args.testset), choices(args.set)
    if args.limit:
        testset = sampled(testset, args.limit, args.seed or 0)
    made = {
        _name(chosen): _settings(settings, chosen) for chosen in combinations(values)
    }  # a wrong one is reported now

    def run(chosen: Mapping[str, str]) -> "Evaluation":
        notify(_name(chosen))
        system = build(made[_name(chosen)])
        try:
            with ProgressBars() as progress:
                options = Options(args.only == "retrieval", resume=True)
                return evaluate(system, testset, progress=progress, options=options)
        finally:
            system.close()

    systems = swept(values, run, args.primary)
    hand_over(json.dumps(systems.to_json(), ensure_ascii=False)) if args.json else say(
        TABLES[args.format or "text"](systems)
    )
    return DONE


def _name(chosen: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in chosen.items())


def _settings(settings: Settings, chosen: Mapping[str, str]) -> Settings:
    """The settings with the chosen values, read as they are from the environment. Raises UsageError."""
    overrides: dict[str, Any] = {"data": settings.data, **chosen}
    return from_environment(**overrides)
