import pytest

from qa.markers import INCOMPLETE, numbers, rounded, without_markers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met [1].", (1,)),
        ("They met [2][1].", (2, 1)),
        ("They met [1, 3].", (1, 3)),
        ("They met [1-3].", (1, 2, 3)),
        ("They met [1–3, 5].", (1, 2, 3, 5)),
        ("They met [1 and 2].", (1, 2)),
        ("التقيا [١].", (1,)),
        ("التقيا [١، ٣].", (1, 3)),
        ("التقيا [١ و٢].", (1, 2)),
        ("التقيا [المقطع ٢].", (2,)),
        ("التقيا [۴].", (4,)),
        ("They met [Passage 2].", (2,)),
        ("They met [Source 1, Source 2].", (1, 2)),
        ("They met [^4].", (4,)),
        ("They met 【3†source】.", (3,)),
        ("They met [[2]].", (2,)),
        ("They met [1] and left [1].", (1,)),
        ("They met [1, 2, and 3].", (1, 2, 3)),
        ("التقيا [1، و2].", (1, 2)),
        ("التقيا [المقطع رقم 1].", (1,)),
        ("They met \\[1\\].", (1,)),
        ("They met [1 2].", (1, 2)),
        ("They met [1/2].", (1, 2)),
        ("They met [#1].", (1,)),
        ("They met [No. 1].", (1,)),
        ("They met [99].", (99,)),
        ("They met in [2015].", ()),
        ("They met in [1914-1918].", ()),
        ("They met [0].", (0,)),
        ("They met [1-99999].", ()),
        ("They met [5-2].", ()),
        ("They met (1) in [Moscow].", ()),
        ("They met.", ()),
    ],
)
def test_markers_name_passages(text: str, expected: tuple[int, ...]) -> None:
    assert numbers(text) == expected


def test_markers_are_taken_out_with_the_blank_before_them() -> None:
    assert without_markers("They met [1], then left [2][3].") == "They met, then left."
    assert without_markers("التقيا [١].") == "التقيا."
    assert without_markers("[Moscow] was cold 【1†source】.") == "[Moscow] was cold."


def test_markers_become_round_and_nothing_else() -> None:
    assert rounded("Built [1] in [Hama], mended 【2】 \\[3\\].") == "Built (1) in [Hama], mended (2) (3)."


def test_the_start_of_a_marker_at_the_end_is_incomplete() -> None:
    assert INCOMPLETE.search("They met [1") is not None
    assert INCOMPLETE.search("They met [") is not None
    assert INCOMPLETE.search("They met \\") is not None
    assert INCOMPLETE.search("They met \\[1\\") is not None
    assert INCOMPLETE.search("They met [1]") is None
    assert INCOMPLETE.search("They met [1] in") is None
