from collections.abc import Iterable, Sequence

import pytest

from ingest.formats.pdf.lines import Line, Table
from ingest.formats.pdf.paragraphs import flow as paragraphs


def flow(pages: Iterable[Sequence[Line]]) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(pages))


def test_a_paragraph_over_two_pages_is_of_the_first() -> None:
    first = lines(("The ministers agreed on the 15th of", 50, 300), ("this month that both of them would", 50, 300))
    second = lines(("meet again.", 50, 110), ("Then they left for their own homes.", 50, 290))
    assert [(p.text.split()[0], p.page) for p in paragraphs([first, second])] == [("The", 1), ("Then", 2)]


@pytest.mark.parametrize(
    "header", [(("Town", "2019", "2020"),), (("Town", "People", ""), ("", "2019", "2020"))], ids=["one row", "two rows"]
)
def test_a_table_over_two_pages_has_its_repeated_header_once(header: tuple[tuple[str, ...], ...]) -> None:
    at = tuple(lines(("Town", 50, 80)))
    pages = [[Table((*header, *rows), at)] for rows in ((("Homs", "1", "2"),), (("Hama", "3", "4"),))]
    read = paragraphs(pages)
    assert [piece.text.split("\t")[0] for piece in read] == [row[0] for row in header] + ["Homs", "Hama"]
    assert [piece.page for piece in read[-2:]] == [1, 2]
    assert read[-1].header == read[-2].header != ()


def lines(*rows: tuple[str, float, float], start: float = 700, size: float = 10, rtl: bool = False) -> list[Line]:
    """Lines 12 points apart, given as text, left and right."""
    return [Line(text, left, right, start - 12 * n, size, rtl) for n, (text, left, right) in enumerate(rows)]


def test_lines_that_fill_the_column_are_one_paragraph() -> None:
    page = lines(
        ("The two ministers met in Moscow and", 50, 300),
        ("agreed on concrete steps, as they", 50, 296),
        ("said.", 50, 80),
        ("Then they went home to their own", 50, 299),
        ("cities.", 50, 90),
    )
    assert flow([page]) == (
        "The two ministers met in Moscow and agreed on concrete steps, as they said.\n"
        "Then they went home to their own cities."
    )


def test_names_with_values_are_lines_of_their_own_and_a_colon_in_a_sentence_is_none() -> None:
    form = lines(("Name: Salma Odeh", 50, 130), ("Date of birth: 14 May 1987", 50, 175), ("Fee: 120", 50, 90))
    assert flow([form]).split("\n") == ["Name: Salma Odeh", "Date of birth: 14 May 1987", "Fee: 120"]
    form = lines(("الاسم: سلمى عودة", 100, 200), ("الرسم: 120 دينارًا", 90, 200), rtl=True)
    assert flow([form]).split("\n") == ["الاسم: سلمى عودة", "الرسم: 120 دينارًا"]
    prose = lines(("Minutes: the council met and agreed", 50, 300), ("on two points: the road and the wall", 50, 299))
    assert flow([prose]).count("\n") == 0


def test_a_right_to_left_line_ends_at_the_left() -> None:
    page = lines(
        ("أعلن وزير الخارجية أن البلدين", 51, 300),
        ("اتفقا على وقف إطلاق النار في كل", 50, 300),
        ("البلاد.", 260, 300),
        ("ثم عاد الوزير إلى بلاده بعد يوم", 50, 300),
        rtl=True,
    )
    assert flow([page]) == (
        "أعلن وزير الخارجية أن البلدين اتفقا على وقف إطلاق النار في كل البلاد.\nثم عاد الوزير إلى بلاده بعد يوم"
    )


def test_a_larger_line_and_a_larger_distance_begin_paragraphs() -> None:
    full = ("a line that fills the column", 50.0, 300.0)
    heading = [Line("A heading that is as wide as its text", 50, 300, 712, 16, False)]
    page = heading + lines(full, full, full) + lines(full, full, start=648)
    assert flow([page]).split("\n") == [
        "A heading that is as wide as its text",
        "a line that fills the column a line that fills the column a line that fills the column",
        "a line that fills the column a line that fills the column",
    ]


def test_a_sentence_over_two_pages_is_whole_and_page_numbers_are_left_out() -> None:
    first = lines(("The ministers agreed on the 15th of", 50, 300), ("this month that both of them would", 50, 300))
    number = [Line("- 1 -", 170, 185, 40, 10, False)]
    second = lines(("meet again in a week, here or there.", 50, 300), ("2", 175, 180))
    assert flow([first + number, second]) == (
        "The ministers agreed on the 15th of this month that both of them would meet again in a week, here or there."
    )


def words(*pages: str) -> str:
    """The words of pages whose lines are parted by `|`."""
    return " ".join(flow([lines(*((row, 50, 300) for row in page.split("|"))) for page in pages]).split())


def test_numbers_at_the_edges_of_pages_are_text_unless_they_count_the_pages() -> None:
    assert words("Founded in|1987") == "Founded in 1987"
    assert words("85%|agree.", "It cost|$500", "7|said no.") == "85% agree. It cost $500 7 said no."
    assert words("One.|- 3 -", "Two.|(4)", "Born in|1987", "Four.|[6]") == "One. Two. Born in 1987 Four."
    assert words("٩|One.", "١٠|Two.", "11") == "One. Two."


DECORATIONS = ["# 1", "• 1 •", "~ 1 ~", "1 #", "* 1 *", "/ 1 /", "<1>", "«1»", "1:", "− 1 −", "‐ 1 ‐", "\u200f1\u200f"]


@pytest.mark.parametrize("decorated", DECORATIONS)
def test_a_page_number_may_be_decorated_by_any_signs(decorated: str) -> None:
    first, second = (decorated.replace("1", number) for number in "12")
    assert words(f"They agreed|{first}", f"to meet|{second}", "again.") == "They agreed to meet again."


def test_numbers_on_every_other_page_count_the_pages_too() -> None:
    assert words("One.|1", "Two.", "Three.|3", "Born in|1987", "Five.|5") == "One. Two. Three. Born in 1987 Five."
    assert words("Room|1", "Two.", "Three.", "Room|4") == "Room 1 Two. Three. Room 4"


@pytest.mark.parametrize(("first", "third"), [("1990", "1992"), ("[1]", "[3]"), ("12°", "14°")])
def test_two_numbers_as_far_apart_as_their_pages_are_text(first: str, third: str) -> None:
    assert words(f"In|{first}", "Two.", f"In|{third}") == f"In {first} Two. In {third}"


def test_prices_and_shares_at_the_edges_of_pages_are_text() -> None:
    assert (
        words("It cost|$12", "It cost|$13", "It was|7 %", "It was|8 %")
        == "It cost $12 It cost $13 It was 7 % It was 8 %"
    )


def test_a_range_of_numbers_parted_at_the_line_end_is_whole() -> None:
    assert words("in the years 1990-|1995 it grew") == "in the years 1990-1995 it grew"
    assert words("the years 1990 -|1995 it grew") == "the years 1990 - 1995 it grew"


def test_a_line_without_a_size_is_read_as_a_paragraph_of_its_own() -> None:
    full = ("a line that fills the column", 50.0, 300.0)
    flat = Line("flat", 50, 300, 650, 0, False)
    page = [*lines(full, full), flat, *lines(full, full, start=600)]
    two_lines = "a line that fills the column a line that fills the column"
    assert flow([page]) == f"{two_lines}\nflat\n{two_lines}"


def test_pages_without_lines_give_no_text() -> None:
    assert flow([[], []]) == ""
