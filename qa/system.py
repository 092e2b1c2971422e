"""The system: the one place that builds ready parts from settings, and what one can ask of it."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from dataclasses import dataclass, replace
from functools import partial

from langchain_core.embeddings import Embeddings

from ingest.cache import default_cache
from ingest.embedding.bundled_model import version
from ingest.embedding.models import BUNDLED, Models
from ingest.errors import UsageError
from ingest.formats.loading import Limits
from ingest.index import Index
from ingest.recipe import Recipe
from ingest.stores.chroma import embedded, server
from ingest.stores.sqlite import SqliteCatalogue
from ingest.stores.vectors import VectorStore
from qa.answer import Answer, Event, Found, Passage, Sentence, Token, Trace, appended
from qa.blocking import wait_for
from qa.citing import Citer
from qa.dialogue.conversation import Turn, joined
from qa.phrases import language
from qa.quoting import Quoter
from qa.reader import load_reader, load_reranker
from qa.reader.reading import Reader, rerank
from qa.retrieval.hybrid import HybridRetriever
from qa.settings import Settings
from qa.writing.generation import Generator
from qa.writing.llm import load_llm

MOST_QUESTION_CHARACTERS = 2000


@dataclass(frozen=True)
class System:
    """Ready parts; built by `build`. Used by several threads at once."""

    settings: Settings
    index: Index
    retriever: HybridRetriever
    reader: Reader
    quoter: Quoter
    generator: Generator | None = None

    @property
    def limits(self) -> Limits:
        """What may be ingested."""
        settings, megabyte = self.settings, 1_000_000
        return Limits(
            settings.max_file_mb * megabyte,
            settings.allow_private_urls,
            settings.reading_seconds,
            settings.reading_memory_mb * megabyte,
        )

    def search(self, question: str, k: int | None = None) -> list[Passage]:
        """The k passages that answer the question best, read by the reader, best first.

        Raises UsageError for an empty or overlong question; IndexMismatch, StorageError, ModelError.
        """
        question, k = checked_question(question), k or self.settings.passages
        found = self.retriever.retrieve(question, max(k, self.settings.passages_read))
        return rerank(question, found, self.reader)[:k]

    def ask(self, question: str, history: Sequence[Turn] = (), depth: int = 0) -> Answer:
        """The answer with its evidence and its trace; arguments as of `stream`. Raises what `search` raises."""
        return wait_for(final_answer(self.stream(question, history, depth=depth)))

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        slot: AbstractAsyncContextManager[None] | None = None,
        depth: int = 0,
    ) -> AsyncGenerator[Event]:
        """`ask`, as it comes: the passages found, the text as it is written, the answer.

        `slot` is held while passages are found and read, which fills the cores; not while an LLM writes. `depth` is how
        many passages the trace has at least, beyond those that are read.
        """
        stages = _Stages()
        asked = checked_question(question)
        question = await self._stand_alone(asked, history)
        stages.end("understand")
        async with slot or nullcontext():
            retrieved, candidates = await asyncio.to_thread(self._retrieve, [asked, question], depth)
            stages.end("retrieve")
            ranked = await asyncio.to_thread(rerank, question, candidates, self.reader)
            stages.end("read")
        passages = ranked[: self.settings.passages]
        yield Found(passages)
        said = 0
        async with aclosing(self._answers(question, passages, history)) as events:
            async for event in events:
                if isinstance(event, Sentence):
                    yield Token(appended(event, language(asked), first=said == 0))
                    said += 1
                    continue
                stages.end("write")
                answer = _completed(event, asked, question, Trace(retrieved, ranked, stages.milliseconds))
                if not self.generator:
                    yield Token(answer.text)
                yield answer

    async def _stand_alone(self, question: str, history: Sequence[Turn]) -> str:
        if self.generator:
            await asyncio.to_thread(getattr, self.generator, "llm")  # a model that cannot be made is told at once
            return await self.generator.stand_alone(question, history)
        return joined(question, history)

    def _retrieve(self, questions: Sequence[str], depth: int) -> tuple[list[Passage], list[Passage]]:
        """What is found for any of the questions, and of that what is to be read."""
        most = self.settings.passages_read
        found = [self.retriever.retrieve(question, max(depth, most)) for question in dict.fromkeys(questions)]
        return _distinct(p for of_one in found for p in of_one), _distinct(p for of_one in found for p in of_one[:most])

    async def _answers(
        self, question: str, passages: Sequence[Passage], history: Sequence[Turn]
    ) -> AsyncGenerator[Sentence | Answer]:
        if self.generator:
            async with aclosing(self.generator.stream(question, passages, history)) as events:
                async for event in events:
                    yield event
        else:
            yield await asyncio.to_thread(self.quoter.answer, question, passages)

    def close(self) -> None:
        self.index.close()


async def final_answer(events: AsyncGenerator[Event]) -> Answer:
    """The answer that ends a stream, which is closed then."""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Answer):
                return event
    raise AssertionError("a stream ends with an answer")


def _distinct(passages: Iterable[Passage]) -> list[Passage]:
    return list({(passage.document_id, passage.start): passage for passage in passages}.values())


class _Stages:
    """A clock: how long each stage of an answer took."""

    def __init__(self) -> None:
        self._since = time.perf_counter()
        self.milliseconds: dict[str, float] = {}

    def end(self, stage: str) -> None:
        now = time.perf_counter()
        self.milliseconds[stage] = 1000 * (now - self._since)
        self._since = now


def _completed(answer: Answer, asked: str, question: str, trace: Trace) -> Answer:
    """The answer to `question` as the answer to what was asked; the stages become those of the contract."""
    total, writing = sum(trace.timings_ms.values()), trace.timings_ms["write"]
    timings = {"retrieve": total - writing, "answer": writing, "total": total}
    understood_as = question if question != asked else None
    return replace(answer, question=asked, understood_as=understood_as, timings_ms=timings, trace=trace)


def checked_question(question: str) -> str:
    """The question without the white space around it. Raises UsageError where it is empty, overlong or no text."""
    question = question.strip()
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise UsageError("the question holds half a character (a lone surrogate); send it as UTF-8 text")
    if not question:
        raise UsageError("the question is empty; ask something, in Arabic or English")
    if len(question) > MOST_QUESTION_CHARACTERS:
        raise UsageError(
            f"the question has {len(question):,} characters; at most {MOST_QUESTION_CHARACTERS:,} are read, shorten it"
        )
    return question


def build(settings: Settings, like: System | None = None) -> System:
    """The system that the settings describe. Nothing is loaded or opened until it is used.

    With `like`, a system of the same models over another index, the loaded models are shared.
    Raises UsageError for a setting that names no known kind of model.
    """
    models = Models(settings.cache or default_cache())
    embedding = like.index.embedding if like else models.embedding(settings.embedding)
    index = Index(
        settings.data,
        SqliteCatalogue(settings.data / "catalogue.sqlite"),
        _vectors(settings),
        embedding,
        _recipe(settings),
    )
    reader = like.reader if like else _reader(settings, embedding, models)
    threshold = reader.threshold if settings.threshold is None else settings.threshold
    quoter = Quoter(Citer(index), threshold)
    return System(
        settings=settings,
        index=index,
        retriever=HybridRetriever(index=index, k=settings.passages),
        reader=reader,
        quoter=quoter,
        generator=_generator(settings, embedding, quoter) if settings.llm else None,
    )


def _generator(settings: Settings, embedding: Embeddings, quoter: Quoter) -> Generator:
    return Generator(
        load=partial(load_llm, settings),
        model=settings.llm or "",
        embedding=embedding,
        quoter=quoter,
        context=settings.llm_context,
        timeout=settings.llm_timeout,
    )


def _reader(settings: Settings, embedding: Embeddings, models: Models) -> Reader:
    reader = load_reader(settings.reader, embedding, models)
    return load_reranker(settings.reranker, reader, models) if settings.reranker else reader


def _vectors(settings: Settings) -> VectorStore:
    return server(settings.chroma_url, settings.data) if settings.chroma_url else embedded(settings.data / "chroma")


def _recipe(settings: Settings) -> Recipe:
    embedding = f"bundled ({version()})" if settings.embedding == BUNDLED else settings.embedding
    return Recipe(embedding, settings.chunk_tokens, settings.chunk_overlap)
