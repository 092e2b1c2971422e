"""Drafting: the text an LLM writes → the text that is shown, each sentence followed by its checked citations."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing

from qa.answer import Citation
from qa.citing import Citer
from qa.phrases import NO_EVIDENCE, Language
from qa.writing.claims import Claim, ClaimStream
from qa.writing.plain import PlainStream
from qa.writing.support import ClaimChecker, Support

MOST_CHARACTERS = 8000
"""An LLM whose answer is longer than this is stopped; what it has written by then is the answer."""
MOST_WITH_THOUGHTS = 32_000
"""The same, counting the thoughts of reasoning models, which are not shown."""


_WORD = re.compile(r"\w")


class Draft:
    """An answer as it grows. `text` is what has been shown so far.

    What the reader saw counts where its confidence is at least `threshold`.
    """

    def __init__(self, checker: ClaimChecker, citer: Citer, spoken: Language, threshold: float) -> None:
        self._checker = checker
        self._citer = citer
        self._threshold = threshold
        self._no_evidence = NO_EVIDENCE[spoken]
        self._supports: list[tuple[Claim, list[Support]]] = []
        self.text = ""
        self.citations: list[Citation] = []
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
        return next((span for support in supports if (span := _span_read(support, self._threshold))), claim.text)

    async def grow(self, written: AsyncIterator[str]) -> AsyncGenerator[str, None]:
        """The shown text piece by piece; a sentence's citations follow once they are checked."""
        plain, claims = PlainStream(), ClaimStream()
        received = 0
        async with aclosing(written) as pieces:  # type: ignore[type-var]
            async for piece in pieces:
                received += len(piece)
                for part in claims.feed(plain.feed(piece)):
                    yield await self._add(part)
                if len(self.text) > MOST_CHARACTERS or received > MOST_WITH_THOUGHTS:
                    break
        for part in _rest(plain, claims):
            yield await self._add(part)

    async def _add(self, part: str | Claim) -> str:
        shown = part if isinstance(part, str) else await self._checked(part)
        if not self.text:
            shown = shown.lstrip()
        self.text += shown
        return shown

    async def _checked(self, claim: Claim) -> str:
        """The claim's marks and its ending."""
        self.gave_up = self.gave_up or claim.gives_up
        if not _WORD.search(claim.text):  # a rule, the frame of a table
            return claim.ending
        supports = await asyncio.to_thread(self._checker.support, claim.text, claim.numbers)
        cited = {support: n for support in supports if (n := self._cite(support))}
        self._supports.append((claim, list(cited)))
        marks = "".join(f"[{n}]" for n in dict.fromkeys(cited.values())) or self._no_evidence
        return f" {marks}{claim.ending}"

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


def _rest(plain: PlainStream, claims: ClaimStream) -> Iterator[str | Claim]:
    yield from claims.feed(plain.finish())
    yield from claims.finish()


def _span_read(support: Support, threshold: float) -> str | None:
    reading, (start, end) = support.passage.reading, support.span
    if reading is None or reading.confidence < threshold or not start <= reading.start < reading.end <= end:
        return None
    return support.passage.text[reading.start : reading.end]
