import pytest

from qa.evaluation.answer_scores import contains, exact_match, f1
from qa.evaluation.normalisation import Normalisation

SQUAD, MLQA, DALIL = Normalisation("squad"), Normalisation("mlqa", "ar"), Normalisation("dalil")


def test_the_best_gold_answer_counts() -> None:
    assert exact_match("the Denver Broncos", ["Broncos", "Denver Broncos"], SQUAD) == 1
    # against "Broncos": precision 1/2, recall 1 → 2/3; against "Denver Broncos of Colorado": precision 1, recall 1/2
    assert f1("Denver Broncos", ["Broncos", "Denver Broncos of Colorado"], SQUAD) == pytest.approx(2 / 3)


def test_f1_counts_a_repeated_token_as_often_as_both_have_it() -> None:
    # shared: "new" once, "york" once; precision 2/3, recall 2/2 → 0.8
    assert f1("new new york", ["New York"], SQUAD) == pytest.approx(0.8)


def test_nothing_in_common_is_zero_and_order_does_not_matter_to_f1() -> None:
    assert f1("Paris", ["London"], SQUAD) == 0
    assert f1("Kerry John", ["John Kerry"], SQUAD) == 1
    assert exact_match("Kerry John", ["John Kerry"], SQUAD) == 0


def test_two_answers_of_which_nothing_is_left_are_equal_to_squad_and_not_to_mlqa() -> None:
    assert f1("the", ["a"], SQUAD) == 1
    assert f1("ال", ["ال"], MLQA) == 0


def test_answers_of_punctuation_only_are_equal_where_they_are_the_same() -> None:
    assert (exact_match("?", ["?"], DALIL), f1("?", ["?"], DALIL)) == (1, 1)
    assert (exact_match("?", ["!"], DALIL), f1("?", ["!"], DALIL)) == (0, 0)
    assert exact_match("?", ["!"], SQUAD) == 1  # as its script does


def test_arabic_scores_depend_on_the_normalisation_named() -> None:
    assert exact_match("مدرسه", ["مدرسة"], DALIL) == 1
    assert exact_match("مدرسه", ["مدرسة"], SQUAD) == 0
    assert exact_match("القاهرة", ["قاهرة"], MLQA) == 1
    assert exact_match("القاهرة", ["قاهرة"], DALIL) == 0


@pytest.mark.parametrize(
    ("text", "gold", "expected"),
    [
        ("It began on 15 July 2016.", "15 July", True),
        ("It began on 115 July.", "15 July", False),
        ("in 2016", "16", False),
        ("The category", "cat", False),
        ("اجتمعا بموسكو أمس", "موسكو", True),  # a prefix is written to the word
        ("اجتمعا في موسكوفا", "موسكو", False),
        ("لقاء ٢٠١٦", "2016", True),
        ("التقيا في موسكو(1) مساء", "موسكو", True),  # a mark written to the word before
        ("in Paris(1), France", "Paris", True),
        ("Moscow,Russia", "Russia", True),
        ("it cost 1,577 in all", "577", False),
        ("قرأ كتاب التاريخ", "تاب", False),  # the end of another word
        ("في بلد بعيد", "لد", False),
        ("بين بيروت والقاهرة", "القاهرة", True),
        ("ولموسكو رأي", "موسكو", True),
        ("anything", "…", False),  # nothing is left of the gold answer
    ],
)
def test_contains_finds_a_gold_answer_as_whole_words(text: str, gold: str, expected: bool) -> None:
    assert contains(text, [gold], DALIL) is expected
