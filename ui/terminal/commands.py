"""The terminal: ask, documents and doctor as a person or a script reads them."""

import sys
from collections.abc import Sequence
from contextlib import closing
from functools import partial

from ingest.stores.catalogue import DocumentRecord
from ingest.stores.diagnosis import Diagnosis
from qa.answer import Answer
from qa.settings import Settings
from qa.system import System, build
from ui.terminal.exit_codes import DONE, FAILED, NOT_SAID
from ui.terminal.printing import hand_over, notify, print_json, say
from ui.terminal.progress import ProgressBars


def doctor(settings: Settings, *, as_json: bool) -> int:
    """Print where the stores disagree, and repair it. Raises IndexMismatch, StorageError where that cannot be done."""
    with closing(build(settings)) as system, ProgressBars() as progress:
        found = system.index.diagnose()
        if not found.sound:
            system.index.repair(found, partial(progress, "chunks"))
        left = system.index.diagnose() if not found.sound else found
    if as_json:
        print_json(found.to_json() | {"repaired": left.sound})
    else:
        _print_diagnosis(found, left)
    return DONE if left.sound else FAILED


def ask(settings: Settings, question: str, within: Sequence[str] = (), *, as_json: bool) -> int:
    """Exit code 3 where the sources do not say; `within` are ids of documents and names of collections."""
    with closing(build(settings)) as system:
        answer = system.ask(question, within=system.index.within(within))
        if not answer.passages and not system.index.documents():
            notify("the index is empty; put something in with `dalil ingest PATH_OR_URL`")
        print_json(answer.to_json()) if as_json else _print_answer(answer, system)
    return DONE if answer.answered else NOT_SAID


def list_documents(settings: Settings, collection: str | None = None, *, as_json: bool) -> int:
    with closing(build(settings)) as system:
        records = system.index.documents(system.index.scope(collection=collection))
    if as_json:
        print_json({"documents": [record.to_json() for record in records]})
        return DONE
    for record in records:
        collected = f"  [{record.collection}]" if record.collection else ""
        size = f"{record.chunks:>5} chunks  {record.added_at[:10]}"
        say(f"{record.id}  {size}  {record.title}  ({record.source}){collected}")
    if not records:
        notify("no documents yet; put some in with `dalil ingest PATH_OR_URL`")
    return DONE


def show_document(settings: Settings, document_id: str, *, as_json: bool) -> int:
    with closing(build(settings)) as system:
        record, document = system.index.record(document_id), system.index.document(document_id)
    if as_json:
        print_json(
            record.to_json()
            | {"original": record.original is not None, "metadata": document.metadata.to_json(), "text": document.text}
        )
    elif sys.stdout.isatty():
        say(document.text)
    else:  # a file or a program gets the text as it is
        hand_over(document.text)
    return DONE


def remove_documents(settings: Settings, ids: Sequence[str], *, as_json: bool) -> int:
    """Removes all of them or, where one is unknown, none."""
    removed: list[DocumentRecord] = []
    with closing(build(settings)) as system:
        for document_id in [system.index.record(document_id).id for document_id in dict.fromkeys(ids)]:
            removed.append(system.index.remove(document_id))
            if not as_json:
                say(f"removed {removed[-1].id}  {removed[-1].title}")
    if as_json:
        print_json({"removed": [record.to_json() for record in removed]})
    return DONE


def _print_diagnosis(found: Diagnosis, left: Diagnosis) -> None:
    say(f"{found.documents:,} documents, {found.chunks:,} chunks")
    if found.missing:
        say(f"{len(found.missing):,} chunks had no vector and would not have been found")
    if found.orphaned:
        say(f"{len(found.orphaned):,} vectors belonged to no document")
    if found.unused_originals:
        say(f"{len(found.unused_originals):,} kept files belonged to no document")
    if not left.sound:
        say(
            "not all of it could be repaired, perhaps because something was written meanwhile; run `dalil doctor` again"
        )
    else:
        say("nothing is missing" if found.sound else "all is repaired")


def _print_answer(answer: Answer, system: System) -> None:
    if answer.notice:
        notify(answer.notice)
    if answer.short_answer and answer.mode == "quoted" and not answer.hedged and len(answer.sentences) == 1:
        say(answer.short_answer, end="\n\n")
    else:
        say(answer.text, end="\n\n")
    for citation in answer.citations:
        place = _place(system.index.document(citation.document_id).text, citation.start)
        say(f"[{citation.n}] {citation.quote}\n    {citation.place(answer.language)} · {citation.source} · {place}")
        if citation.also_in:
            say(f"    the same text: {' · '.join(citation.also_in)}")


def _place(text: str, start: int) -> str:
    """Where a person finds it: `paragraph 26, from character 3495`."""
    ended = text[:start].split("\n")[:-1]
    return f"paragraph {1 + sum(line.strip() != '' for line in ended)}, from character {start}"
