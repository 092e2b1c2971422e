"""The check of a claim, over an embedding whose vectors stand in the test."""

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from qa.answer import Passage, Reading
from qa.writing.likeness import FEATURES, PassageSentences
from qa.writing.support import BIAS, WEIGHTS, ClaimChecker, probabilities


class Directions(Embeddings):
    """Texts about the bridge point one way, about books another, all others a third; each a little its own way."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        words = ("bridge", "book")
        raw = np.array([float(word in text.lower()) for word in words] + [0.5, len(text) / 1000])
        return list(raw / np.linalg.norm(raw))


def passage(text: str, reading: Reading | None = None) -> Passage:
    return Passage("d", "Town", "/town.txt", 0, len(text), text, 1.0, reading=reading)


BRIDGE = passage("The bridge was built in 1921. It rained.", Reading(24, 28, 1.0, 0.8))
BOOKS = passage("The weather is fine. The library holds 3,000 books.")
QUESTION = "When was the bridge built?"


def test_the_sentence_that_supports_is_found_in_the_passage_cited() -> None:
    checker = ClaimChecker(QUESTION, [BRIDGE, BOOKS], Directions(), threshold=0.5)
    (support,) = checker.support("The bridge was built in 1921", [1])
    assert support.passage == BRIDGE
    assert BRIDGE.text[slice(*support.span)] == "The bridge was built in 1921."
    assert support.probability > 0.5


def test_only_the_passages_cited_count_and_numbers_that_point_nowhere_do_not() -> None:
    checker = ClaimChecker(QUESTION, [BRIDGE, BOOKS], Directions(), threshold=0.5)
    assert checker.support("The bridge was built in 1921", [2]) == []
    assert checker.support("The bridge was built in 1921", [0, 3, 99]) == []
    assert checker.support("The bridge was built in 1921", []) == []
    assert [s.passage for s in checker.support("The bridge was built in 1921", [2, 1, 7])] == [BRIDGE]


@pytest.mark.parametrize("bullet", ["7.", "7)", "(7)", "7-", "٧-", "٧.", "**7.**", "## 7.", "•"])
def test_a_bullet_before_the_sentence_is_no_number_of_it(bullet: str) -> None:
    checker = ClaimChecker(QUESTION, [BRIDGE, BOOKS], Directions(), threshold=0.5)
    assert len(checker.support(f"{bullet} The bridge was built in 1921", [1])) == 1


def test_a_number_that_only_looks_like_a_bullet_counts() -> None:
    checker = ClaimChecker(QUESTION, [BRIDGE, BOOKS], Directions(), threshold=0.5)
    for claim in ("7-9 men built the bridge in 1921", "7.5 bridges were built in 1921", "7 bridges were built in 1921"):
        assert checker.support(claim, [1]) == []
    assert checker.support("The bridge was built in 1921 by 7 men", [1]) == []


def measured(claim: str, question: str = QUESTION) -> list[dict[str, float]]:
    """The first passage's rows under their names."""
    rows = PassageSentences(question, [BRIDGE, BOOKS], Directions()).measure(claim)[0]
    assert rows is not None
    return [dict(zip(FEATURES, row, strict=True)) for row in rows]


def test_each_feature_says_what_its_name_says() -> None:
    first, second = measured("The bridge was built by Romans")
    assert first["elsewhere"] == first["beside"] == 0
    assert second["beside"] < 0
    assert first["margin"] > 0
    assert first["question"] > second["question"]
    assert (first["read"], second["read"]) == (0.8, 0)
    assert first["same_script"] == second["same_script"] == 1
    assert first["words"] == first["words_around"] == pytest.approx(4 / 6)  # not "by", not "Romans"
    assert second["words"] == 0
    assert (first["numbers"], first["names"], first["strange_names"]) == (0, 0, 1)


def test_a_name_is_strange_only_to_a_passage_in_its_script() -> None:
    arabic = passage("بني الجسر عام 1921.")
    (rows,) = PassageSentences(QUESTION, [arabic], Directions()).measure("It was built by Romans")
    assert rows is not None
    assert dict(zip(FEATURES, rows[0], strict=True))["strange_names"] == 0


def test_words_do_not_count_across_scripts() -> None:
    first, _ = measured("بني الجسر")
    assert (first["same_script"], first["words"], first["words_around"]) == (0, 0, 0)


def test_a_passage_without_the_claims_number_is_ruled_out() -> None:
    bridge, books = PassageSentences(QUESTION, [BRIDGE, BOOKS], Directions()).measure("It holds 3,000")
    assert bridge is None
    assert books is not None


def test_one_passage_of_one_sentence_can_be_measured() -> None:
    (rows,) = PassageSentences(QUESTION, [passage("The bridge was built.")], Directions()).measure(
        "The bridge was built"
    )
    assert rows is not None
    assert np.isfinite(rows).all()


def test_the_probability_is_a_logistic_of_the_features() -> None:
    rated = probabilities(np.zeros((2, len(FEATURES))))
    assert rated == pytest.approx([1 / (1 + np.exp(-BIAS))] * 2)
    assert len(WEIGHTS) == len(FEATURES)
