"""Evidence: what a turn is answered with, the passages of each question that it asks and the answer without an LLM."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.text.facts import facts_of
from ingest.text.words import stems
from qa.answer import Answer, Passage, Sentence
from qa.dialogue.apposition import apposition
from qa.dialogue.asking import asks_nothing, content_words, is_name
from qa.dialogue.conversation import Turn
from qa.dialogue.dialect import standard
from qa.dialogue.followups import Said, may_stand_alone
from qa.dialogue.replies import HOW_SURE, WHO_IS, small_talk
from qa.dialogue.replies import documents as document_list
from qa.dialogue.splitting import split
from qa.dialogue.turns import Kind
from qa.dialogue.understanding import Asked, questions_before, understood
from qa.known_nouns import NounsOf
from qa.looking import Lists, Looking
from qa.phrases import language
from qa.quoting.joining import interleaved, joined_answers
from qa.quoting.overviews import Overviews
from qa.quoting.quoter import Quoter
from qa.wishes import Wish

MOST_OF_A_NAME = 3
AS_SURE = 0.9
"""What a question alone needs of its confidence with what was said before, which may answer the former question."""
TELLING = 4
"""Consonants or digits of a name or number that is no chance likeness, as between "qwerty" and قرارات."""


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

    def of_no_question(self, asked: str, wish: Wish) -> Evidence:
        """The reply to small talk, the documents' titles, or the main sentences, which an LLM may put into words."""
        index = self.quoter.citer.index
        if wish.kind in (Kind.SMALL_TALK, Kind.TASK, Kind.DOUBT):
            return Evidence(asked, answer=small_talk(asked, wish.wanted, index, wish.scope))
        passages = self.overviews.passages(wish) if wish.kind is Kind.OVERVIEW else []
        answer = self.overviews.answer(asked, passages, wish.section) or document_list(asked, index, wish.scope)
        return Evidence(asked, passages, passages, passages, answer, written=self.has_llm and bool(passages))

    def again(self, turn: str, question: str, history: Sequence[Turn], looking: Looking) -> Evidence:
        """The evidence for a question whose answer is doubted, `history` before it, and how sure it is."""
        found = self.quoted(question, history, looking)
        assert found.answer
        if not found.answer.answered:
            return found
        sure = HOW_SURE[language(turn)].format(percent=round(100 * found.answer.confidence))
        sentences = [*found.answer.sentences, Sentence(sure, (), supported=True, starts_line=True)]
        return replace(found, answer=replace(found.answer, sentences=sentences))

    def to_write(self, asked: str, question: str, looking: Looking) -> Evidence:
        """The passages for an LLM, of each question that the turn asks the best ones first, and the quoted answer."""
        lists, answers = list[Lists](), list[Answer]()
        for part in split(question):
            searched = Asked(part, part, part)
            lists.append(looking.found(searched))
            answers.append(self._answer_by_quotes(searched, lists[-1], looking))
        ranked = interleaved([found.ranked for found in lists])
        retrieved = interleaved([found.retrieved for found in lists])
        passages = ranked[: self.passages]
        answer = replace(joined_answers(question, answers), passages=passages)
        return Evidence(question, passages, retrieved, ranked, answer, written=True)

    def quoted(self, asked: str, history: Sequence[Turn], looking: Looking) -> Evidence:
        """Each question of the turn answered in its order; a later one may lean on those before it."""
        nouns = NounsOf(looking.retriever, looking.scope)
        said, answers, lists, searched = questions_before(history, nouns), list[Answer](), list[Lists](), list[str]()
        for part in split(asked):
            question, found = self._found(understood(part, said, nouns), looking)
            answers.append(self._answer_by_quotes(question, found, looking))
            said.append(Said(question.question, answers[-1].short_answer))
            lists.append(found)
            searched.append(question.searched)
        answer = joined_answers(asked, answers)
        stood_for = asked if len(searched) > 1 or searched[0] == standard(asked) else searched[0]
        ranked, retrieved = (interleaved(of) for of in zip(*((f.ranked, f.retrieved) for f in lists), strict=True))
        return Evidence(stood_for, answer.passages, retrieved, ranked, answer)

    def _found(self, question: Asked, looking: Looking) -> tuple[Asked, Lists]:
        """The question with what it leans on, or alone where it may stand so and is answered surely or as surely."""
        found = looking.found(question)
        if question.searched == question.question or not may_stand_alone(question.question):
            return question, found
        alone = Asked(question.question, question.question, question.question)
        found_alone = looking.found(alone)
        least = min(self.quoter.sure, AS_SURE * _confidence(found))
        return (alone, found_alone) if _confidence(found_alone) >= least else (question, found)

    def _answer_by_quotes(self, asked: Asked, found: Lists, looking: Looking) -> Answer:
        passages, question = found.ranked[: self.passages], asked.question
        name, asks_none = question.strip(" ?؟"), asks_nothing(question) or is_name(question)
        named = asks_none and len(name.split()) <= MOST_OF_A_NAME
        if named and any(apposition(passage.text, name) for passage in passages):
            question = WHO_IS[language(question)].format(name=name)
        elif asks_none and not self._is_told(question, passages):
            return self.quoter.answer(question, ())
        answer = self.quoter.answer(question, passages, self._single(asked, passages, looking))
        # a word alone asks for nothing that a few words could be the answer to
        return replace(answer, short_answer=None) if question == asked.question and is_name(question) else answer

    def _is_told(self, turn: str, passages: Sequence[Passage]) -> bool:
        """Whether a passage shares a word or name with a turn that asks nothing, or answers it beyond doubt."""
        words = frozenset(stems(" ".join(content_words(turn))))
        marks = {mark for mark in facts_of(turn).marks if len(mark) >= TELLING}
        if any(not words.isdisjoint(stems(p.text)) or marks & p.facts.marks for p in passages):
            return True
        return self.quoter.decides(turn, passages)

    def _single(self, asked: Asked, passages: Sequence[Passage], looking: Looking) -> list[Passage]:
        """The sentences to be read one by one: where several may answer, or the first passage does not decide."""
        if passages and not self.quoter.decides(asked.question, passages):
            return looking.closely(asked, passages)
        return looking.sentences(asked, passages) if self.quoter.wants_sentences(asked.question) else []


def _confidence(found: Lists) -> float:
    """Of the best passage's reading."""
    first = next(iter(found.ranked), None)
    return first.reading.confidence if first and first.reading else 0.0
