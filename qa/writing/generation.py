"""Generation: an answer written by an LLM, each sentence attributed by the program to the words that support it.

What nothing supports is shown as such. An answer of which nothing is supported, or which says that the sources do not
say while the reader is sure that they do, gives way to the quoted answer; so does an LLM that fails. What is
supported where the reader finds no answer, or finds it in another sentence, is hedged.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from qa.answer import Answer, Failure, Passage, Sentence, Token, appended
from qa.dialogue.conversation import Turn, joined
from qa.phrases import HEDGED, language
from qa.quoting.quoter import Quoter
from qa.writing.drafting import Draft
from qa.writing.evidence import chosen_sentences
from qa.writing.llm import LLMError, remedy, stream_text
from qa.writing.prompting import Prompt, again, write_prompt
from qa.writing.rewriting import rewritten
from qa.writing.support import ClaimChecker
from qa.writing.wording import in_language_of

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Generator:
    """Ready parts, and `load`, which makes the LLM at its first use.

    `context` is the prompt's budget in tokens, `timeout` the seconds the LLM may be silent; `sentences`: it gets the
    sentences that the reader chose instead of whole passages.
    """

    load: Callable[[], "BaseChatModel"]
    model: str
    embedding: Embeddings
    quoter: Quoter
    context: int
    timeout: float
    sentences: bool = False

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
        self, question: str, passages: Sequence[Passage], history: Sequence[Turn] = (), quoted: Answer | None = None
    ) -> AsyncGenerator[Token | Answer]:
        """The text of the answer by sentences as they are written, then the answer. Closing ends the LLM's generation.

        The text is that of an answer whose mode is `generated` and which has something supported; any other answer
        replaces it. `quoted` is the answer without an LLM, by default what the quoter makes of the passages.
        """
        standing = await asyncio.to_thread(self.quoter.answer, question, passages) if quoted is None else quoted
        checker = ClaimChecker(question, passages, self.embedding)
        shown = passages
        if self.sentences and passages:
            shown = chosen_sentences(passages, standing, await asyncio.to_thread(checker.nearest)) or passages
        prompt = await asyncio.to_thread(write_prompt, question, shown, history, self.context)
        if not prompt.passages:
            yield self._instead(standing, "too_long" if passages else None)
            return
        draft = Draft(question, checker, prompt.passages, self.quoter.citer, self.quoter.threshold)
        try:
            async with aclosing(self._sentences(draft, prompt, question)) as sentences:
                async for sentence in sentences:
                    yield Token(_text(question, sentence, draft, standing))
        except LLMError as error:
            yield self._instead(standing, error.failure)
            return
        if draft.empty:
            yield self._instead(standing, "failed")
            return
        yield self._answer(draft, question, passages, standing)

    async def _sentences(self, draft: Draft, prompt: Prompt, question: str) -> AsyncGenerator[Sentence]:
        """What the LLM writes; where it begins in another language than the question's, it is asked once more."""
        messages = prompt.messages
        for last_try in (False, True):
            async with aclosing(draft.grow(stream_text(self.llm, messages, self.timeout))) as sentences:
                async for sentence in sentences:
                    if not last_try and sentence is draft.sentences[0] and not in_language_of(question, sentence.text):
                        messages = again(messages, sentence.text, question)
                        draft.clear()
                        break
                    yield sentence
                else:
                    return

    def _instead(self, quoted: Answer, failure: Failure | None) -> Answer:
        return replace(quoted, failure=failure, remedy=remedy(self.model, failure) if failure else None)

    def _answer(self, draft: Draft, question: str, passages: Sequence[Passage], quoted: Answer) -> Answer:
        if draft.citations:
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
                hedged=_is_doubtful(draft, quoted),
            )
        if draft.sentences or not draft.gave_up:  # what it claimed, nothing supports
            return replace(quoted, unsupported=True)
        if quoted.answered and not quoted.hedged:
            return replace(quoted, overruled=True)
        return replace(quoted, answered=False, hedged=False, short_answer=None, sentences=(), citations=(),
                       confidence=0.0, mode="generated", model=self.model)  # fmt: skip


def _text(question: str, sentence: Sentence, draft: Draft, quoted: Answer) -> str:
    """What the answer's text gains by the draft's last sentence."""
    spoken, first = language(question), len(draft.sentences) == 1
    text = appended(sentence, spoken, first=first)
    return HEDGED[spoken].format(text=text) if first and _is_doubtful(draft, quoted) else text


def _is_doubtful(draft: Draft, quoted: Answer) -> bool:
    """Whether the reader finds no answer, or not in the sentence that supports the first of the draft.

    Of 14 replies of a small model that rest on another sentence 3 were right, of 76 on the reader's 50.
    """
    if not quoted.answered:
        return True
    return not all(
        any(one.document_id == c.document_id and one.start < c.end and c.start < one.end for c in quoted.citations)
        for one in draft.citations[:1]
    )
