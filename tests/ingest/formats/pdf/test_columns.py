"""Words are laid out by hand, at size 10: `(20, 45)` is one whose ink is from 20 to 45 points."""

from dataclasses import replace

from ingest.formats.pdf.columns import Word, Words, cell_starts

NAMES = [(0, 20), (23, 60), (63, 90)], [(0, 30), (33, 44), (63, 80)], [(0, 20), (23, 50), (63, 99)]
"""First name, last name, post: `63` begins a column, 3 points behind the longest name."""


def line(words: list[tuple[int, int]], baseline: int, rtl: bool = False, leads: bool = False) -> Words:
    return Words([Word(*ink, leads) for ink in words], baseline, 10, lambda number: words[number][0], rtl)


def starts(*lines: list[tuple[int, int]], rtl: bool = False, pitch: int = 12) -> list[set[int]]:
    return cell_starts([line(words, 500 - number * pitch, rtl) for number, words in enumerate(lines)])


def test_words_that_begin_where_one_does_behind_a_wide_gap_begin_cells() -> None:
    assert starts(*NAMES) == [{2}, {2}, {2}]


def test_two_lines_tell_nothing_and_neither_do_lines_far_apart() -> None:
    assert starts(*NAMES[:2]) == [set(), set()]
    assert starts(*NAMES, pitch=40) == [set(), set(), set()]


def test_without_a_wide_gap_nothing_is_looked_at() -> None:
    assert starts(*[[(0, 20), (23, 60)]] * 4) == [set()] * 4


def test_where_most_gaps_are_spaces_words_at_one_place_are_chance() -> None:
    prose = [(0, 60), (63, 99)]
    assert starts(prose, prose, [(0, 44), (63, 99)], prose) == [set()] * 4


def test_figures_may_end_at_one_place() -> None:
    assert starts([(0, 40), (44, 60)], [(0, 30), (50, 60)], [(0, 36), (44, 60)]) == [{1}, {1}, {1}]


def test_the_names_of_columns_may_be_centred_over_them() -> None:
    header = [(20, 40), (70, 85)]
    assert starts(header, *NAMES) == [{1}, {2}, {2}, {2}]


def test_a_sentence_over_a_table_is_none_of_its_rows() -> None:
    sentence = [(0, 30), (33, 61), (64, 90), (93, 120)]
    assert starts(sentence, *NAMES)[0] == set()


def test_the_dots_of_a_table_of_contents_begin_no_cells() -> None:
    entries = [line([(0, end), (60, 62), (70, 72)], 500 - 12 * n, leads=True) for n, end in enumerate((20, 30, 25))]
    assert cell_starts(entries) == [set()] * 3


def test_where_rules_part_the_cells_nothing_else_does() -> None:
    table = [replace(line(words, 500 - 12 * number), ruled=True) for number, words in enumerate(NAMES)]
    assert cell_starts(table) == [set()] * 3


def test_in_a_line_with_cells_a_gap_that_is_no_space_parts_further_ones() -> None:
    """Behind the first word are 8 to 10 points, behind the second 3 to 40."""
    table = [(0, 20), (30, 67), (70, 90)], [(0, 22), (30, 35), (70, 80)], [(0, 21), (30, 50), (70, 99)]
    assert starts(*table) == [{1, 2}, {1, 2}, {1, 2}]


def test_a_right_to_left_column_ends_at_one_place() -> None:
    table = [(0, 37), (40, 90)], [(0, 37), (55, 90)], [(0, 37), (48, 90)]
    assert starts(*table, rtl=True) == [{1}, {1}, {1}]
