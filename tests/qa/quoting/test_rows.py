import pytest

from ingest.document import Block, Document
from qa.quoting.rows import Rows, is_header, rows_named


def table(title: str, header: tuple[str, ...], *lines: str, kind: str = "row") -> Document:
    """A document of a title and one table, or list, whose rows are the lines."""
    blocks, text = [Block(0, len(title), "heading")], title
    for line in lines:
        blocks.append(Block(len(text) + 1, len(text) + 1 + len(line), kind, header=header))  # type: ignore[arg-type]
        text += f"\n{line}"
    return Document("t", title, text, tuple(blocks))


FERRIES = table(
    "Ferries of the bay",
    ("Island", "Captain", "Seats"),
    "Vesla\tIna Roth\t80",
    "Orm\tPer Dahl\t45",
    "Hane\tIna Roth\t60",
)
REPAIRS = table("أسعار الورشة", ("الخدمة", "السعر"), "تبديل الزيت\t20", "فحص المكابح\t15", "غسل السيارة\t5")
HIRE = table("Hire", (), "Kayak: 9 euros", "Life jacket: 2 euros", kind="item")


def first_cells(document: Document, named: Rows | None) -> list[str] | None:
    """The first cell of each named row, of the first row's table."""
    if named is None:
        return None
    return [document.text[b.start : b.end].split("\t")[0].split(":")[0] for b in named.blocks]


def named(document: Document, question: str) -> Rows | None:
    return rows_named(question, document, document.blocks[1].start)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("how many seats has the ferry to Orm", ["Orm"]),
        ("who takes us to vesla", ["Vesla"]),
        ("which island has captain roth", ["Vesla", "Hane"]),
        ("how many seats has the ferry to Skarv", []),
        ("seats of the ferries", None),  # the title and the header say all of it
        ("how many seats are there", None),
    ],
)
def test_a_row_is_named_by_what_the_header_and_the_title_do_not_say(question: str, rows: list[str] | None) -> None:
    found = named(FERRIES, question)
    assert (None if found is None else first_cells(FERRIES, found)) == rows


def test_arabic_rows_are_named_in_other_forms_of_their_words() -> None:
    assert first_cells(REPAIRS, named(REPAIRS, "كم سعر تبديل زيت")) == ["تبديل الزيت"]
    found = named(REPAIRS, "كم سعر الإطارات")
    assert found is not None
    assert found.blocks == []


def test_of_a_list_the_labels_are_named() -> None:
    assert first_cells(HIRE, named(HIRE, "what does a kayak cost")) == ["Kayak"]
    found = named(HIRE, "what does a tent cost")
    assert found is not None
    assert (found.blocks, found.has_header) == ([], False)


def test_a_row_that_no_word_of_another_script_names_is_left_to_the_reader() -> None:
    assert named(FERRIES, "كم مقعداً في العبّارة إلى الجزيرة") is None


def test_a_qualified_thing_is_not_the_row_of_the_thing() -> None:
    courts = table("Halls", ("Hall", "Price"), "Squash court\t14", "Weight room\t6")
    assert [(n.qualified, len(n.blocks)) for q in ("a tennis court", "a court") if (n := named(courts, q))] == [
        (True, 1),
        (False, 1),
    ]
    found = [named(REPAIRS, q) for q in ("كم سعر فحص المحرك", "كم سعر فحص المكابح")]
    assert [one.qualified for one in found if one] == [True, False]


def test_prose_has_no_rows() -> None:
    assert rows_named("who is Ina Roth", FERRIES, 0) is None


def test_a_header_is_known_by_the_rows_below_it() -> None:
    text = "Island\tSeats\nOrm\t45"
    document = Document("t", "T", text, (Block(0, 12, "row"), Block(13, 19, "row", header=("Island", "Seats"))))
    assert is_header(document, 0)
    assert not is_header(document, 13)


def test_of_a_list_the_item_of_another_label_is_told_from_the_one_that_is_named() -> None:
    found = named(HIRE, "what does a kayak cost")
    assert found is not None
    assert found.are_items(but=HIRE.blocks[2].start)
    assert not found.are_items(but=HIRE.blocks[1].start)
