"""The windows of a passage that training sees."""

import random

from qa.reader.encoding import PassageTokens
from qa.training.batches import token_window

WORDS = list(range(10, 50))  # forty words of four letters behind two tokens of the prompt
PASSAGE = PassageTokens([3, 4, *WORDS], [(0, 0)] * 2 + [(5 * n, 5 * n + 4) for n in range(40)], 2)


def test_a_window_keeps_the_prompt_and_the_answer_at_varying_places() -> None:
    answer = (5 * 20, 5 * 21 + 4)  # the tokens 30 and 31
    places = set()
    for seed in range(60):
        window = token_window(PASSAGE, 12, answer, random.Random(seed))
        assert (window.ids[:2], len(window.ids), len(window.offsets)) == ([3, 4], 12, 12)
        assert window.ids[2:] == list(range(window.ids[2], window.ids[2] + 10))
        assert {30, 31} <= set(window.ids)
        places.add(window.ids.index(30))
    assert places == set(range(2, 11))


def test_a_passage_that_fits_is_not_cut() -> None:
    assert token_window(PASSAGE, 42, None, random.Random(0)) == PASSAGE


def test_an_answer_at_the_edge_stays_inside() -> None:
    for answer, token in (((0, 4), 10), ((195, 199), 49)):
        for seed in range(20):
            assert token in token_window(PASSAGE, 12, answer, random.Random(seed)).ids
