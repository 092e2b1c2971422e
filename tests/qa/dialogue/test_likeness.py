import pytest

from qa.dialogue.likeness import Likeness


def test_a_vector_looks_like_the_kind_of_its_neighbours_at_any_scale() -> None:
    for scale in (1, 100):
        likeness = Likeness(
            [[scale, 0], [scale, 0.1 * scale], [0, scale], [0.1 * scale, scale]],
            ["chat", "chat", "question", "question"],
        )
        looks = likeness.looks([scale, 0])
        assert looks["chat"] > 0.5
        assert looks["question"] < -0.5


def test_what_is_far_from_all_is_of_no_kind() -> None:
    looks = Likeness([[1, 0], [0, 1]], ["chat", "question"]).looks([-50, -50])
    assert looks == {"chat": pytest.approx(-1), "question": pytest.approx(-1)}


def test_the_nearest_labelled_vector_is_the_same_one() -> None:
    near = Likeness([[1, 0], [0, 1], [-1, 0]], ["a", "b", "a"]).nearness([0, 1])
    assert near.index(max(near)) == 1
