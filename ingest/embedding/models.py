"""The models of a system: a model's name → LangChain `Embeddings`, loaded when the first text comes."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from langchain_core.embeddings import Embeddings

from ingest.embedding.bundled_model import restore
from ingest.embedding.encoder import Encoder, EncoderEmbeddings
from ingest.embedding.model_thread import ModelThread
from ingest.embedding.providers import provided

BUNDLED = "bundled"
SENTENCE_TRANSFORMERS = "sentence-transformers:"


@dataclass(frozen=True)
class Models:
    """What computes in one thread; the bundled encoder is loaded once, for the embedding and the reader alike.

    `cache` is the directory of restored models.
    """

    cache: Path
    thread: ModelThread = field(default_factory=ModelThread)

    @cached_property
    def bundled(self) -> Encoder:
        """The encoder that comes with Dalil."""
        cache = self.cache  # a function with `self` in it would keep the model until the garbage collector comes
        return Encoder(BUNDLED, lambda: str(restore(cache)), self.thread)

    def embedding(self, name: str) -> Embeddings:
        """The embedding model of that name: `bundled`, `sentence-transformers:NAME_OR_PATH` or `provider:model`.

        Raises UsageError for a name of another form; ModelError where it cannot be loaded (at its first use for a
        SentenceTransformer).
        """
        if name == BUNDLED:
            return EncoderEmbeddings(self.bundled)
        if name.startswith(SENTENCE_TRANSFORMERS):
            place = name.removeprefix(SENTENCE_TRANSFORMERS)
            return EncoderEmbeddings(Encoder(name, lambda: place, self.thread))
        return provided(name)
