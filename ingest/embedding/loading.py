"""Embedding: a model's name → LangChain `Embeddings`, loaded when the first text comes.

Knows SentenceTransformers (the bundled one, or any by name or path) and every provider LangChain knows.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from langchain_core.embeddings import Embeddings

from ingest.embedding.bundled_model import restore
from ingest.embedding.providers import provided
from ingest.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

Result = TypeVar("Result")

# Before torch is imported: its threads spin while they wait for each other, on the core that another needs; not at
# all is slow too, as a network has a thousand steps. Reading eight passages on two cores took 0.48 s without spinning
# (1.1 s beside two busy processes), 0.30 s (0.7 s) with so little, 0.38 s (1.4 s) with a hundred times as much.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "10000")

BUNDLED = "bundled"
SENTENCE_TRANSFORMERS = "sentence-transformers:"
BATCH = 32


def load_embedding(name: str, cache: Path) -> Embeddings:
    """The embedding model of that name: `bundled`, `sentence-transformers:NAME_OR_PATH` or `provider:model`.

    Raises UsageError for a name of another form; ModelError where it cannot be loaded (at its first use for a
    SentenceTransformer).
    """
    if name == BUNDLED:
        return SentenceTransformerEmbeddings(BUNDLED, lambda: str(restore(cache)))
    if name.startswith(SENTENCE_TRANSFORMERS):
        return SentenceTransformerEmbeddings(name, lambda: name.removeprefix(SENTENCE_TRANSFORMERS))
    return provided(name)


class SentenceTransformerEmbeddings(Embeddings):
    """A SentenceTransformer behind LangChain's interface, with its own query and passage prompts; unit vectors."""

    def __init__(self, name: str, locate: Callable[[], str]) -> None:
        self.name = name
        self._locate = locate
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="model")

    def computed(self, work: Callable[[], Result]) -> Result:
        """What `work` returns or raises, done in the one thread in which this model computes.

        Every thread that calls PyTorch has a team of OpenMP threads of its own, and with more of them than cores none
        waits awake any more: where a server's threads took turns, reading eight passages took 0.45 s, and 0.31 s in
        one thread. `work` must not call this method.
        """
        return self._thread.submit(work).result()

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()  # its report of a pooler that is not used says nothing to a user
        logging.disable_progress_bar()
        place = self._locate()
        try:
            return SentenceTransformer(
                place, model_kwargs={"dtype": torch.bfloat16 if has_fast_bfloat16() else torch.float32}
            )
        except Exception as error:  # whatever a stranger's model folder may raise
            raise ModelError(
                f"the embedding model {self.name!r} cannot be loaded from {place}: {error}; "
                "correct DALIL_EMBEDDING or leave it empty for the bundled model"
            ) from error

    @property
    def model(self) -> "SentenceTransformer":
        """The model, loaded once also when several threads ask at once."""
        with self._lock:
            return self._loaded

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embed(texts, "document")

    def embed_query(self, text: str) -> list[float]:
        return self._embed([text], "query")[0]

    def _embed(self, texts: list[str], task: str) -> list[list[float]]:
        vectors = self.computed(lambda: self._encoded(texts, task))
        return [[float(x) for x in vector] for vector in vectors]

    def _encoded(self, texts: list[str], task: str) -> "NDArray[np.float32]":
        encode = self.model.encode_query if task == "query" else self.model.encode_document
        vectors: NDArray[np.float32] = encode(
            texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return vectors


def has_fast_bfloat16() -> bool:
    """Whether this machine multiplies bfloat16 in hardware (AMX or AVX512-BF16; any CUDA card of this decade)."""
    import torch

    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    capability = torch.backends.cpu.get_cpu_capability()
    return "AVX512" in capability and _cpu_flags() & {"avx512_bf16", "amx_bf16"} != set()


def _cpu_flags() -> set[str]:
    try:
        info = Path("/proc/cpuinfo").read_text()
    except OSError:  # not Linux: float32 works everywhere
        return set()
    flags = next((line for line in info.splitlines() if line.startswith("flags")), "")
    return set(flags.split())
