"""The parts of a system, each as the settings describe it. Nothing is loaded or opened until it is used."""

from functools import partial

from langchain_core.embeddings import Embeddings

from ingest.embedding.bundled_model import version
from ingest.embedding.models import BUNDLED, Models
from ingest.formats.loading import Limits, Loader
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.stores.chroma import embedded, server
from ingest.stores.originals import Originals
from ingest.stores.sqlite import SqliteCatalogue
from ingest.stores.vectors import VectorStore
from qa.quoting.quoter import Quoter
from qa.reader import load_reader, load_reranker
from qa.reader.reading import Reader
from qa.settings import Settings
from qa.writing.generation import Generator
from qa.writing.llm import load_llm

_MEGABYTE = 1_000_000


def index(settings: Settings, embedding: Embeddings) -> Index:
    name = f"bundled ({version()})" if settings.embedding == BUNDLED else settings.embedding
    recipe = Recipe(name, settings.chunk_tokens, settings.chunk_overlap)
    return Index(
        settings.data, SqliteCatalogue(settings.data / "catalogue.sqlite"), _vectors(settings), embedding, recipe
    )


def _vectors(settings: Settings) -> VectorStore:
    return server(settings.chroma_url, settings.data) if settings.chroma_url else embedded(settings.data / "chroma")


def loader(settings: Settings) -> Loader:
    return Loader(
        Limits(
            settings.max_file_mb * _MEGABYTE,
            settings.allow_private_urls,
            settings.reading_seconds,
            settings.reading_memory_mb * _MEGABYTE,
        ),
        Originals(settings.data / "originals").keep if settings.keep_originals else None,
    )


def reader(settings: Settings, embedding: Embeddings, models: Models) -> Reader:
    """The reader, or another order of the passages around it. Raises UsageError for a kind that is not known."""
    made = load_reader(settings.reader, embedding, models)
    return load_reranker(settings.reranker, made, models) if settings.reranker else made


def generator(settings: Settings, embedding: Embeddings, quoter: Quoter) -> Generator:
    return Generator(
        load=partial(load_llm, settings),
        model=settings.llm or "",
        embedding=embedding,
        quoter=quoter,
        context=settings.llm_context,
        timeout=settings.llm_timeout,
        sentences=settings.llm_gets_sentences,
    )
