from hypothesis import given
from hypothesis import strategies as st

from ingest.text.views import Row, Run, View, bare, view

TABLE = "Name\tPost\tSalary\nOmar Nasser\tLegislative clerk\t21,000\nEnd."
HEADER = ("Name", "Post", "Salary")
OMAR = TABLE.index("Omar"), TABLE.index("\nEnd.")


def test_a_plain_text_is_its_own_view() -> None:
    assert view("The bridge is long.") == View("The bridge is long.", (Run(0, 0, 19, 19),))


def test_vowel_marks_and_tatweel_are_left_out_and_spans_are_carried_back_over_them() -> None:
    text = "وعـرضُـهُ ١٨ مترٌ."
    seen = view(text)
    assert seen.text == "وعرضه ١٨ متر."
    assert text[slice(*seen.back(0, 5))] == "وعـرضُـهُ"
    assert text[slice(*seen.back(6, 8))] == "١٨"
    assert text[slice(*seen.back(9, 12))] == "مترٌ"  # with the mark on its last letter
    assert text[slice(*seen.back(9, 13))] == "مترٌ."


def test_the_fathatan_of_ordinary_text_is_kept() -> None:
    assert view("شُكرًا جَزيلاً").text == "شكرًا جزيلاً"


def test_a_row_carries_its_header() -> None:
    seen = view(TABLE, [Row(*OMAR, HEADER)])
    assert seen.text == ("Name\tPost\tSalary\nName: Omar Nasser; Post: Legislative clerk; Salary: 21,000\nEnd.")
    start = seen.text.index("21,000")
    assert TABLE[slice(*seen.back(start, start + 6))] == "21,000"


def test_a_span_over_inserted_words_is_carried_back_to_the_words_of_the_text_in_it() -> None:
    seen = view(TABLE, [Row(*OMAR, HEADER)])
    start = seen.text.index("Post: Leg")
    assert TABLE[slice(*seen.back(start, start + len("Post: Legislative clerk")))] == "Legislative clerk"
    across = seen.text.index("clerk; Salary: 21")
    assert TABLE[slice(*seen.back(across, across + len("clerk; Salary: 21")))] == "clerk\t21"


def test_a_span_of_a_header_alone_is_carried_back_to_its_cell() -> None:
    seen = view(TABLE, [Row(*OMAR, HEADER)])
    start = seen.text.index("Salary: ")
    assert TABLE[slice(*seen.back(start, start + 6))] == "21,000"


def test_empty_cells_and_cells_beyond_the_header_have_no_header() -> None:
    text = "Omar\t\t21,000\tnew"
    assert view(text, [Row(0, len(text), HEADER)]).text == "Name: Omar; Salary: 21,000; new"


def test_the_view_of_a_row_alone_begins_with_its_header() -> None:
    seen = view(TABLE, [Row(*OMAR, HEADER)]).of(*OMAR)
    assert seen.text == "Name: Omar Nasser; Post: Legislative clerk; Salary: 21,000"
    assert seen.runs == (Run(6, 0, 11, 11), Run(25, 12, 17, 29), Run(52, 30, 6, 36))


def test_the_view_of_a_part_of_a_run_is_that_part() -> None:
    assert view("One. Two. Three.").of(5, 9) == View("Two.", (Run(0, 0, 4, 4),))


def test_a_view_of_nothing_is_empty() -> None:
    assert view("").of(0, 0) == View("", ())
    assert view("ـــ").of(0, 3) == View("", ())
    assert view("ـــ").back(0, 0) == (0, 0)


def test_a_question_loses_its_marks() -> None:
    assert bare("كَمْ يَبْلُغُ عَـرْضُ الجِسْرِ؟") == "كم يبلغ عرض الجسر؟"
    assert bare("لماذا سُمِّيَ جسرًا؟") == "لماذا سمي جسرًا؟"


@given(st.text(alphabet="ab\u064e\u0640\t\n ", max_size=40), st.data())
def test_every_run_is_the_same_in_view_and_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    whole = view(text, [Row(start, end, ("H", "K"))])
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    for seen, of in ((whole, text), (whole.of(first, last), text[first:last])):
        assert all(seen.text[r.at : r.at + r.length] == of[r.start : r.start + r.length] for r in seen.runs)
        own = "".join(of[r.start : r.start + r.length] for r in seen.runs)
        assert "".join(own.split()) == "".join(bare(of).split())


def test_a_span_behind_a_line_leads_back_to_the_text() -> None:
    # "Rules." and the line break are seven characters; "Nilsson" is [16:23] of the text
    seen = view("The founder was Nilsson.").behind("Rules.")
    assert seen.text == "Rules.\nThe founder was Nilsson."
    assert seen.back(23, 30) == (16, 23)
