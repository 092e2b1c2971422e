"""The documents on the page: the list of them, what is uploaded, what is removed. Knows nothing of Gradio."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from ingest.errors import DalilError, SourceError
from ingest.naming import file_name
from ingest.pipeline import Failure, Progress, Summary, ingest_uploads
from ingest.stores.catalogue import DocumentRecord
from qa.system import System
from ui.http.errors import message_of
from ui.page.escaping import escaped
from ui.page.message import place
from ui.page.panel import original_link
from ui.page.strings import Strings, filled

LISTED = 500
"""Documents that the page lists; the command line lists all."""

AT_ONCE = 10
"""Files of the largest size that one upload may carry together."""


def upload(system: System, paths: Sequence[Path], collection: str, words: Strings, progress: Progress) -> str:
    """Ingest uploaded files, which are deleted then; returns what happened to each, as HTML.

    Where no collection is named, what replaces a document stays in that one's.
    """
    files = [(path.name, partial(_read, path)) for path in paths]
    try:
        former = {record.source: record.title for record in system.index.documents()}
        return report_html(
            ingest_uploads(system.index, files, system.loader, progress, collection or None), former, words
        )
    except DalilError as error:
        return _line(escaped(message_of(error)), "failed")
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def remove(system: System, document_id: str, words: Strings) -> str:
    """Take a document out of the index; returns what happened, as HTML."""
    try:
        return _line(filled(words.removed, name=system.index.remove(document_id).title), "done")
    except DalilError as error:
        return _line(escaped(message_of(error)), "failed")


def list_html(records: Sequence[DocumentRecord], words: Strings) -> str:
    """The latest documents, the latest first, each with a link that shows it and a button that removes it."""
    if not records:
        return f'<p class="nothing">{escaped(words.no_documents)}</p>'
    rows = "".join(_row(record, words) for record in latest(records))
    left_out = len(records) - LISTED
    more = f'<p class="more">{escaped(words.more.format(number=left_out))}</p>' if left_out > 0 else ""
    return f'<ul class="library">{rows}</ul>{more}'


def latest(records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
    """As many documents as a page can list, the latest first."""
    return list(reversed(records))[:LISTED]


def _row(record: DocumentRecord, words: Strings) -> str:
    size = words.size.format(characters=f"{record.characters:,}", chunks=record.chunks)
    about = f'<span class="about" dir="auto">{escaped(record.overview)}</span>' if record.overview else ""
    where = f"<bdi>{escaped(record.collection)}</bdi> · " if record.collection else ""
    remove_label = f"{words.remove}: {record.title}"
    return (
        f'<li><a href="{place(record.id, 0, 0)}" dir="auto">{escaped(record.title)}</a>'
        f'<span class="origin" dir="ltr" title="{escaped(record.source)}">{escaped(file_name(record.source))}</span>'
        f'{about}<span class="size">{where}{escaped(size)} {original_link(record, words)}</span>'
        f'<button type="button" data-remove="{escaped(record.id)}" data-confirm="{escaped(words.really_remove)}" '
        f'aria-label="{escaped(remove_label)}">{escaped(words.remove)}</button></li>'
    )


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:  # files of the same name and content lie at the same place, whoever uploads them
        raise SourceError(
            f"{path.name} was uploaded twice at the same time; upload it again where it is not in the list"
        ) from None


def report_html(summary: Summary, former: Mapping[str, str], words: Strings) -> str:
    """What became of each file; `former` are the titles by source before."""
    same = ((words.added, summary.added), (words.unchanged, summary.unchanged))
    lines = [(filled(text, names=_titles(records)), "done") for text, records in same if records]
    lines += [
        (_replaced(record, former.get(record.source, record.title), words), "done") for record in summary.replaced
    ]
    lines += [(_reported(f, words.failed, words.failed_as_named), "failed") for f in summary.failed]
    lines += [(_reported(f, words.skipped, words.skipped_as_named), "failed") for f in summary.skipped]
    lines += [(filled(words.not_all_read, reason=warning), "failed") for warning in summary.warnings]
    return "".join(_line(html, kind) for html, kind in lines)


def _replaced(record: DocumentRecord, former: str, words: Strings) -> str:
    if record.title == former:
        return filled(words.replaced_same, title=former)
    return filled(words.replaced, file=file_name(record.source), title=record.title, former=former)


def _reported(failure: Failure, text: str, as_named: str) -> str:
    """What became of a file; `as_named` where the reason names it already."""
    name = failure.source.removeprefix("upload:")
    return filled(as_named if name in failure.reason else text, name=name, reason=failure.reason)


def _titles(records: Sequence[DocumentRecord]) -> list[str]:
    return [record.title for record in records]


def _line(html: str, kind: str) -> str:
    return f'<p class="{kind}" dir="auto">{html}</p>'
