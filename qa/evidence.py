"""Evidence: what a turn is answered with, the passages of each question that it asks and the answer without an LLM."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.scope import Scope
from qa.answer import Answer, Passage
from qa.dialogue.conversation import Turn
from qa.dialogue.followups import Said
from qa.dialogue.replies import documents as document_list
from qa.dialogue.replies import small_talk
from qa.dialogue.splitting import split
from qa.dialogue.turns import Kind, Wanted
from qa.dialogue.understanding import Asked, questions_before, understood
from qa.joining import interleaved, joined_answers
from qa.looking import Lists, Looking
from qa.overviews import Overviews
from qa.quoting import Quoter


@dataclass(frozen=True)
class Evidence:
    """What a turn is answered with: the question that was understood, the passages of it, and how they were found.

    `answer` is the one without an LLM; `written`: an LLM is to write it, `answer` stands in where it fails.
    """

    question: str
    passages: Sequence[Passage] = ()
    retrieved: Sequence[Passage] = ()
    ranked: Sequence[Passage] = ()
    answer: Answer | None = None
    written: bool = False


@dataclass(frozen=True)
class Finder:
    """Finds the evidence of a turn: `passages` of them for an answer; `has_llm`: one is there to write it."""

    quoter: Quoter
    overviews: Overviews
    passages: int
    has_llm: bool

    def of_no_question(self, asked: str, wanted: Wanted, scope: Scope) -> Evidence:
        """The reply to small talk, the documents' titles, or the main sentences, which an LLM may put into words."""
        if wanted.kind is Kind.SMALL_TALK:
            return Evidence(asked, answer=small_talk(asked, wanted, self.quoter.citer.index, scope))
        passages = self.overviews.passages(asked, scope) if wanted.kind is Kind.OVERVIEW else []
        answer = self.overviews.answer(asked, passages) or document_list(asked, self.quoter.citer.index, scope)
        return Evidence(asked, passages, passages, passages, answer, written=self.has_llm and bool(passages))

    def to_write(self, asked: str, question: str, looking: Looking) -> Evidence:
        """The passages for an LLM, of each question that the turn asks the best ones first, and the quoted answer."""
        lists, answers = list[Lists](), list[Answer]()
        for part in split(question):
            searched = Asked(asked, part, part)
            lists.append(looking.found(searched))
            answers.append(self._answer_by_quotes(searched, part, lists[-1], looking))
        ranked = interleaved([found.ranked for found in lists])
        retrieved = interleaved([found.retrieved for found in lists])
        passages = ranked[: self.passages]
        answer = replace(joined_answers(question, answers), passages=passages)
        return Evidence(question, passages, retrieved, ranked, answer, written=True)

    def quoted(self, asked: str, history: Sequence[Turn], looking: Looking) -> Evidence:
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
        return Evidence(stood_for, answer.passages, retrieved, ranked, answer)

    def _answer_by_quotes(self, asked: Asked, question: str, found: Lists, looking: Looking) -> Answer:
        passages = found.ranked[: self.passages]
        return self.quoter.answer(question, passages, self._single(asked, passages, looking))

    def _single(self, asked: Asked, passages: Sequence[Passage], looking: Looking) -> list[Passage]:
        """The sentences to be read one by one: where several may answer, or the first passage does not decide."""
        if passages and not self.quoter.decides(asked.question, passages):
            return looking.closely(asked, passages)
        return looking.sentences(asked, passages) if self.quoter.wants_sentences(asked.question) else []
