"""The encoder: a SentenceTransformer, loaded when it is first used. It embeds, and the bundled reader shares it."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from ingest.embedding.hardware import has_fast_bfloat16
from ingest.embedding.model_thread import ModelThread
from ingest.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 32


class Encoder:
    """The SentenceTransformer that `locate` leads to (a path or a name), computing in `thread`."""

    def __init__(self, name: str, locate: Callable[[], str], thread: ModelThread) -> None:
        self.name = name
        self.thread = thread
        self._locate = locate

    @cached_property
    def model(self) -> "SentenceTransformer":
        """The model; to be asked for in its thread only. Raises ModelError where it cannot be loaded."""
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.set_verbosity_error()  # its report of a pooler that is not used says nothing to a user
        logging.disable_progress_bar()
        place = self._locate()
        dtype = torch.bfloat16 if has_fast_bfloat16() else torch.float32
        try:
            return SentenceTransformer(place, model_kwargs={"dtype": dtype})
        except Exception as error:  # whatever a stranger's model folder may raise
            raise ModelError(
                f"the embedding model {self.name!r} cannot be loaded from {place}: {error}; "
                "correct DALIL_EMBEDDING or leave it empty for the bundled model"
            ) from error


class EncoderEmbeddings(Embeddings):
    """An encoder behind LangChain's interface, with its own query and passage prompts; unit vectors."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embed(texts, "document")

    def embed_query(self, text: str) -> list[float]:
        return self._embed([text], "query")[0]

    def _embed(self, texts: list[str], task: str) -> list[list[float]]:
        def embed() -> list[list[float]]:
            model = self._encoder.model
            encode = model.encode_query if task == "query" else model.encode_document
            vectors = encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
            return [[float(x) for x in vector] for vector in vectors]

        return self._encoder.thread.run(embed)
