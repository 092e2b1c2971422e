"""Asking: one question put to the system, and the ranking its answer came from."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import UsageError
from qa.answer import Passage, Trace
from qa.evaluation.judging import Judge
from qa.evaluation.said import Said, places, said_by
from qa.retrieval import hybrid
from qa.system import System, checked_question

_FOUND = hybrid.DEPTH + hybrid.WORDS_DEPTH
"""Passages that retrieval finds at most, by meaning and by words."""


@dataclass(frozen=True)
class Asking:
    """How questions are put to a system.

    `depth`: passages that are looked at, or documents where those are judged. `only_retrieval`: nothing is read and
    nothing answered, and the ranking is retrieval's own. The judge comes after the clock has stopped: no answer's time
    has the judge's in it.
    """

    system: System
    depth: int
    judge: Judge | None = None
    only_retrieval: bool = False

    def ask(self, question: str, by_document: bool) -> Said:
        """What a user gets, or why the question cannot be asked. Raises IndexMismatch, StorageError, ModelError."""
        try:
            return (
                self._retrieved(question, by_document) if self.only_retrieval else self._answered(question, by_document)
            )
        except UsageError as error:
            return Said(answered=None if self.only_retrieval else False, passages=(), citations=(), fault=str(error))

    def warm_up(self, question: str) -> None:
        """Load the models, so that no question's time has that in it."""
        try:
            self.system.retriever.retrieve(question) if self.only_retrieval else self.system.search(question)
        except UsageError:  # an empty question, which its own row reports
            return

    def _answered(self, question: str, by_document: bool) -> Said:
        answer = self.system.ask(question, depth=_FOUND if by_document else self.depth)
        assert answer.trace  # every answer of a system has one
        passages = self._ranking(answer.trace, max(self.depth, self.system.settings.passages), by_document)
        return said_by(answer, passages, self.judge.judge(answer) if self.judge and answer.answered else None)

    def _retrieved(self, question: str, by_document: bool) -> Said:
        found = self.system.retriever.retrieve(checked_question(question), _FOUND if by_document else self.depth)
        return Said(None, passages=places(self._ranking(Trace(found, (), {}), self.depth, by_document)))

    def _ranking(self, trace: Trace, depth: int, by_document: bool) -> list[Passage]:
        """As deep as the measures look: passages in the reader's order, then what it did not read in retrieval's."""
        ranked = list(trace.ranked[:depth])
        if len(ranked) < self.depth:
            read = {(passage.document_id, passage.start) for passage in ranked}
            ranked += [p for p in trace.retrieved[: self.depth] if (p.document_id, p.start) not in read]
        return [*ranked, *self._further_documents(trace, ranked)] if by_document else ranked

    def _further_documents(self, trace: Trace, ranked: Sequence[Passage]) -> list[Passage]:
        """The best passage of each next document until enough are held, which several of one leave no room for."""
        held = {passage.document_id for passage in ranked}
        best: dict[str, Passage] = {}
        for passage in trace.retrieved:
            if passage.document_id not in held:
                best.setdefault(passage.document_id, passage)
        return list(best.values())[: max(0, self.depth - len(held))]
