"""Drafting: the text an LLM writes → the sentences of an answer, each with its checked citations."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from qa.answer import Citation, Passage, Sentence
from qa.quoting.citing import Citer
from qa.writing.claims import Claim, ClaimStream
from qa.writing.plain import PlainStream
from qa.writing.support import ClaimChecker, Support
from qa.writing.wording import restates

MAX_CHARACTERS = 8000
"""An LLM whose answer is longer than this is stopped; what it has written by then is the answer."""
MAX_WITH_THOUGHTS = 32_000
"""The same, counting the thoughts of reasoning models, which are not shown."""

_TAG_LENGTH = len("</thinking>")
_UNOPENED = re.compile(r"(?:(?!<think).)*?</think(?:ing)?>", re.IGNORECASE | re.DOTALL)


class Draft:
    """An answer to the question as it grows; `shown` is what the LLM saw, and what the numbers in its text name.

    What the reader saw counts where its confidence is at least `threshold`.
    """

    def __init__(
        self, question: str, checker: ClaimChecker, shown: Sequence[Passage], citer: Citer, threshold: float
    ) -> None:
        self._question = question
        self._checker = checker
        self._shown = shown
        self._citer = citer
        self._threshold = threshold
        self._supports: list[tuple[Claim, list[Support]]] = []
        self.sentences: list[Sentence] = []
        self.citations: list[Citation] = []
        self.empty = True
        """Whether the LLM wrote nothing."""
        self.gave_up = False
        """Whether the LLM said that the passages do not answer."""

    @property
    def confidence(self) -> float:
        """The mean, over sentences, of the probability that the best-supporting quote supports it."""
        best = [max((s.probability for s in supports), default=0.0) for _, supports in self._supports]
        return sum(best) / len(best) if best else 0.0

    @property
    def short_answer(self) -> str | None:
        """The span that the reader is sure of in the first quote, else the first supported sentence."""
        claim, supports = next(((c, s) for c, s in self._supports if s), (None, []))
        if claim is None:
            return None
        return next((span for support in supports if (span := _span_read(support, self._threshold))), claim.statement)

    def clear(self) -> None:
        """Forget what was written."""
        self._supports.clear()
        self.sentences.clear()
        self.citations.clear()
        self.empty, self.gave_up = True, False

    async def grow(self, written: AsyncIterator[str]) -> AsyncGenerator[Sentence]:
        """The sentences as they become complete, each checked."""
        async with aclosing(_claims(written)) as claims:
            async for claim in claims:
                if claim is None:
                    self.clear()
                    continue
                self.empty = False
                self.gave_up = self.gave_up or claim.gives_up
                if claim.text and not restates(self._question, claim.text):
                    self.sentences.append(await self._checked(claim))
                    yield self.sentences[-1]

    async def _checked(self, claim: Claim) -> Sentence:
        if not claim.statement:
            return Sentence(claim.text, (), supported=True, starts_line=claim.starts_line)
        hints = [self._shown[n - 1] for n in claim.numbers if 1 <= n <= len(self._shown)]
        supports = await asyncio.to_thread(self._checker.support, claim.statement, hints)
        cited = {support: n for support in supports if (n := self._cite(support))}
        self._supports.append((claim, list(cited)))
        return Sentence(claim.text, tuple(dict.fromkeys(cited.values())), bool(cited), claim.starts_line)

    def _cite(self, support: Support) -> int | None:
        """The number of the citation with that quote, an old one or a new one; None where it cannot be located."""
        citation = self._citer.cite(len(self.citations) + 1, support.passage, support.span)
        if citation is None:
            return None
        place = (citation.document_id, citation.start, citation.end)
        known = (c.n for c in self.citations if (c.document_id, c.start, c.end) == place)
        if (n := next(known, None)) is None:
            self.citations.append(citation)
        return n or citation.n


async def _claims(written: AsyncIterator[str]) -> AsyncGenerator[Claim | None]:
    """The claims of what is written; one that goes on for too long is stopped.

    None where all before was a thought: the templates of some reasoning models open it, and its end alone is written.
    """
    plain, claims = PlainStream(), ClaimStream()
    shown, received, thinks = 0, "", False
    async with aclosing(written) as pieces:  # type: ignore[type-var]
        async for piece in pieces:
            received += piece
            ended = (
                "</think" in received[-len(piece) - _TAG_LENGTH :].lower()
            )  # else the whole would be searched each time
            if ended and not thinks and (thought := _UNOPENED.match(received)):
                thinks, plain, claims, shown = True, PlainStream(), ClaimStream(), 0
                piece = received[thought.end() :]
                yield None
            text = plain.feed(piece)
            shown += len(text)
            for claim in claims.feed(text):
                yield claim
            if shown > MAX_CHARACTERS or len(received) > MAX_WITH_THOUGHTS:
                break
    for claim in (*claims.feed(plain.finish()), *claims.finish()):
        yield claim


def _span_read(support: Support, threshold: float) -> str | None:
    reading, (start, end) = support.passage.reading, support.span
    if reading is None or reading.confidence < threshold or not start <= reading.start < reading.end <= end:
        return None
    return support.passage.text[reading.start : reading.end]
