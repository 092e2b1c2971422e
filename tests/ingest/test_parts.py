import numpy as np
import pytest

from ingest.parts import PART_TOKENS, closeness, packed, part_texts
from ingest.text.tokens import count_tokens
from tests.indexes import chunk_of


def test_a_long_chunk_has_parts_of_whole_sentences_within_the_budget() -> None:
    text = " ".join(f"Sentence number {i} says what the one before it left unsaid." for i in range(12))
    parts = part_texts(chunk_of("d", 5, text))
    assert len(parts) > 1
    assert " ".join(parts) == text
    assert all(count_tokens(part) <= PART_TOKENS and part.endswith(".") for part in parts)


def test_a_chunk_no_longer_than_a_part_has_none() -> None:
    assert part_texts(chunk_of("d", 0, "Short.")) == []


def test_closeness_is_the_mean_of_the_whole_and_the_nearest_part() -> None:
    parts = packed([[1.0, 0.0], [0.6, 0.8]])
    # the nearest part's cosine is .8
    assert closeness([0.0, 1.0], 0.5, parts) == pytest.approx(0.65, abs=1e-3)


def test_without_parts_closeness_is_the_cosine() -> None:
    assert closeness([0.0, 1.0], 0.5, None) == 0.5


def test_packing_keeps_cosines_to_three_digits() -> None:
    rng = np.random.default_rng(7)
    vectors = rng.normal(size=(20, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    question = list(map(float, vectors[3] * 0.8 + vectors[4] * 0.6))
    assert 2 * closeness(question, 0.0, packed(vectors.tolist())) == pytest.approx(max(vectors @ question), abs=1e-3)
