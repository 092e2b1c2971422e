from typing import Any

import pytest

from qa.evaluation.formats.cells import holds_none, placed, texts, truth


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ()),
        (" Moscow ", ("Moscow",)),
        (1889, ("1889",)),
        ("Moscow | موسكو | Moscow", ("Moscow", "موسكو")),
        (["Moscow", "", "Moscow"], ("Moscow",)),
        ({"text": ["Moscow"], "answer_start": [12]}, ("Moscow",)),
        ([{"text": "Moscow", "answer_start": 12}], ("Moscow",)),
        ('["Normandy", "in Normandy"]', ("Normandy", "in Normandy")),
        ("['Normandy', 'in Normandy']", ("Normandy", "in Normandy")),
        ('["the king\'s", \'a "duke"\']', ("the king's", 'a "duke"')),
        ('{"text": ["Normandy"], "answer_start": [22]}', ("Normandy",)),
        ("{'text': ['Normandy'], 'answer_start': [22]}", ("Normandy",)),
        ("[{'text': 'Normandy', 'answer_start': 22}]", ("Normandy",)),
        (r"['x\ud800']", ("x\ufffd",)),
        ("{'text': array(['a', 'b'], dtype=object), 'answer_start': array([22, 19], dtype=int32)}", ("a", "b")),
        ("[array(['a'], dtype=object), array([], dtype=object)]", ("a",)),
        ('[["a"], ["b", null]]', ("a", "b")),
        ("[]", ()),
        ("{'text': []}", ()),
        # texts that only begin like a list or an object
        ("[sic] a king", ("[sic] a king",)),
        ("[1] 'a' 'b'", ("[1] 'a' 'b'",)),
        ("{x : x > 0}", ("{x : x > 0}",)),
        ("{'x': 1}", ("{'x': 1}",)),
        ("{'x' 'y': 1}", ("{'x' 'y': 1}",)),
        ("{{}}", ("{{}}",)),
        ("{[]}", ("{[]}",)),
        ("{{1}}", ("{{1}}",)),
        ("[np.array([1, 2])]", ("[np.array([1, 2])]",)),
        ("[np.array(['x'])]", ("[np.array(['x'])]",)),
        ("[array([1, 2], dtype=int32)]", ("[array([1, 2], dtype=int32)]",)),
        # lists of numbers alone, which may be intervals, or one number
        ("[1,000]", ("[1,000]",)),
        ("[0, 1]", ("[0, 1]",)),
        ('["Paris", 1945]', ("Paris", "1945")),
        ("[" * 5000, ("[" * 5000,)),
        ("[" * 5000 + "]" * 5000, ("[" * 5000 + "]" * 5000,)),
    ],
)
def test_the_texts_of_a_cell_are_read_however_they_were_written(value: Any, expected: tuple[str, ...]) -> None:
    assert texts(value) == expected


@pytest.mark.parametrize("depth", range(20, 1200, 40))
def test_a_cell_of_lists_nested_however_deep_is_read_or_is_text(depth: int) -> None:
    for held in ('"x"', "'x'"):
        cell = "[" * depth + held + "]" * depth
        assert texts(cell) in {("x",), (cell,)}
    numbers = "[" * depth + "1" + "]" * depth
    assert texts(numbers) == (numbers,)


@pytest.mark.parametrize(
    "value",
    [
        "['Normandy' 'in Normandy']",
        "['Normandy'\n 'in Normandy']",
        "{'text': array(['Normandy' 'in Normandy'])}",
        "{'text': array(['Normandy', nan], dtype=object)}",
    ],
)
def test_numpys_lists_are_refused_since_python_would_join_their_texts(value: str) -> None:
    with pytest.raises(ValueError, match=r"as NumPy shows it.*write it as JSON, or as a list \(`\.tolist\(\)`\)"):
        texts(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"text": ["a", "b"], "answer_start": [3, 0]}, (("a", 3), ("b", 0))),
        ([{"text": "a", "answer_start": 3}, {"text": "b"}], (("a", 3),)),
        ("{'text': array(['a', 'b'], dtype=object), 'answer_start': array([3, 0], dtype=int32)}", (("a", 3), ("b", 0))),
        ({"text": ["a", "b"], "answer_start": [3]}, (("a", 3),)),
        ({"text": ["a"]}, ()),
        (["a"], ()),
        ("a", ()),
        (None, ()),
    ],
)
def test_answers_that_say_where_they_stand_are_told_with_their_start(
    value: Any, expected: tuple[tuple[str, int], ...]
) -> None:
    assert placed(value) == expected


def test_pandas_empty_arrays_hold_none() -> None:
    assert holds_none("{'text': array([], dtype=object), 'answer_start': array([], dtype=int32)}")


@pytest.mark.parametrize("value", [[], "[]", " [ ] ", {"text": []}, '{"text": []}', "{'text': [], 'answer_start': []}"])
def test_an_empty_list_holds_none(value: Any) -> None:
    assert holds_none(value)


@pytest.mark.parametrize("value", [None, "", [""], {"text": ""}, {}, "x", ["x"]])
def test_nothing_at_all_is_no_empty_list(value: Any) -> None:
    assert not holds_none(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True),
        ("False", False),
        (" YES ", True),
        (0, False),
        ("1", True),
        ("perhaps", None),
        (None, None),
        # as pandas writes them beside an empty cell
        (1.0, True),
        ("1.0", True),
        ("0.0", False),
        ("0.5", None),
    ],
)
def test_true_and_false_are_read_as_people_write_them(value: Any, expected: bool | None) -> None:
    assert truth(value) is expected
