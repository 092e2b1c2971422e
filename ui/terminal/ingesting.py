"""`dalil ingest`: sources into the index once, or a folder for as long as it is watched."""

import sys
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from ingest.folders import Changes, Watch, check_folders, lost
from ingest.pipeline import Summary, ingest
from ingest.stores.catalogue import DocumentRecord
from qa.settings import Settings
from qa.system import System, build
from ui.terminal.exit_codes import DONE, FAILED
from ui.terminal.printing import notify, print_json, say
from ui.terminal.progress import ProgressBars

LOOK_SECONDS = 2.0


@dataclass(frozen=True)
class Wanted:
    """What is asked of `dalil ingest`: `sync` removes what folders no longer have, `yes` without a question."""

    sources: Sequence[str]
    collection: str | None = None
    sync: bool = False
    watch: bool = False
    yes: bool = False
    as_json: bool = False


def run(settings: Settings, wanted: Wanted) -> int:
    """Exit code 1 where any source failed, or what is gone was not removed; the others are ingested all the same."""
    if wanted.sync or wanted.watch:
        check_folders(wanted.sources)
    with closing(build(settings)) as system:
        watch = Watch(wanted.sources) if wanted.watch else None
        summary = _ingest(system, wanted.sources, wanted)
        removed = True
        if wanted.sync or wanted.watch:
            removed = _remove(system, lost(system.index, wanted.sources, summary), summary, ask=not wanted.yes)
        _print(summary, wanted)
        if watch:
            notify(f"watching {', '.join(wanted.sources)}; Ctrl-C stops")
            _keep_up(system, watch, wanted)
    return FAILED if summary.failed or not removed else DONE


def _keep_up(system: System, watch: Watch, wanted: Wanted) -> None:
    """For ever."""
    while True:
        time.sleep(LOOK_SECONDS)
        changes = watch.look()
        if changes.any:
            _print(_follow(system, changes, wanted), wanted)


def _follow(system: System, changes: Changes, wanted: Wanted) -> Summary:
    summary = _ingest(system, changes.changed, wanted)
    _remove(system, lost(system.index, [*changes.changed, *changes.gone], summary), summary, ask=False)
    return summary


def _ingest(system: System, sources: Sequence[str], wanted: Wanted) -> Summary:
    with ProgressBars() as progress:
        return ingest(system.index, sources, system.loader, progress, _notify_of_waiting, wanted.collection)


def _remove(system: System, records: Sequence[DocumentRecord], summary: Summary, *, ask: bool) -> bool:
    """Whether they are gone, or the answer was no; listed first where it is asked."""
    if not records:
        return True
    if ask:
        for record in records:
            notify(f"no longer there: {record.source}  ({record.title})")
        if not sys.stdin.isatty():
            notify(f"not removed: {_counted(records)}; run it again with --yes to remove what is no longer there")
            return False
        if _typed(f"remove {_counted(records)} from the index? [y/N] ").strip().lower() not in ("y", "yes"):
            return True
    summary.removed.extend(system.index.remove(record.id) for record in records)
    return True


def _counted(records: Sequence[DocumentRecord]) -> str:
    return "1 document" if len(records) == 1 else f"{len(records):,} documents"


def _typed(question: str) -> str:
    """An answer typed at the terminal; stdout is the result's."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline()


def _notify_of_waiting() -> None:
    notify("another writer has the index; waiting for its turn to end")


def _print(summary: Summary, wanted: Wanted) -> None:
    """As JSON on one line where more may follow."""
    print_json(summary.to_json(), None if wanted.watch else 2) if wanted.as_json else _print_summary(summary)


def _print_summary(summary: Summary) -> None:
    for failure in summary.failed:
        say(f"failed     {failure.reason}")
    for failure in summary.skipped:
        say(f"skipped    {failure.reason}")
    for warning in summary.warnings:
        say(f"warning    {warning}")
    for word, records in (("added", summary.added), ("replaced", summary.replaced), ("removed", summary.removed)):
        for record in records:
            say(f"{word:<10} {record.id}  {record.title}  ({record.chunks} chunks)")
    say(
        f"{len(summary.added)} added, {len(summary.replaced)} replaced, "
        f"{len(summary.unchanged)} unchanged, {len(summary.failed)} failed"
        + (f", {len(summary.skipped)} skipped" if summary.skipped else "")
        + (f", {len(summary.removed)} removed" if summary.removed else "")
    )
