"""The pipeline: paths and URLs into the index; one bad source does not stop the others."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal, Protocol

from ingest.document import Document
from ingest.errors import DalilError, SourceError
from ingest.formats.loading import Load, Loader
from ingest.formats.sources import expand, printable, unsupported
from ingest.index import Index
from ingest.json_form import JsonForm
from ingest.scope import collection_name
from ingest.stores.catalogue import DocumentRecord
from ingest.stores.write_lock import Waiting

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure(JsonForm):
    """A source that was not ingested, and why."""

    JSON = ("source", "reason")

    source: str
    error: SourceError

    @property
    def reason(self) -> str:
        return str(self.error)


@dataclass(frozen=True)
class Summary(JsonForm):
    """What an ingest did, source by source."""

    added: list[DocumentRecord] = field(default_factory=list)
    replaced: list[DocumentRecord] = field(default_factory=list)
    unchanged: list[DocumentRecord] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: list[Failure] = field(default_factory=list)
    """Files in folders that are of no kind that can be ingested."""
    warnings: list[str] = field(default_factory=list)
    """What of the sources that were read could not be read, such as a page that is an image."""
    removed: list[DocumentRecord] = field(default_factory=list)
    """Documents that were removed since their folder no longer has them."""


class Progress(Protocol):
    """Told how many of all files are read, then how many of all chunks are embedded."""

    def __call__(self, stage: Literal["files", "chunks"], done: int, total: int) -> None: ...


def ingest(
    index: Index,
    sources: Sequence[str],
    loader: Loader,
    progress: Progress | None = None,
    waiting: Waiting | None = None,
    collection: str | None = None,
) -> Summary:
    """Ingest files, folders (recursively) and URLs; `waiting()` is called where another writer has the index.

    They go into `collection`, as of `ingest_loads`. A source that cannot be read is in `failed`, a folder's file of
    another kind in `skipped`. Raises UsageError, IndexMismatch, IndexBusy, StorageError, ModelError.
    """
    failed, skipped = list[Failure](), list[Failure]()
    found: list[str] = []
    for source in sources:
        with _noting(source, failed):
            found += expand(source)
            skipped += [Failure(name, error) for name, error in unsupported(source)]
    loads = [(source, partial(loader.load, source)) for source in dict.fromkeys(found)]
    return ingest_loads(index, loads, progress, failed, waiting, skipped, collection)


def ingest_uploads(
    index: Index,
    uploads: Sequence[tuple[str, Callable[[], bytes]]],
    loader: Loader,
    progress: Progress | None = None,
    collection: str | None = None,
) -> Summary:
    """Ingest uploaded files, each a name and the call that reads it, and the files in those that are ZIPs.

    The rest as of `ingest`.
    """
    failed, skipped = list[Failure](), list[Failure]()
    loads: list[tuple[str, Load]] = []
    for name, read in uploads:
        with _noting(f"upload:{name}", failed):
            found, left_out = loader.in_upload(name, read)
            loads += found
            skipped += [Failure(source, error) for source, error in left_out]
    return ingest_loads(index, loads, progress, failed, skipped=skipped, collection=collection)


def ingest_documents(index: Index, documents: Sequence[Document], progress: Progress | None = None) -> Summary:
    """Ingest ready documents."""
    return ingest_loads(index, [(d.source, partial(_ready, d)) for d in documents], progress)


def ingest_loads(
    index: Index,
    loads: Sequence[tuple[str, Load]],
    progress: Progress | None = None,
    failed: Sequence[Failure] = (),
    waiting: Waiting | None = None,
    skipped: Sequence[Failure] = (),
    collection: str | None = None,
) -> Summary:
    """Ingest what each load brings; `failed` and `skipped` are what there was of these before.

    All goes into `collection`, or into none where that is empty; where it is None, each document stays in the one that
    it is in. Raises UsageError for a name that cannot be a collection's.
    """
    named = collection_name(collection) if collection else None
    stays = collection is None and bool(index.collections())
    summary = Summary(failed=list(failed), skipped=list(skipped))
    read: dict[str, Document] = {}
    for done, (source, bring) in enumerate(loads, start=1):
        with _noting(source, summary.failed):
            document = _with_text(bring())
            former = index.record_before(document) if stays else None
            document = replace(document, collection=former.collection if former else named)
            if read.setdefault(document.source, document).id != document.id:
                raise SourceError(f"{document.source} comes twice, with different texts; rename one of the two")
            summary.warnings.extend(document.warnings)
        if progress:
            progress("files", done, len(loads))
    for change in index.add(list(read.values()), partial(progress, "chunks") if progress else None, waiting):
        getattr(summary, change.kind).append(change.record)
    return summary


def _ready(document: Document) -> Document:
    return document


def _with_text(document: Document) -> Document:
    if not document.text.strip():
        raise SourceError(f"{document.source} holds no text; nothing was added")
    return document


@contextmanager
def _noting(source: str, failed: list[Failure]) -> Iterator[None]:
    """An error of the source, also an unexpected one, is a failure of it alone."""
    try:
        yield
    except SourceError as error:
        failed.append(Failure(printable(source), error))
    except DalilError:  # of the index, not of the source
        raise
    except Exception as error:
        name = printable(source)
        _log.exception("unexpected error while reading %s", name)
        what = f"{type(error).__name__}: {error}"
        failed.append(Failure(name, SourceError(f"{name} cannot be read ({what}); save it in another form")))
