from typing import Any

import pytest

from qa.evaluation.formats.cells import holds_none, texts, truth


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
        ("[]", ()),
        ("{'text': []}", ()),
        # texts that only begin like a list or an object
        ("[sic] a king", ("[sic] a king",)),
        ("[1] 'a' 'b'", ("[1] 'a' 'b'",)),
        ("{x : x > 0}", ("{x : x > 0}",)),
        ("{'x': 1}", ("{'x': 1}",)),
        ("[" * 5000, ("[" * 5000,)),
        ("[" * 5000 + "]" * 5000, ("[" * 5000 + "]" * 5000,)),
    ],
)
def test_the_texts_of_a_cell_are_read_however_they_were_written(value: Any, expected: tuple[str, ...]):
    assert texts(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "['Normandy' 'in Normandy']",
        "['Normandy'\n 'in Normandy']",
        "{'text': array(['Normandy'], dtype=object), 'answer_start': array([22], dtype=int32)}",
        "[array(['Normandy'])]",
    ],
)
def test_numpys_lists_are_refused_since_python_would_join_their_texts(value: str):
    with pytest.raises(ValueError, match=r"as NumPy shows it.*write it as JSON, or as a list \(`\.tolist\(\)`\)"):
        texts(value)


@pytest.mark.parametrize("value", [[], "[]", " [ ] ", {"text": []}, '{"text": []}', "{'text': [], 'answer_start': []}"])
def test_an_empty_list_holds_none(value: Any):
    assert holds_none(value)


@pytest.mark.parametrize("value", [None, "", [""], {"text": ""}, {}, "x", ["x"]])
def test_nothing_at_all_is_no_empty_list(value: Any):
    assert not holds_none(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, True), ("False", False), (" YES ", True), (0, False), ("1", True), ("perhaps", None), (None, None)],
)
def test_true_and_false_are_read_as_people_write_them(value: Any, expected: bool | None):
    assert truth(value) is expected
