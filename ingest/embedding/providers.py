"""An embedding model of a provider that LangChain knows: `DALIL_EMBEDDING=provider:model`."""

import math
from collections.abc import Callable
from typing import Any, TypeVar

from langchain_core.embeddings import Embeddings

from ingest.errors import ModelError, UsageError

Result = TypeVar("Result")


def provided(name: str) -> Embeddings:
    """The model `provider:model`. Raises UsageError for a name of another form, ModelError where it cannot be made."""
    if ":" not in name:
        raise UsageError(
            f"DALIL_EMBEDDING={name!r} is not a model's name; expected `bundled`, "
            "`sentence-transformers:NAME_OR_PATH` or `provider:model` as LangChain names it"
        )
    from langchain.embeddings import init_embeddings

    # OpenAI-compatible servers take text, not token numbers; the check would also fetch a vocabulary
    options: dict[str, Any] = {"check_embedding_ctx_length": False} if name.startswith("openai:") else {}
    try:
        model = init_embeddings(name, **options)
    except ImportError as error:
        raise ModelError(f"{name!r} needs another package: {error}") from error
    except Exception as error:  # a provider's own errors: missing key, unknown model
        raise ModelError(f"the embedding model {name!r} cannot be made: {error}") from error
    assert isinstance(model, Embeddings)
    return ProvidedEmbeddings(name, model)


class ProvidedEmbeddings(Embeddings):
    """Another model, its vectors brought to the unit length that the index counts on, its failures as ModelError."""

    def __init__(self, name: str, model: Embeddings) -> None:
        self._name = name
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [_unit(vector) for vector in self._asked(lambda: self._model.embed_documents(texts))]

    def embed_query(self, text: str) -> list[float]:
        return _unit(self._asked(lambda: self._model.embed_query(text)))

    def _asked(self, ask: Callable[[], Result]) -> Result:
        try:
            return ask()
        except Exception as error:  # each provider raises its own
            raise ModelError(
                f"the embedding model {self._name!r} does not answer: {error}; check its address, its key and "
                "DALIL_EMBEDDING, or leave that empty for the bundled model"
            ) from error


def _unit(vector: list[float]) -> list[float]:
    length = math.hypot(*vector)
    return [x / length for x in vector] if length else vector
