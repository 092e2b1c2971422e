"""A set's own index, with vectors of no meaning."""

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.document import Document
from ingest.errors import StorageError
from ingest.formats.loading import Limits, Loader
from ingest.recipe import Recipe
from qa.answer import Passage, Reading
from qa.evaluation import Question, TestSet
from qa.evaluation.own_index import over_own_documents
from qa.quoting.citing import Citer
from qa.quoting.quoter import Quoter
from qa.retrieval.hybrid import HybridRetriever
from qa.settings import Settings
from qa.system import System
from tests.indexes import index_in
from tests.waiting import until

BRIDGE = TestSet("bridge", [Question("q", "When?")], [Document("testset:s#1", "Bridge", "It was built in 1889.")])
CATS = TestSet("cats", [Question("q", "When?")], [Document("testset:s#2", "Cats", "They sleep at night.")])


class Stopped(Exception):
    pass


class Silent:
    """A reader that is never asked."""

    name = "silent"
    threshold = sure = 0.0

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        raise AssertionError


@pytest.fixture
def empty_system(tmp_path: Path) -> System:
    folder, embedding = tmp_path / "data", DeterministicFakeEmbedding(size=8)
    index = index_in(folder, embedding, Recipe("fake", 64, 0))
    settings = Settings(data=folder, cache=tmp_path / "cache")
    return System(settings, index, Loader(Limits()), HybridRetriever(index=index), Silent(), Quoter(Citer(index), 0.0))


def stop_when_embedded(stage: str, done: int, total: int) -> None:
    if stage == "chunks" and done == total:
        raise Stopped


def open_files(folder: Path) -> list[str]:
    files: list[str] = []
    for descriptor in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # closed meanwhile
            files.append(os.readlink(f"/proc/self/fd/{descriptor}"))
    return [file for file in files if file.startswith(str(folder))]


def test_what_a_stopped_run_leaves_is_closed_and_forgotten_when_it_is_old(empty_system: System, tmp_path: Path) -> None:
    cache = tmp_path / "cache" / "evaluation"
    with pytest.raises(Stopped):
        over_own_documents(empty_system, BRIDGE, stop_when_embedded)
    until(lambda: open_files(cache) == [], seconds=10)  # Chroma closes in its own time
    (stopped,) = cache.iterdir()
    fifteen_days_ago = time.time() - 15 * 24 * 3600
    os.utime(stopped / "used", (fifteen_days_ago, fifteen_days_ago))
    own = over_own_documents(empty_system, CATS)
    assert [folder.name for folder in cache.iterdir()] == [own.settings.data.name]
    own.close()


def test_an_old_index_that_is_wanted_again_is_not_forgotten(empty_system: System, tmp_path: Path) -> None:
    own = over_own_documents(empty_system, BRIDGE)
    own.close()
    os.utime(own.settings.data / "used", (0, 0))
    stages = set()
    again = over_own_documents(empty_system, BRIDGE, lambda stage, done, total: stages.add(stage))
    again.close()
    assert stages == {"files"}  # nothing was embedded


def test_a_cache_that_cannot_be_written_is_told(empty_system: System, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(
        StorageError, match=r"the cache .*evaluation cannot be written: .*; choose another with DALIL_CACHE"
    ):
        over_own_documents(empty_system, BRIDGE)
