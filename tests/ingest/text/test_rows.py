from ingest.text.rows import Cell, SeenRow, rows_in
from ingest.text.views import Row, plain, view

TABLE = "Staff\nName\tPost\nOmar Nasser\tClerk of the house\nEnd."
OMAR = Row(TABLE.index("Omar"), TABLE.index("\nEnd."), ("Name", "Post"))


def test_a_row_has_its_cells_with_the_names_over_them() -> None:
    seen = view(TABLE, [OMAR])
    (row,) = rows_in(seen)
    assert seen.text[row.start : row.end] == "Name: Omar Nasser; Post: Clerk of the house"
    assert [(cell.name, seen.text[cell.start : cell.end]) for cell in row.cells] == [
        ("Name", "Omar Nasser"),
        ("Post", "Clerk of the house"),
    ]


def test_the_value_in_a_form_is_named_by_the_cell_before_it() -> None:
    seen = view("Fee\t120 pounds", [Row(0, 14)])
    assert seen.text == "Fee: 120 pounds"
    assert rows_in(seen) == [SeenRow(0, 15, (Cell("", 0, 3), Cell("Fee", 5, 15)))]


def test_more_cells_without_a_header_have_no_names() -> None:
    seen = view("a\tb\tc", [Row(0, 5)])
    assert seen.text == "a; b; c"
    assert [cell.name for cell in rows_in(seen)[0].cells] == ["", "", ""]


def test_a_cell_with_vowel_marks_is_one_cell() -> None:
    text = "محمَّد\tكاتِب"
    (row,) = rows_in(view(text, [Row(0, len(text), ("الاسم", "العمل"))]))
    assert [cell.name for cell in row.cells] == ["الاسم", "العمل"]


def test_the_rows_of_a_stretch_of_a_view_are_those_in_it() -> None:
    seen = view(TABLE, [OMAR])
    assert len(rows_in(seen.of(OMAR.start, len(TABLE)))) == 1
    assert rows_in(seen.of(0, OMAR.start)) == []


def test_prose_has_no_rows() -> None:
    assert rows_in(view("قَالَ: نَعَم.\nName: Omar; Post: clerk.")) == []
    assert rows_in(plain("قَالَ: نَعَم.")) == []
    assert rows_in(plain("")) == []


def test_a_line_in_front_is_no_row_and_changes_none() -> None:
    seen = view("Attic\t590", [Row(0, 9, ["Flat", "Rent"])])
    assert rows_in(view("The attic is let.").behind("House rules.")) == []
    (row,) = rows_in(seen.behind("House rules."))
    # 13 characters in front: "House rules." and the line break
    assert [(cell.name, cell.start, cell.end) for cell in row.cells] == [("Flat", 19, 24), ("Rent", 32, 35)]
