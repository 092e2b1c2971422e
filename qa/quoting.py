"""Quoting: the answer without a language model, the sentence that says so and the shortest span in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answer import Answer, Passage, Sentence
from qa.citing import Citer, whole_sentences
from qa.markers import rounded


@dataclass(frozen=True)
class Quoter:
    """Answers from read passages; below `threshold` of confidence the sources do not say."""

    citer: Citer
    threshold: float

    def answer(self, question: str, passages: Sequence[Passage]) -> Answer:
        """The quoted answer from the most relevant passage; each passage carries its reading."""
        best = passages[0] if passages else None
        if best is None or best.reading is None or best.reading.confidence < self.threshold:
            return self._not_said(question, passages)
        reading = best.reading
        sentence = whole_sentences(best.text, reading.start, reading.end)
        citation = self.citer.cite(1, best, sentence)
        if citation is None:
            return self._not_said(question, passages)
        return Answer(
            question=question,
            answered=True,
            mode="quoted",
            sentences=(Sentence(rounded(citation.quote), (1,), supported=True),),
            short_answer=best.text[reading.start : reading.end],
            confidence=reading.confidence,
            citations=[citation],
            passages=passages,
        )

    def _not_said(self, question: str, passages: Sequence[Passage]) -> Answer:
        confidence = passages[0].reading.confidence if passages and passages[0].reading else 0.0
        return Answer(
            question=question,
            answered=False,
            mode="quoted",
            sentences=(),
            short_answer=None,
            confidence=confidence,
            passages=passages,
        )
