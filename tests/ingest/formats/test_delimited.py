import pytest

from ingest.formats.delimited import DELIMITED
from tests.ingest.formats.reading import content_of

HEADER = ("Name", "Post", "Salary")


def rows(data: bytes) -> list[tuple[str, tuple[str, ...]]]:
    read = content_of(DELIMITED, data)
    return [(read.text[b.start : b.end], b.header) for b in read.blocks]


@pytest.mark.parametrize(
    "text",
    [
        'Name,Post,Salary\nOmar Nasser,"Clerk, legal","21,000"\n',
        "sep=;\r\nName;Post;Salary\r\nOmar Nasser;Clerk, legal;21,000\r\n",
        "Name;Post;Salary\nOmar Nasser;Clerk, legal;21,000\n",
        "Name\tPost\tSalary\nOmar Nasser\tClerk, legal\t21,000\n",
        "Name | Post | Salary\nOmar Nasser | Clerk, legal | 21,000\n",
    ],
    ids=["comma", "sep", "semicolon", "tab", "bar"],
)
def test_rows_have_the_header_whatever_parts_the_cells(text: str) -> None:
    assert rows(text.encode()) == [("Name\tPost\tSalary", ()), ("Omar Nasser\tClerk, legal\t21,000", HEADER)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1256"])
def test_a_table_in_another_encoding_is_read(encoding: str) -> None:
    data = "المدينة,السكان\nصفاقس,272801\nسوسة,221530\n".encode(encoding)
    assert rows(data)[2] == ("سوسة\t221530", ("المدينة", "السكان"))


def test_a_table_without_a_header_has_none() -> None:
    assert rows(b"Omar,21000\nLayla,23000\n") == [("Omar\t21000", ()), ("Layla\t23000", ())]


def test_a_line_above_the_header_is_the_caption_and_blank_rows_part_tables() -> None:
    read = content_of(DELIMITED, b"Staff of 2024,,\nName,Salary,\nOmar,21000,\n,,\nPort,Ships,\nTyre,7,\n")
    assert [(read.text[b.start : b.end], b.kind, b.header) for b in read.blocks] == [
        ("Staff of 2024", "caption", ()),
        ("Name\tSalary", "row", ()),
        ("Omar\t21000", "row", ("Name", "Salary")),
        ("Port\tShips", "row", ()),
        ("Tyre\t7", "row", ("Port", "Ships")),
    ]


def test_a_cell_of_several_lines_is_one_cell_of_one_row() -> None:
    assert rows(b'Name,Note\nOmar,"Came late.\nLeft early."\n')[1] == ("Omar\tCame late. Left early.", ("Name", "Note"))


def test_a_cell_beyond_the_limit_of_the_csv_module_is_read() -> None:
    assert len(rows(b"Name,Note\nOmar," + b"x" * 200_000)[1][0]) == 200_005


def test_a_form_of_names_and_values_has_no_header() -> None:
    form = rows(b"Applicant,Salma Odeh\nBorn,14 May 1987\nHome port,Al-Mina\n")
    assert form == [("Applicant\tSalma Odeh", ()), ("Born\t14 May 1987", ()), ("Home port\tAl-Mina", ())]
    towers = rows(b"Tower,Height\nClock Tower,54 m\nCitadel,67 m\n")
    assert [header for _, header in towers] == [(), ("Tower", "Height"), ("Tower", "Height")]


@pytest.mark.parametrize("second", [",2019,2020,2019,2020", "Town,2019,2020,2019,2020"])
def test_names_over_several_columns_stand_before_those_of_each_column(second: str) -> None:
    table = f"Town,Men,,Women,\n{second}\nHoms,10,11,12,13\nHama,20,21,22,23"
    read = content_of(DELIMITED, table.encode())
    assert [block.header for block in read.blocks[:2]] == [(), ()]
    assert read.blocks[2].header == ("Town", "Men 2019", "Men 2020", "Women 2019", "Women 2020")


def test_a_blank_in_a_row_of_values_makes_no_header() -> None:
    read = content_of(DELIMITED, b"Ali,,driver\nOmar,tall,clerk\nSalma,,pilot")
    assert {block.header for block in read.blocks[1:]} <= {(), ("Ali", "", "driver")}
