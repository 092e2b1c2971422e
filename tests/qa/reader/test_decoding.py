"""The best spans of start and end logits."""

import numpy as np

from qa.reader.decoding import LONGEST, best_spans


def test_the_span_with_the_highest_sum_wins_and_its_margin_is_over_the_null() -> None:
    start = np.array([1.0, 9.0, 2.0, 5.0, 0.0], np.float32)
    end = np.array([0.5, 9.0, 0.0, 1.0, 4.0], np.float32)
    # tokens 2..4 are the passage: 3→4 sums to 9; token 1, of the question, does not count
    assert best_spans(start, end, first=2, count=3) == [(3, 4, 7.5)]


def test_a_span_never_ends_before_it_starts() -> None:
    start = np.array([0.0, 0.0, 0.0, 6.0], np.float32)
    end = np.array([0.0, 6.0, 0.0, 1.0], np.float32)
    assert best_spans(start, end, first=1, count=3) == [(3, 3, 7.0)]


def test_spans_come_best_first() -> None:
    start, end = np.array([0, 1, 3], np.float32), np.array([0, 1, 3], np.float32)
    assert best_spans(start, end, first=1, count=2, most=3) == [(2, 2, 6.0), (1, 2, 4.0), (1, 1, 2.0)]


def test_a_span_is_no_longer_than_the_longest() -> None:
    start, end = np.zeros(100, np.float32), np.zeros(100, np.float32)
    start[1], end[99] = 5, 5
    ((first, last, margin),) = best_spans(start, end, first=1, count=99)
    assert last - first < LONGEST
    assert margin == 5.0
