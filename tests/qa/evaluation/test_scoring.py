"""What was said as rows, over a corpus of two documents."""

from dataclasses import replace

import pytest

from ingest.document import Document
from qa.answer import Answer, Citation, Passage, Sentence
from qa.evaluation.corpus import Corpus
from qa.evaluation.measures import shares
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.relevance import Relevance
from qa.evaluation.row import Row
from qa.evaluation.said import said_by
from qa.evaluation.scoring import row_of
from qa.evaluation.testset import Evidence, Question
from tests.qa.evaluation.library import Library

TALKS = Document("talks.txt", "Talks", "They met in Moscow on Friday.")
CATS = Document("cats.txt", "Cats", "Cats sleep in Moscow.")
LIBRARY = Library(TALKS, CATS)
WHERE = Question("q", "Where?", ("Moscow",), (Evidence(TALKS.id, 12, 18),))


def passage(document: Document) -> Passage:
    return Passage(document.id, document.title, document.source, 0, len(document.text), document.text, 0.5)


def answer(short: str | None, *cited: Document, quote: str | None = None) -> Answer:
    citations = [Citation(1, d.id, d.title, d.source, 0, len(d.text), quote or d.text) for d in cited]
    sentences = [Sentence(short, (1,), True)] if short is not None else []
    return Answer("Where?", short is not None, "quoted", sentences, short, 0.7, citations)


def row(question: Question, given: Answer, *passages: Document) -> Row:
    relevance = Relevance(question, Normalisation())
    return row_of(relevance, said_by(given, [passage(d) for d in passages]), Corpus(LIBRARY))


def test_a_right_answer_with_its_evidence() -> None:
    made = row(WHERE, answer("Moscow", TALKS), CATS, TALKS)
    assert (made.exact_match, made.f1, made.contains) == (1, 1, 1)
    assert made.rank == 2
    assert made.retrieval is not None
    assert made.retrieval["recall@1"] == 0
    assert made.retrieval["mrr@10"] == 0.5
    assert [(c.gold, c.verbatim) for c in made.citations or ()] == [(True, True)]
    assert made.cause is None
    assert made.evidence == TALKS.text


def test_the_answers_words_in_another_document_are_no_gold_evidence() -> None:
    made = row(WHERE, answer("Moscow", CATS), CATS, TALKS)
    assert [c.gold for c in made.citations or ()] == [False]


def test_a_quote_that_is_not_at_its_offsets_is_not_verbatim() -> None:
    made = row(WHERE, answer("Moscow", TALKS, quote="They met in Paris."), TALKS)
    assert [c.verbatim for c in made.citations or ()] == [False]


def test_the_quote_beside_a_refusal_is_no_evidence_but_must_be_verbatim_all_the_same() -> None:
    made = row(WHERE, answer(None, TALKS), TALKS)
    measured = shares([made])
    assert measured["citations.precision"] == [None]
    assert measured["citations.recall"] == [(0.0, 1.0)]
    assert measured["citations.verbatim"] == [(1.0, 1.0)]


def test_no_answer_scores_zero_and_is_kept() -> None:
    made = row(WHERE, answer(None), TALKS)
    assert (made.exact_match, made.f1, made.contains) == (0, 0, 0)
    assert made.answer == ""


@pytest.mark.parametrize(
    ("given", "passages", "cause"),
    [
        (answer("Paris", CATS), [CATS], "not retrieved"),
        (answer(None), [CATS], "not retrieved"),
        (answer(None), [TALKS], "wrongly abstained"),
        (answer("Cats", CATS), [CATS, TALKS], "not read"),
        (answer("Friday", TALKS), [TALKS], "wrong span"),
        (answer("Moscow", TALKS), [TALKS], None),
    ],
)
def test_a_failure_has_one_cause(given: Answer, passages: list[Document], cause: str | None) -> None:
    assert row(WHERE, given, *passages).cause == cause


def test_answering_what_the_sources_do_not_say_is_a_failure_and_abstaining_is_not() -> None:
    why = Question("q", "Why?", impossible=True)
    answered, abstained = row(why, answer("Moscow", TALKS), TALKS), row(why, answer(None), TALKS)
    assert answered.cause == "wrongly answered"
    assert [c.gold for c in answered.citations or ()] == [False]
    assert abstained.cause is None
    assert (abstained.f1, abstained.retrieval, abstained.impossible) == (None, None, True)


def test_a_question_that_cannot_be_scored_has_a_row_without_scores() -> None:
    made = row(Question("q", "Where?", ("x",), unscored="its evidence is lost"), answer("Moscow", TALKS), TALKS)
    assert (made.f1, made.retrieval, made.cause, made.answerable) == (None, None, None, False)
    assert made.to_json()["unscored"] == "its evidence is lost"


def test_a_written_answer_is_compared_without_its_citation_marks() -> None:
    written = Answer("Where?", True, "generated", [Sentence("In Moscow.", (1, 2), True)], None, 0.7)
    assert row(WHERE, written, TALKS).answer == "In Moscow."
    assert row(WHERE, written, TALKS).text == "In Moscow. [1][2]"


def test_a_citation_mark_is_no_word_of_the_answer() -> None:
    count = Question("q", "How many met?", ("1",), (Evidence(TALKS.id, 12, 18),))
    given = Answer("How many met?", True, "quoted", [Sentence("They met in Moscow.", (1,), True)], "They", 0.7)
    made = row(count, given, TALKS)
    assert (made.contains, made.text) == (0, "They met in Moscow. [1]")
    counted = replace(given, sentences=[Sentence("1 of them met.", (1,), True)])
    assert row(count, counted, TALKS).contains == 1


def test_an_answer_that_the_llm_did_not_write_says_why_as_data() -> None:
    made = row(WHERE, replace(answer("Moscow", TALKS), question="أين؟", failure="late"), TALKS)
    assert (made.stood_in, made.to_json()["stood_in"]) == ("late", "late")


def test_a_set_with_judged_documents_alone_has_no_answer_scores_and_no_causes() -> None:
    judged = Question("q", "Where?", (), (Evidence(TALKS.id),))
    made = row(judged, answer("Cats", CATS), CATS, TALKS)
    assert made.retrieval is not None
    assert (made.f1, made.cause, made.retrieval["mrr@10"]) == (None, None, 0.5)
