from dataclasses import dataclass

import pytest

from ingest.document import Document
from qa.evaluation.corpus import Corpus
from qa.evaluation.normalisation import Normalisation
from qa.evaluation.relevance import GOLD, Relevance, excerpt, resolve
from qa.evaluation.testset import Evidence, Question
from tests.qa.evaluation.library import Library

TALKS = Document("/library/talks.txt", "Talks", "They met in Moscow on Friday. Moscow was cold.")
CATS = Document("/library/cats.txt", "Cats", "Cats sleep.")
LIBRARY = Library(TALKS, CATS)


@dataclass(frozen=True)
class Stretch:
    document_id: str
    start: int
    end: int
    copies: tuple[str, ...] = ()


def relevance(*evidence: Evidence, answers: tuple[str, ...] = ()) -> Relevance:
    return Relevance(Question("q", "Where?", answers, evidence), Normalisation())


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [(0, 13, GOLD), (12, 18, GOLD), (17, 40, GOLD), (0, 12, None), (18, 30, None), (0, 45, GOLD)],
)
def test_with_spans_a_stretch_is_relevant_where_it_overlaps_one(start: int, end: int, unit: str | None) -> None:
    judge = relevance(Evidence("a", 12, 18))
    assert judge.unit(Stretch("a", start, end), "") == unit
    assert judge.unit(Stretch("b", start, end), "the same words") is None


def test_a_stretch_lies_in_every_document_that_has_its_text() -> None:
    assert relevance(Evidence("a", 12, 18)).unit(Stretch("b", 10, 20, ("a",)), "") == GOLD
    assert relevance(Evidence("a", grade=2)).unit(Stretch("b", 10, 20, ("a",)), "") == "a"


def test_with_judged_documents_a_stretch_is_relevant_where_it_lies_in_one() -> None:
    judge = relevance(Evidence("a", grade=2), Evidence("b"))
    assert judge.judged == {"a": 2, "b": 1}
    assert [judge.unit(Stretch(d, 0, 5), "") for d in "abc"] == ["a", "b", None]


def test_with_neither_a_stretch_is_relevant_where_it_contains_an_answer() -> None:
    judge = relevance(answers=("موسكو",))
    assert judge.unit(Stretch("a", 0, 5), "اجتمعا بموسكو") == GOLD
    assert judge.unit(Stretch("a", 0, 5), "اجتمعا بباريس") is None
    assert judge.judged == {GOLD: 1}


def test_an_unanswerable_question_has_nothing_relevant() -> None:
    judge = Relevance(Question("q", "Why?", impossible=True), Normalisation())
    assert judge.unit(Stretch("a", 0, 5), "anything") is None


def test_alternative_golds_are_one_unit_so_finding_one_is_finding_the_evidence() -> None:
    judge = relevance(Evidence("a", 0, 5), Evidence("a", 20, 25))
    found = [(Stretch("a", 30, 40), ""), (Stretch("a", 18, 30), ""), (Stretch("a", 0, 10), "")]
    assert judge.ranked_units(found) == ["a:30-40", GOLD]


def test_two_passages_of_one_judged_document_take_one_rank() -> None:
    judge = relevance(Evidence("a"))
    found = [(Stretch("x", 0, 5), ""), (Stretch("x", 5, 9), ""), (Stretch("a", 0, 5), "")]
    assert judge.ranked_units(found) == ["x", "a"]


@pytest.mark.parametrize("name", ["Talks", "/library/talks.txt", "library/talks.txt", "talks.txt", TALKS.id])
def test_a_document_may_be_named_by_title_source_file_or_id(name: str) -> None:
    question = resolve(Question("q", "Where?", (), (Evidence(name),)), Corpus(LIBRARY))
    assert question.evidence == (Evidence(TALKS.id),)


def test_a_quote_becomes_every_span_that_holds_it() -> None:
    question = resolve(Question("q", "Where?", (), (Evidence(None, quote="Moscow"),)), Corpus(LIBRARY))
    assert question.evidence == (Evidence(TALKS.id, 12, 18), Evidence(TALKS.id, 30, 36))


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (Evidence("dogs.txt"), "the document 'dogs.txt' is not in the index"),
        (Evidence("other/talks.txt"), "the document 'other/talks.txt' is not in the index"),
        (Evidence("cats.txt", quote="Moscow"), "the evidence 'Moscow' is not in the documents, word for word"),
    ],
)
def test_evidence_that_the_sources_lack_makes_a_question_unscored(evidence: Evidence, reason: str) -> None:
    question = resolve(Question("q", "Where?", ("x",), (evidence,)), Corpus(LIBRARY))
    assert question.unscored == reason
    assert not question.answerable


def test_of_several_judged_documents_one_that_is_not_there_counts_as_not_found() -> None:
    evidence = (Evidence("Talks"), Evidence("dogs.txt", grade=2))
    question = resolve(Question("q", "Where?", (), evidence), Corpus(LIBRARY))
    assert question.answerable
    judge = Relevance(question, Normalisation())
    assert judge.judged == {TALKS.id: 1, "dogs.txt": 2}
    assert judge.ranked_units([(Stretch(CATS.id, 0, 5), ""), (Stretch(TALKS.id, 0, 5), "")]) == [CATS.id, TALKS.id]


def test_a_question_whose_documents_are_all_not_there_is_unscored() -> None:
    question = resolve(Question("q", "Where?", (), (Evidence("dogs.txt"), Evidence("birds.txt"))), Corpus(LIBRARY))
    assert question.unscored == "the document 'dogs.txt' is not in the index"


def test_a_quote_in_an_empty_index_is_told_as_that() -> None:
    question = resolve(Question("q", "Where?", (), (Evidence(None, quote="in Moscow"),)), Corpus(Library()))
    assert question.unscored == "the index is empty"


def test_the_excerpt_shows_the_gold_span_in_its_text() -> None:
    assert excerpt(Question("q", "", (), (Evidence(TALKS.id, 12, 18),)), Corpus(LIBRARY)) == TALKS.text
    assert excerpt(Question("q", "", (), (Evidence(TALKS.id),)), Corpus(LIBRARY)) == ""
