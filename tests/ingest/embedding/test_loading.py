"""A model computes in one thread, whoever asks."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.embeddings import Embeddings

from ingest.embedding.loading import SentenceTransformerEmbeddings

pytestmark = pytest.mark.model


def test_all_that_a_model_computes_is_done_in_one_thread(embedding: Embeddings) -> None:
    assert isinstance(embedding, SentenceTransformerEmbeddings)

    def where() -> int:
        return embedding.computed(threading.get_ident)

    with ThreadPoolExecutor(4) as pool:
        threads = {pool.submit(where).result() for _ in range(8)}
    assert threads == {where()}
    assert threading.get_ident() not in threads


def test_what_the_computing_raises_is_raised_where_it_was_asked_for(embedding: Embeddings) -> None:
    assert isinstance(embedding, SentenceTransformerEmbeddings)

    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        embedding.computed(fail)
