"""Readers: what answers a question in a passage, without a language model. `load_reader` makes one by its name."""

from langchain_core.embeddings import Embeddings

from ingest.embedding.models import Models
from ingest.errors import UsageError
from qa.reader.reading import Reader

BUNDLED, SENTENCES, TRANSFORMERS = "bundled", "sentences", "transformers:"


def load_reader(name: str, embedding: Embeddings, models: Models) -> Reader:
    """The reader of that name; nothing is loaded until it reads.

    Raises UsageError for a name it does not know.
    """
    if name == BUNDLED:
        from qa.reader.bundled import BundledReader

        return BundledReader(models.bundled)
    if name == SENTENCES:
        from qa.reader.sentences import SentenceReader

        return SentenceReader(embedding)
    if name.startswith(TRANSFORMERS):
        from qa.reader.hugging_face import HuggingFaceReader

        return HuggingFaceReader(name.removeprefix(TRANSFORMERS), models.thread)
    raise UsageError(
        f"DALIL_READER={name!r} is not a reader; expected `bundled`, `sentences` or `transformers:NAME_OR_PATH`"
    )


def load_reranker(name: str, reader: Reader, models: Models) -> Reader:
    """The reader, with the passages' order left to the sentence-transformers CrossEncoder of that name or path."""
    from qa.reader.cross_encoder import CrossEncoderOrder

    return CrossEncoderOrder(name, reader, models.thread)
