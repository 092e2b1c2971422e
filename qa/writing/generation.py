"""Generation: an answer written by an LLM, whose every citation is checked before it is shown.

The LLM says which passage a sentence rests on; whether it does, and by which words, is found here. What no passage
supports is shown as such; an answer with nothing supported is none. Where the LLM fails, the quoted answer stands in.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from qa.answer import Answer, Citation, Failure, Passage, Sentence
from qa.citing import evidence
from qa.dialogue.conversation import Turn, joined
from qa.markers import rounded
from qa.quoting import Quoter
from qa.writing.drafting import Draft
from qa.writing.llm import LLMError, remedy, stream_text
from qa.writing.prompting import write_prompt
from qa.writing.rewriting import rewritten
from qa.writing.support import ClaimChecker

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Generator:
    """Ready parts, and `load`, which makes the LLM at its first use.

    `context` is the prompt's budget in tokens, `timeout` the seconds the LLM may be silent.
    """

    load: Callable[[], "BaseChatModel"]
    model: str
    embedding: Embeddings
    quoter: Quoter
    context: int
    timeout: float

    @cached_property
    def llm(self) -> "BaseChatModel":
        """The LLM, made once. Raises UsageError, ModelError where it cannot be made."""
        return self.load()

    async def stand_alone(self, question: str, history: Sequence[Turn]) -> str:
        """The question so that it needs no history; as without an LLM where this one fails."""
        try:
            return await asyncio.wait_for(rewritten(self.llm, question, history), self.timeout)
        except Exception as error:  # every provider has its own; the answer will tell
            _log.warning("the language model rewrote no question: %s", type(error).__name__)
            return joined(question, history)

    async def stream(
        self, question: str, passages: Sequence[Passage], history: Sequence[Turn] = ()
    ) -> AsyncGenerator[Sentence | Answer]:
        """The answer's sentences as they are written, then the answer. Closing the iterator ends the LLM's generation.

        The sentences are those of an answer whose mode is `generated` and which has something supported; any other
        answer replaces them.
        """
        prompt = await asyncio.to_thread(write_prompt, question, passages, history, self.context)
        if not prompt.passages:
            yield await self._quoted(question, passages, "too_long" if passages else None)
            return
        checker = ClaimChecker(question, prompt.passages, self.embedding)
        draft = Draft(checker, self.quoter.citer, self.quoter.threshold)
        try:
            async with aclosing(draft.grow(stream_text(self.llm, prompt.messages, self.timeout))) as sentences:
                async for sentence in sentences:
                    yield sentence
        except LLMError as error:
            yield await self._quoted(question, passages, error.failure)
            return
        if not draft.sentences and not draft.gave_up:  # not a word
            yield await self._quoted(question, passages, "failed")
            return
        yield await asyncio.to_thread(self._answer, draft, question, passages)

    async def _quoted(self, question: str, passages: Sequence[Passage], failure: Failure | None) -> Answer:
        answer = await asyncio.to_thread(self.quoter.answer, question, passages)
        return replace(answer, failure=failure, remedy=remedy(self.model, failure) if failure else None)

    def _answer(self, draft: Draft, question: str, passages: Sequence[Passage]) -> Answer:
        if not draft.citations:
            return self._not_said(draft, question, passages)
        return Answer(
            question=question,
            answered=True,
            mode="generated",
            sentences=draft.sentences,
            short_answer=draft.short_answer,
            confidence=draft.confidence,
            citations=draft.citations,
            passages=passages,
            model=self.model,
        )

    def _not_said(self, draft: Draft, question: str, passages: Sequence[Passage]) -> Answer:
        """The sources do not say; where the LLM claimed what nothing supports, with the evidence nearest to it."""
        unsupported = bool(draft.sentences)
        nearest = self._nearest(passages) if unsupported else None
        return Answer(
            question=question,
            answered=False,
            mode="generated",
            sentences=[Sentence(rounded(nearest.quote), (1,), supported=True)] if nearest else [],
            short_answer=None,
            confidence=0.0,
            citations=[nearest] if nearest else [],
            passages=passages,
            model=self.model,
            unsupported=unsupported,
        )

    def _nearest(self, passages: Sequence[Passage]) -> Citation | None:
        """What the reader saw in the first passage, as whole sentences."""
        best = passages[0]
        if best.reading is None:
            return None
        return self.quoter.citer.cite(1, best, evidence(best, best.reading.start, best.reading.end))
