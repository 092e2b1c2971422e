"""A test set's own index: its documents alone, kept in the cache so that a second run starts at once."""

import hashlib
import shutil
import time
from dataclasses import replace
from pathlib import Path

from ingest.cache import default_cache
from ingest.errors import StorageError
from ingest.pipeline import Progress, ingest_documents
from ingest.stores import sqlite_file
from qa.evaluation.testset import TestSet
from qa.system import System, build

_UNUSED_SECONDS = 14 * 24 * 3600


def over_own_documents(system: System, testset: TestSet, progress: Progress | None = None) -> System:
    """The same system over the test set's documents alone; the caller closes it.

    Raises IndexBusy, StorageError, ModelError.
    """
    folder = _folder(system) / _key(system, testset)
    _mark_used(folder)  # first: what a run that is stopped leaves behind must be forgotten in time, too
    _forget_unused(folder.parent)
    own = build(replace(system.settings, data=folder, chroma_url=None), like=system)
    try:
        ingest_documents(own.index, testset.documents, progress)
    except BaseException:
        own.close()
        raise
    return own


def _mark_used(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "used").touch()
    except OSError as error:
        raise StorageError(
            f"the cache {folder.parent} cannot be written: {error.strerror}; choose another with DALIL_CACHE"
        ) from error


def _folder(system: System) -> Path:
    return (system.settings.cache or default_cache()) / "evaluation"


def _key(system: System, testset: TestSet) -> str:
    """The content and what is made of it: another model, chunking or form of the catalogue has another index."""
    parts = [
        str(system.index.recipe),
        f"form={sqlite_file.VERSION}",
        *sorted(document.id for document in testset.documents),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _forget_unused(folder: Path) -> None:
    """Old indexes go; none that a run of the last two weeks may still use."""
    for used in folder.glob("*/used"):
        if time.time() - used.stat().st_mtime > _UNUSED_SECONDS:
            shutil.rmtree(used.parent, ignore_errors=True)
