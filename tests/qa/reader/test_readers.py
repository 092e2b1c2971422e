"""Readers by their names."""

from pathlib import Path

import pytest

from ingest.embedding.models import Models
from ingest.errors import UsageError
from qa.reader import load_reader, load_reranker


@pytest.mark.parametrize("name", ["bundled", "sentences", "transformers:some/model"])
def test_a_reader_is_made_by_its_name_without_loading_anything(name: str, tmp_path: Path) -> None:
    reader = load_reader(name, Models(tmp_path).embedding("bundled"), Models(tmp_path))
    assert reader.name == name
    assert 0 < reader.threshold < 1
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_name_is_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"DALIL_READER='magic'.*transformers:NAME_OR_PATH"):
        load_reader("magic", Models(tmp_path).embedding("bundled"), Models(tmp_path))


def test_a_reranker_keeps_the_readers_threshold(tmp_path: Path) -> None:
    reader = load_reader("sentences", Models(tmp_path).embedding("bundled"), Models(tmp_path))
    ordered = load_reranker("some/cross-encoder", reader, Models(tmp_path))
    assert ordered.threshold == reader.threshold
    assert ordered.name == "sentences, ordered by some/cross-encoder"
