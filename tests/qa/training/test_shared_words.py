"""Near misses by words: the paragraph that shares the rare words of a question comes among the first."""

from qa.training.questions import Item, QuestionSet
from qa.training.shared_words import NEAREST, nearest_by_words


def test_paragraphs_that_share_words_are_nearest() -> None:
    paragraphs = [f"The number {n} is the word{n}." for n in range(20)]
    items = [Item("1", "What is word7?", 0, 0, 0, ()), Item("2", "Which word12?", 0, 0, 0, ())]
    ranking = nearest_by_words(QuestionSet("q", paragraphs, list(range(20)), items))
    assert [len(row) for row in ranking] == [NEAREST, NEAREST]
    assert 7 in ranking[0]
    assert 12 in ranking[1]


def test_a_set_of_few_paragraphs_has_them_all() -> None:
    items = [Item("1", "Who?", 0, 0, 0, ())]
    assert sorted(nearest_by_words(QuestionSet("q", ["Who came?", "Nobody."], [0, 1], items))[0]) == [0, 1]
