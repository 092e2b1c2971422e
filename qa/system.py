"""The system: the one place that builds ready parts from settings, and what one can ask of it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property

from ingest.cache import default_cache
from ingest.embedding.models import Models
from ingest.errors import UsageError
from ingest.formats.loading import Loader
from ingest.index import Index
from ingest.scope import EVERYTHING, Scope
from qa import parts
from qa.answer import Answer, Event, Found, Passage, Token, Trace
from qa.blocking import wait_for
from qa.dialogue.conversation import Turn
from qa.dialogue.turns import Kind, Turns
from qa.evidence import Evidence, Finder
from qa.looking import Looking, Stages
from qa.phrases import Language
from qa.quoting.citing import Citer
from qa.quoting.overviews import Overviews
from qa.quoting.quoter import Quoter
from qa.reader.reading import Reader, rerank
from qa.retrieval.hybrid import HybridRetriever
from qa.settings import Settings
from qa.wishes import Wish, wish
from qa.writing.generation import Generator
from qa.writing.translating import MAX_CHARACTERS, Translation, translated

MAX_QUESTION_CHARACTERS = 2000


@dataclass(frozen=True)
class System:
    """Ready parts; built by `build`. Used by several threads at once."""

    settings: Settings
    index: Index
    loader: Loader
    retriever: HybridRetriever
    reader: Reader
    quoter: Quoter
    generator: Generator | None = None

    @cached_property
    def turns(self) -> Turns:
        """The classifier of turns, by the index's embedding."""
        return Turns(self.index.embedding)

    @cached_property
    def overviews(self) -> Overviews:
        """The documents' main sentences, kept once they are found."""
        return Overviews(self.quoter.citer)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.quoter, self.overviews, self.settings.passages, self.generator is not None)

    def search(
        self,
        question: str,
        k: int | None = None,
        documents: Sequence[str] = (),
        collection: str | None = None,
        within: Scope = EVERYTHING,
    ) -> list[Passage]:
        """The k passages that answer the question best, read by the reader, best first; the rest as of `stream`.

        Raises UsageError for an empty or overlong question; NotFound for an unknown document or collection;
        IndexMismatch, StorageError, ModelError.
        """
        question, k = checked_question(question), k or self.settings.passages
        scope = within or self.index.scope(documents, collection)
        found = self.retriever.retrieve(question, max(k, self.settings.passages_read), scope)
        return rerank(question, found, self.reader)[:k]

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        depth: int = 0,
        documents: Sequence[str] = (),
        collection: str | None = None,
        within: Scope = EVERYTHING,
    ) -> Answer:
        """The answer with its evidence and its trace; arguments as of `stream`. Raises what `search` raises."""
        events = self.stream(question, history, depth=depth, documents=documents, collection=collection, within=within)
        return wait_for(final_answer(events))

    async def translate(self, text: str, into: Language | None = None) -> Translation:
        """The text, a quote, in a language, by default in the other of the two.

        Raises UsageError where there is no LLM, or the text is empty or too long; ModelError where the LLM fails.
        """
        if self.generator is None:
            raise UsageError("a translation needs a language model; set DALIL_LLM")
        if not text.strip() or len(text) > MAX_CHARACTERS:
            raise UsageError(f"a text to translate has from 1 to {MAX_CHARACTERS:,} characters, not {len(text):,}")
        llm = await asyncio.to_thread(getattr, self.generator, "llm")
        return await translated(llm, self.generator.model, text, into, self.generator.timeout)

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        slot: AbstractAsyncContextManager[None] | None = None,
        depth: int = 0,
        documents: Sequence[str] = (),
        open_document: str | None = None,
        collection: str | None = None,
        within: Scope = EVERYTHING,
    ) -> AsyncGenerator[Event]:
        """`ask`, as it comes: the passages found, the text as it is written, the answer.

        Asked are `documents` (ids), else `collection`, else all; `within` is a ready scope instead of both, as
        `index.within` makes it of several names. `open_document` is the one that is shown beside the conversation,
        which "summarize" means. `slot` is held while passages are found and read, which fills the cores; not while an
        LLM writes. `depth` is how many passages the trace has at least, beyond those that are read.
        """
        stages = Stages()
        asked = checked_question(question)
        scope = within or await asyncio.to_thread(self.index.scope, documents, collection)
        wanted = await asyncio.to_thread(wish, asked, history, scope, self.turns, self.retriever, open_document)
        found = await self._found(asked, history, wanted, slot, depth, stages)
        yield Found(found.passages)
        async with aclosing(self._answers(found, history)) as events:
            async for event in events:
                if isinstance(event, Token):
                    yield event
                    continue
                stages.end("write")
                answer = _completed(event, asked, found, stages.milliseconds)
                if not found.written:
                    yield Token(answer.text)
                yield answer

    async def _found(
        self,
        asked: str,
        history: Sequence[Turn],
        wish: Wish,
        slot: AbstractAsyncContextManager[None] | None,
        depth: int,
        stages: Stages,
    ) -> Evidence:
        """What the turn is answered with, found and read while `slot` is held."""
        if self.generator and wish.kind is Kind.QUESTION:
            await asyncio.to_thread(getattr, self.generator, "llm")  # a model that cannot be made is reported at once
            question = await self.generator.stand_alone(asked, history)
        stages.end("understand")
        looking = Looking(self.retriever, self.reader, self.settings.passages_read, depth, wish.scope, stages)
        async with slot or nullcontext():
            if wish.doubted is not None:
                before, question = history[: wish.doubted], history[wish.doubted].question
                return await asyncio.to_thread(self._finder.again, asked, question, before, looking)
            if wish.kind is not Kind.QUESTION:
                return await asyncio.to_thread(self._finder.of_no_question, asked, wish)
            if self.generator:
                return await asyncio.to_thread(self._finder.to_write, asked, question, looking)
            return await asyncio.to_thread(self._finder.quoted, asked, history, looking)

    async def _answers(self, found: Evidence, history: Sequence[Turn]) -> AsyncGenerator[Token | Answer]:
        if not (self.generator and found.written):
            assert found.answer
            yield found.answer
            return
        async with aclosing(self.generator.stream(found.question, found.passages, history, found.answer)) as events:
            async for event in events:
                yield event

    def close(self) -> None:
        self.loader.close()
        self.index.close()


async def final_answer(events: AsyncGenerator[Event]) -> Answer:
    """The answer that ends a stream, which is closed then."""
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Answer):
                return event
    raise AssertionError("a stream ends with an answer")


def _completed(answer: Answer, asked: str, found: Evidence, milliseconds: Mapping[str, float]) -> Answer:
    """The answer as the answer to what was asked; the stages become those of the contract."""
    total, writing = sum(milliseconds.values()), milliseconds["write"]
    timings = {"retrieve": total - writing, "answer": writing, "total": total}
    understood_as = found.question if found.question != asked else None
    trace = Trace(found.retrieved, found.ranked, milliseconds)
    return replace(answer, question=asked, understood_as=understood_as, timings_ms=timings, trace=trace)


def checked_question(question: str) -> str:
    """The question without the white space around it. Raises UsageError where it is empty, overlong or no text."""
    question = question.strip()
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise UsageError("the question holds half a character (a lone surrogate); send it as UTF-8 text")
    if not question:
        raise UsageError("the question is empty; ask something, in Arabic or English")
    if len(question) > MAX_QUESTION_CHARACTERS:
        raise UsageError(
            f"the question has {len(question):,} characters; at most {MAX_QUESTION_CHARACTERS:,} are read, shorten it"
        )
    return question


def build(settings: Settings, like: System | None = None) -> System:
    """The system that the settings describe. Nothing is loaded or opened until it is used.

    With `like`, a system of the same models over another index, the loaded models are shared.
    Raises UsageError for a setting that names no known kind of model.
    """
    models = Models(settings.cache or default_cache())
    embedding = like.index.embedding if like else models.embedding(settings.embedding)
    index = parts.index(settings, embedding)
    reader = like.reader if like else parts.reader(settings, embedding, models)
    threshold = reader.threshold if settings.threshold is None else settings.threshold
    quoter = Quoter(Citer(index), threshold, max(threshold, reader.sure))
    return System(
        settings=settings,
        index=index,
        loader=parts.loader(settings),
        retriever=HybridRetriever(index=index, k=settings.passages),
        reader=reader,
        quoter=quoter,
        generator=parts.generator(settings, embedding, quoter) if settings.llm else None,
    )
