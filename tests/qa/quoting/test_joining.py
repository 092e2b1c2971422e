"""The answers to several questions of one turn as one answer."""

from dataclasses import replace

from qa.answer import Answer, Citation, Sentence
from qa.quoting.joining import joined_answers

WHEN = Answer(
    question="When did they meet?",
    answered=True,
    mode="quoted",
    sentences=(Sentence("They met in May.", (1,), supported=True),),
    short_answer="in May",
    confidence=0.9,
    citations=[Citation(1, "d", "News", "/a.txt", 0, 16, "They met in May.")],
)
WHERE = replace(
    WHEN,
    question="and where?",
    sentences=(Sentence("They met in Homs.", (1,), supported=True),),
    short_answer="in Homs",
    confidence=0.6,
    citations=[Citation(1, "d", "News", "/a.txt", 17, 34, "They met in Homs.")],
)
NOT_SAID = Answer("and why?", answered=False, mode="quoted", sentences=(), short_answer=None, confidence=0.0)


def test_one_answer_alone_is_as_it_is() -> None:
    assert joined_answers("When did they meet?", [WHEN]) is WHEN


def test_each_question_has_a_line_and_a_citation_of_its_own() -> None:
    answer = joined_answers("When did they meet and where?", [WHEN, WHERE])
    assert answer.text == "They met in May. [1]\nThey met in Homs. [2]"
    assert [citation.n for citation in answer.citations] == [1, 2]
    assert (answer.short_answer, answer.confidence) == ("in May; in Homs", 0.6)


def test_a_question_without_an_answer_is_told_beside_the_others() -> None:
    answer = joined_answers("When did they meet and why?", [WHEN, NOT_SAID])
    assert answer.text == "They met in May. [1]\n“and why?”: the sources do not say."
    assert not joined_answers("Why and how?", [NOT_SAID, NOT_SAID]).answered


def test_only_the_answer_that_is_unsure_is_hedged() -> None:
    answer = joined_answers("When did they meet and where?", [WHEN, replace(WHERE, hedged=True)])
    assert answer.text == "They met in May. [1]\nPerhaps: They met in Homs. [2]"
    assert not answer.hedged


def test_a_sentence_that_answers_both_questions_is_said_and_cited_once() -> None:
    again = replace(WHEN, question="Who met?", short_answer="They")
    answer = joined_answers("When did they meet and who met and where?", [WHEN, again, WHERE])
    assert answer.text == "They met in May. [1]\nThey met in Homs. [2]"
    assert [(citation.n, citation.start) for citation in answer.citations] == [(1, 0), (2, 17)]
    assert answer.short_answer == "in May; They; in Homs"
