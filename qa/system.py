"""The system: the one place that builds ready parts from settings, and what one can ask of it."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, aclosing, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from ingest.cache import default_cache
from ingest.embedding.models import Models
from ingest.errors import UsageError
from ingest.formats.loading import Loader
from ingest.index import Index
from ingest.scope import EVERYTHING, Scope
from qa import parts
from qa.answer import Answer, Event, Found, Passage, Sentence, Token, Trace, appended
from qa.blocking import wait_for
from qa.citing import Citer
from qa.dialogue.conversation import Turn
from qa.dialogue.followups import Said
from qa.dialogue.replies import documents as document_list
from qa.dialogue.replies import named_document, small_talk
from qa.dialogue.splitting import split
from qa.dialogue.turns import Kind, Turns, Wanted
from qa.dialogue.understanding import Asked, questions_before, understood, wanted
from qa.joining import interleaved, joined_answers
from qa.looking import Lists, Looking, Stages
from qa.overviews import Overviews
from qa.phrases import Language, language
from qa.quoting import Quoter
from qa.reader.reading import Reader, rerank
from qa.retrieval.hybrid import HybridRetriever
from qa.settings import Settings
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
        wish = await asyncio.to_thread(self._wish, asked, history, scope, open_document)
        found = await self._found(asked, history, wish, slot, depth, stages)
        yield Found(found.passages)
        said = 0
        async with aclosing(self._answers(found, history)) as events:
            async for event in events:
                if isinstance(event, Sentence):
                    yield Token(appended(event, language(asked), first=said == 0))
                    said += 1
                    continue
                stages.end("write")
                answer = _completed(event, asked, found, stages.milliseconds)
                if not found.written:
                    yield Token(answer.text)
                yield answer

    def _wish(self, asked: str, history: Sequence[Turn], scope: Scope, open_document: str | None) -> "_Wish":
        """What the turn wants, and of which documents: of one, where it names its title in quotation marks."""
        if named := named_document(asked, self.index, scope):
            record, turn = named
            if wanted(turn, history, self.turns).kind is Kind.OVERVIEW:
                return _Wish(Wanted(Kind.OVERVIEW), Scope((record.id,)))
        found = wanted(asked, history, self.turns)
        if found.kind is Kind.OVERVIEW and open_document and not scope:
            scope = Scope(tuple(record.id for record in self.index.records_of([open_document])))
        return _Wish(found, scope)

    async def _found(
        self,
        asked: str,
        history: Sequence[Turn],
        wish: "_Wish",
        slot: AbstractAsyncContextManager[None] | None,
        depth: int,
        stages: Stages,
    ) -> "_Evidence":
        """What the turn is answered with, found and read while `slot` is held."""
        if self.generator and wish.kind is Kind.QUESTION:
            await asyncio.to_thread(getattr, self.generator, "llm")  # a model that cannot be made is reported at once
            question = await self.generator.stand_alone(asked, history)
        stages.end("understand")
        looking = Looking(self.retriever, self.reader, self.settings.passages_read, depth, wish.scope, stages)
        async with slot or nullcontext():
            if wish.kind is not Kind.QUESTION:
                return await asyncio.to_thread(self._of_no_question, asked, wish)
            if self.generator:
                return await asyncio.to_thread(self._to_write, asked, question, looking)
            return await asyncio.to_thread(self._quoted, asked, history, looking)

    def _of_no_question(self, asked: str, wish: "_Wish") -> "_Evidence":
        """The reply to small talk, the documents' titles, or the main sentences, which an LLM may put into words."""
        if wish.kind is Kind.SMALL_TALK:
            return _Evidence(asked, answer=small_talk(asked, wish.wanted, self.index, wish.scope))
        passages = self.overviews.passages(asked, wish.scope) if wish.kind is Kind.OVERVIEW else []
        answer = self.overviews.answer(asked, passages) or document_list(asked, self.index, wish.scope)
        return _Evidence(asked, passages, passages, passages, answer, written=bool(self.generator and passages))

    def _to_write(self, asked: str, question: str, looking: Looking) -> "_Evidence":
        """The passages for an LLM, of each question that the turn asks the best ones first, and the quoted answer."""
        lists, answers = list[Lists](), list[Answer]()
        for part in split(question):
            searched = Asked(asked, part, part)
            lists.append(looking.found(searched))
            answers.append(self._answer_by_quotes(searched, part, lists[-1], looking))
        ranked = interleaved([found.ranked for found in lists])
        retrieved = interleaved([found.retrieved for found in lists])
        passages = ranked[: self.settings.passages]
        answer = replace(joined_answers(question, answers), passages=passages)
        return _Evidence(question, passages, retrieved, ranked, answer, written=True)

    def _quoted(self, asked: str, history: Sequence[Turn], looking: Looking) -> "_Evidence":
        """Each question of the turn answered in its order; a later one may lean on those before it."""
        said, answers, lists, searched = questions_before(history), list[Answer](), list[Lists](), list[str]()
        for part in split(asked):
            question = understood(part, said)
            found = looking.found(question)
            answers.append(self._answer_by_quotes(question, part, found, looking))
            said.append(Said(part, answers[-1].short_answer))
            lists.append(found)
            searched.append(question.searched)
        answer = joined_answers(asked, answers)
        stood_for = asked if len(searched) > 1 else searched[0]
        ranked, retrieved = (interleaved(of) for of in zip(*((f.ranked, f.retrieved) for f in lists), strict=True))
        return _Evidence(stood_for, answer.passages, retrieved, ranked, answer)

    def _answer_by_quotes(self, asked: Asked, question: str, found: Lists, looking: Looking) -> Answer:
        passages = found.ranked[: self.settings.passages]
        return self.quoter.answer(question, passages, self._single(asked, passages, looking))

    def _single(self, asked: Asked, passages: Sequence[Passage], looking: Looking) -> list[Passage]:
        """The sentences to be read one by one: where several may answer, or the first passage does not decide."""
        if passages and not self.quoter.decides(passages):
            return looking.closely(asked, passages)
        return looking.sentences(asked, passages) if self.quoter.wants_sentences(asked.question) else []

    async def _answers(self, found: "_Evidence", history: Sequence[Turn]) -> AsyncGenerator[Sentence | Answer]:
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


class _Wish(NamedTuple):
    """What a turn wants, and of which documents."""

    wanted: Wanted
    scope: Scope

    @property
    def kind(self) -> Kind:
        return self.wanted.kind


@dataclass(frozen=True)
class _Evidence:
    """What a turn is answered with: the question that was understood, the passages of it, and how they were found.

    `answer` is the one without an LLM; `written`: an LLM is to write it, `answer` stands in where it fails.
    """

    question: str
    passages: Sequence[Passage] = ()
    retrieved: Sequence[Passage] = ()
    ranked: Sequence[Passage] = ()
    answer: Answer | None = None
    written: bool = False


def _completed(answer: Answer, asked: str, found: _Evidence, milliseconds: Mapping[str, float]) -> Answer:
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
