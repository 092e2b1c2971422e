from ingest.formats.pdf.furniture import without_furniture
from ingest.formats.pdf.lines import Line

BODY = [
    "The council met in the spring",
    "and agreed to build a tower",
    "of stone at the harbour, so",
    "that ships would find it in",
    "the storms of the winter.",
]


def page(head: str | None, foot: str | None, *body: str, size: float = 10) -> list[Line]:
    lines = [Line(text, 50, 300, 700 - 12 * number, 10, False) for number, text in enumerate(body or BODY)]
    at_top = [Line(head, 50, 300, 760, size, False)] if head else []
    at_foot = [Line(foot, 50, 300, 40, 10, False)] if foot else []
    return [*at_foot, *at_top, *lines]  # many files paint both before the text


def left(*pages: list[Line]) -> list[list[str]]:
    return [[item.text for item in page] for page in without_furniture(pages)]


def test_heads_and_feet_that_recur_are_left_out() -> None:
    first = page("Annual report Page 1 of 2", "Harbour Authority")
    second = page("Annual report Page 2 of 2", "Harbour Authority")
    assert left(first, second) == [BODY, BODY]


def test_left_and_right_pages_may_have_heads_of_their_own() -> None:
    pages = [page("Harbour" if number % 2 else f"{number} Report", None) for number in range(4, 8)]
    assert left(*pages) == [BODY] * 4


def test_a_title_is_no_head_though_the_pages_after_it_repeat_it() -> None:
    pages = [page("Annual report", None, size=18), page("Annual report", None), page("Annual report", None)]
    assert left(*pages) == [["Annual report", *BODY], BODY, BODY]


def test_chapters_whose_numbers_do_not_count_the_pages_are_text() -> None:
    pages = [page("Chapter 1", None), page("Chapter 3", None)]
    assert left(*pages) == [["Chapter 1", *BODY], ["Chapter 3", *BODY]]


def test_lines_that_recur_within_the_text_stay() -> None:
    pages = [page(None, None, "It cost", f"{price} pounds", "in all.") for price in (12, 30)]
    assert left(*pages) == [["It cost", "12 pounds", "in all."], ["It cost", "30 pounds", "in all."]]


def test_a_page_number_beside_a_foot_goes_too() -> None:
    first, second = page(None, "Harbour Authority"), page(None, "Harbour Authority")
    numbers = [Line(text, 170, 180, 20, 10, False) for text in ("1", "2")]
    assert left([numbers[0], *first], [numbers[1], *second]) == [BODY, BODY]
