"""Pieces of lines are laid out by hand: text, left, right and baseline, all of size 10."""

import pytest

from ingest.formats.pdf.layout import laid_out
from ingest.formats.pdf.lines import Line, Table


def pieces(*places: tuple[str, float, float, float], rtl: bool = False) -> list[Line]:
    return [Line(text, left, right, baseline, 10, rtl) for text, left, right, baseline in places]


def texts(*places: tuple[str, float, float, float], rtl: bool = False) -> list[str]:
    return [item.text for item in laid_out(pieces(*places, rtl=rtl))]


def test_cells_at_the_same_places_in_several_lines_are_a_table() -> None:
    items = laid_out(
        pieces(
            ("Staff", 50, 80, 730),
            ("Name", 50, 80, 700),
            ("Salary", 200, 230, 700),
            ("Omar Nasser", 50, 110, 687),
            ("21,000", 200, 230, 687),
        )
    )
    assert isinstance(items[1], Table)
    assert items[1].rows == (("Name", "Salary"), ("Omar Nasser", "21,000"))
    assert items[0].text == "Staff"


def test_a_table_from_right_to_left_is_read_so() -> None:
    assert texts(
        ("المدينة", 300, 340, 700),
        ("السكان", 100, 140, 700),
        ("سوسة", 310, 340, 687),
        ("صفر", 100, 120, 687),
        rtl=True,
    ) == ["المدينة\tالسكان\nسوسة\tصفر"]


def test_an_empty_cell_keeps_its_column() -> None:
    assert texts(
        ("A", 50, 60, 700),
        ("B", 100, 110, 700),
        ("C", 150, 160, 700),
        ("1", 50, 60, 687),
        ("3", 150, 160, 687),
    ) == ["A\tB\tC\n1\t\t3"]


def test_a_cell_of_several_lines_is_one_whether_its_neighbour_is_at_their_top_or_in_their_middle() -> None:
    assert texts(
        ("Name", 50, 80, 700),
        ("Duty", 200, 230, 700),
        ("Omar", 50, 80, 680),
        ("keeps the light and the", 200, 300, 686),
        ("log of the harbour", 200, 290, 674),
        ("Lina", 50, 80, 654),
        ("sells", 200, 220, 654),
    ) == ["Name\tDuty\nOmar\tkeeps the light and the log of the harbour\nLina\tsells"]


def test_the_first_cell_of_a_row_may_have_several_lines() -> None:
    assert texts(
        ("Name", 50, 80, 700),
        ("Pay", 200, 230, 700),
        ("Omar of the", 50, 110, 680),
        ("old harbour", 50, 110, 668),
        ("900", 200, 220, 680),
        ("Lina", 50, 80, 648),
        ("800", 200, 220, 648),
    ) == ["Name\tPay\nOmar of the old harbour\t900\nLina\t800"]


def test_a_wide_space_after_a_sentence_is_no_cell() -> None:
    assert texts(
        ("and that was the end of it.", 50, 180, 700),
        ("Then they left for the city", 195, 330, 700),
        ("where all of them had lived before the war came to them", 50, 330, 687),
    ) == [
        "and that was the end of it. Then they left for the city",
        "where all of them had lived before the war came to them",
    ]


def test_columns_of_prose_painted_line_by_line_are_read_one_after_the_other() -> None:
    left = ["the first column goes on", "with its words down here", "and ends at this place."]
    right = ["while the second begins to", "speak of other things now", "until it too is over."]
    places = [
        place
        for number, (one, two) in enumerate(zip(left, right, strict=True))
        for place in ((one, 50, 200, 700 - 12 * number), (two, 220, 370, 700 - 12 * number))
    ]
    assert texts(*places) == left + right


def test_columns_of_prose_painted_one_after_the_other_stay_so() -> None:
    left = [(f"the left column's line {n}", 50, 200, 700 - 12 * n) for n in range(10)]
    right = [(f"the right column's line {n}", 220, 370, 700 - 12 * n) for n in range(10)]
    assert texts(*left, *right) == [text for text, *_ in left + right]


PEOPLE = [(name, left, left + 25) for name, left in (("2019", 150), ("2020", 200), ("2019", 250), ("2020", 300))]
COUNTS = [(name, left, left + 10) for name, left in (("Homs", 50), ("10", 155), ("11", 205), ("12", 255), ("13", 305))]


@pytest.mark.parametrize("places", [(50, 175, 275), (50, 150, 250)], ids=["centred", "at the left"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_names_over_several_columns_are_a_row_of_the_table(places: tuple[int, ...], mirrored: bool) -> None:
    over = [(name, left, left + 20) for name, left in zip(("City", "Men", "Women"), places, strict=True)]
    rows = [(over, 700), (PEOPLE, 687), (COUNTS, 674), (COUNTS, 661)]
    table = laid_out(
        [
            Line(text, *((400 - right, 400 - left) if mirrored else (left, right)), baseline, 10, mirrored)
            for row, baseline in rows
            for text, left, right in row
        ]
    )[0]
    assert isinstance(table, Table)
    assert table.rows[:2] == (("City", "Men", "", "Women", ""), ("", "2019", "2020", "2019", "2020"))
