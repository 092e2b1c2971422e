"""The command line: what `dalil` understands. Results go to stdout, progress and notices to stderr.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the sources do not say, 4 a measure fell short, 130 stopped by Ctrl-C.
Each command's room is imported when it runs, so that `dalil --help` answers at once.
"""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from ingest.errors import DalilError, UsageError
from ingest.formats.formats import FORMATS
from qa.settings import Settings, from_environment
from ui.terminal.exit_codes import DONE, FAILED, INTERRUPTED, WRONG_USAGE
from ui.terminal.printing import Notices, Unwritten, notify, say
from ui.terminal.typed import port

Command = Callable[[Settings, argparse.Namespace], int]

_EXAMPLES = """\
examples:
  dalil ingest seeds                          ingest a folder
  dalil ingest --watch notes                  … and keep it up to date until Ctrl-C
  dalil ask "What did Lavrov agree to?"       ask, in English or Arabic
  dalil ingest notes --collection work        … into a collection
  dalil ask "Who may work from home?" --in work
  dalil ask --json "على ماذا اتفق لافروف؟"     the answer with its evidence, for a program
  dalil serve                                 chat page and API on http://127.0.0.1:7860
  dalil evaluate testset.json                 score the system on a test set
  dalil doctor                                check the index, and repair it

exit codes: 0 done · 1 failed · 2 wrong usage · 3 the sources do not say · 4 a measure fell short ·
            130 stopped by Ctrl-C
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logging.basicConfig(handlers=[Notices()])
    try:
        return _run(_parsed(argv))
    except UsageError as error:
        return _failed(error, WRONG_USAGE)
    except DalilError as error:
        return _failed(error, FAILED)
    except Unwritten as error:
        return _unwritten(error.reason)
    except KeyboardInterrupt:
        return _failed("stopped; what was done so far is kept", INTERRUPTED)


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    try:
        return _parser().parse_args(argv)
    finally:
        say(end="")  # writes out a --help: what cannot be written is reported now, not by Python at exit


def _run(args: argparse.Namespace) -> int:
    settings = from_environment(data=args.data, host=getattr(args, "host", None), port=getattr(args, "port", None))
    command: Command = args.command
    return command(settings, args)


def _unwritten(reason: OSError) -> int:
    """stdout takes no more: its disk is full, or its reader has left, as `head` does, which is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or else Python fails at exit with what is left
    if isinstance(reason, BrokenPipeError):
        return FAILED
    return _failed(f"cannot write the result: {reason.strerror or reason}", FAILED)


def _failed(message: object, code: int) -> int:
    notify(message)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dalil",
        description="Ask your documents, in Arabic or English, and see the evidence.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"dalil {version('dalil')}")
    _add_data(parser, default=None)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_ingest(commands)
    _add_ask(commands)
    _add_serve(commands)
    _add_mcp(commands)
    _add_evaluate(commands)
    _add_testset(commands)
    _add_sweep(commands)
    _add_documents(commands)
    _add_doctor(commands)
    for command in commands.choices.values():
        _add_data(command, default=argparse.SUPPRESS)
    return parser


def _add_data(parser: argparse.ArgumentParser, default: object) -> None:
    """Before the command or after it, as one likes; without a default of its own the latter leaves the former alone."""
    parser.add_argument(
        "--data", type=Path, metavar="DIR", default=default, help="directory of the index (default: ./dalil-data)"
    )


Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _add_ingest(commands: Commands) -> None:
    names = ", ".join(one.extensions[0][1:] for one in FORMATS)
    parser = commands.add_parser("ingest", help="make files, folders and URLs searchable")
    parser.add_argument("sources", nargs="+", metavar="PATH_OR_URL", help=f"{names}, a zip archive or a folder of them")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    parser.add_argument(
        "--collection", metavar="NAME", help='put them into this collection, "" into none; else each stays where it is'
    )
    parser.add_argument(
        "--sync",
        action="store_true",
        help="remove the documents that came from these folders and are not there any more",
    )
    parser.add_argument("--yes", action="store_true", help="remove them without asking")
    parser.add_argument("--watch", action="store_true", help="--sync, and go on with each change until Ctrl-C")
    parser.set_defaults(command=_ingest)


def _add_ask(commands: Commands) -> None:
    parser = commands.add_parser("ask", help="answer one question with its evidence")
    parser.add_argument("question", metavar="QUESTION", help="in Arabic or English; - reads it from stdin")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.add_argument(
        "--in",
        dest="within",
        nargs="+",
        action="extend",
        default=[],
        metavar="COLLECTION_OR_ID",
        help="ask these collections and documents alone",
    )
    parser.set_defaults(command=_ask)


def _add_serve(commands: Commands) -> None:
    parser = commands.add_parser("serve", help="open the chat page and the HTTP API")
    parser.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=port, help="port to listen on (default: 7860)")
    parser.set_defaults(command=_serve)


def _add_mcp(commands: Commands) -> None:
    parser = commands.add_parser("mcp", help="offer agents the documents as tools, over stdin and stdout")
    parser.set_defaults(command=_mcp)


def _add_evaluate(commands: Commands) -> None:
    from ui.terminal.evaluate import add_arguments, run

    parser = commands.add_parser("evaluate", help="score the system on a QA test set")
    add_arguments(parser)
    parser.set_defaults(command=run)


def _add_testset(commands: Commands) -> None:
    from ui.terminal.testsets import add_make, make

    parser = commands.add_parser("testset", help="draft a test set from the documents in the index")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    making = actions.add_parser("make", help="draft questions into a file for a person to correct")
    add_make(making)
    _add_data(making, default=argparse.SUPPRESS)
    making.set_defaults(command=make)


def _add_sweep(commands: Commands) -> None:
    from ui.terminal.testsets import add_sweep, sweep

    parser = commands.add_parser("sweep", help="evaluate a test set with several settings, in one table")
    add_sweep(parser)
    parser.set_defaults(command=sweep)


def _add_documents(commands: Commands) -> None:
    parser = commands.add_parser("documents", help="list, show or remove documents")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    for name, help, command in (
        ("list", "all documents, the oldest first", _list),
        ("show", "a document's text", _show),
        ("remove", "forget documents and everything made of them", _remove),
    ):
        action = actions.add_parser(name, help=help)
        if name != "list":
            action.add_argument("ids", nargs="+" if name == "remove" else 1, metavar="ID")
        else:
            action.add_argument("--collection", metavar="NAME", help="only those of this collection")
        action.add_argument("--json", action="store_true", help="print JSON")
        _add_data(action, default=argparse.SUPPRESS)
        action.set_defaults(command=command)


def _add_doctor(commands: Commands) -> None:
    parser = commands.add_parser("doctor", help="say what the index lacks or holds too much, and repair it")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    parser.set_defaults(command=_doctor)


def _ingest(settings: Settings, args: argparse.Namespace) -> int:
    from ui.terminal.ingesting import Wanted, run

    wanted = Wanted(args.sources, args.collection, args.sync, args.watch, args.yes, args.json)
    return run(settings, wanted)


def _ask(settings: Settings, args: argparse.Namespace) -> int:
    from ui.terminal.commands import ask

    return ask(settings, _piped() if args.question == "-" else args.question, args.within, as_json=args.json)


def _piped() -> str:
    """What stdin holds; bytes that are no text stay as in arguments, for the check of questions to refuse."""
    try:
        return sys.stdin.buffer.read().decode("utf-8", "surrogateescape")
    except (AttributeError, OSError):  # closed: then Python has none, or the shell has put in what cannot be read
        raise UsageError("the question cannot be read from stdin; pipe it in, or give it in place of -") from None


def _serve(settings: Settings, args: argparse.Namespace) -> int:
    from qa.system import build
    from ui.server import serve

    serve(build(settings), notify)
    return DONE


def _mcp(settings: Settings, args: argparse.Namespace) -> int:
    from qa.system import build
    from ui.http.mcp import serve_stdio

    with closing(build(settings)) as system:
        serve_stdio(system)
    return DONE


def _doctor(settings: Settings, args: argparse.Namespace) -> int:
    from ui.terminal.commands import doctor

    return doctor(settings, as_json=args.json)


def _list(settings: Settings, args: argparse.Namespace) -> int:
    from ui.terminal.commands import list_documents

    return list_documents(settings, args.collection, as_json=args.json)


def _show(settings: Settings, args: argparse.Namespace) -> int:
    from ui.terminal.commands import show_document

    return show_document(settings, args.ids[0], as_json=args.json)


def _remove(settings: Settings, args: argparse.Namespace) -> int:
    from ui.terminal.commands import remove_documents

    return remove_documents(settings, args.ids, as_json=args.json)
