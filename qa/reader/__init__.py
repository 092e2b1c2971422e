"""Readers: what answers a question in a passage, without a language model. `load_reader` makes one by its name."""

from pathlib import Path

from langchain_core.embeddings import Embeddings

from ingest.errors import UsageError
from qa.reading import Reader


def load_reader(name: str, embedding: Embeddings, cache: Path) -> Reader:
    """The reader of that name; nothing is loaded until it reads.

    Raises UsageError for a name it does not know.
    """
    if name in ("bundled", "sentences"):
        from qa.reader.sentences import SentenceReader

        return SentenceReader(embedding)
    raise UsageError(f"DALIL_READER={name!r} is not a reader; expected `bundled` or `sentences`")
