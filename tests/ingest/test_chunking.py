import tracemalloc

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.chunking import chunk
from ingest.document import Block, Chunk, Document
from ingest.text.sentences import sentences
from ingest.text.tokens import count_tokens

HOSTILE = st.text(
    alphabet=st.one_of(
        st.sampled_from("aZ بتهـ.؟! \n\r\t()«»\u0651\u064b\u0301\u200f\u202e😀👩🏽‍🚀漢ก"),
        st.characters(codec="utf-8", exclude_characters="\x00"),
    ),
    max_size=400,
)


def document(text: str) -> Document:
    return Document("test", "Test", text)


def texts(chunks: list[Chunk]) -> list[str]:
    return [c.text for c in chunks]


def test_whole_sentences_are_packed_to_the_budget() -> None:
    # "One two three." is 4 tokens, so are the others; two together with their space are 8
    made = chunk(document("One two three. Four five six. Seven eight nine."), budget=8)
    assert texts(made) == ["One two three. Four five six.", "Seven eight nine."]


def test_neighbours_share_whole_sentences() -> None:
    made = chunk(document("One two three. Four five six. Seven eight nine."), budget=8, overlap=4)
    assert texts(made) == ["One two three. Four five six.", "Four five six. Seven eight nine."]


def test_only_a_sentence_over_the_budget_is_cut_and_between_words() -> None:
    made = chunk(document("Short one. " + "word " * 20 + "end."), budget=10)
    assert texts(made)[0] == "Short one."
    assert all(count_tokens(text) <= 10 for text in texts(made))
    assert " ".join(texts(made)).split() == ("Short one. " + "word " * 20 + "end.").split()


def test_text_without_spaces_is_cut_too() -> None:
    made = chunk(document("漢字" * 400), budget=50)
    assert all(count_tokens(text) <= 50 for text in texts(made))
    assert "".join(texts(made)) == "漢字" * 400


@settings(deadline=None)
@given(HOSTILE, st.integers(4, 40), st.integers(0, 20))
@example("سطر\r\nسطر\u0651\u064b ـــ 😀. x", 4, 3)
@pytest.mark.slow
def test_offsets_are_exact_and_nothing_is_lost(text: str, budget: int, overlap: int) -> None:
    source = document(text)
    made = chunk(source, budget, min(overlap, budget - 1))
    assert all(source.text[c.start : c.end] == c.text for c in made)
    covered = {i for c in made for i in range(c.start, c.end)}
    assert all(i in covered for i, character in enumerate(text) if not character.isspace())
    starts = [c.start for c in made]
    assert starts == sorted(set(starts))


@settings(deadline=None)
@given(HOSTILE, st.integers(8, 40))
def test_a_sentence_within_the_budget_is_never_cut(text: str, budget: int) -> None:
    made = chunk(document(text), budget)
    for start, end in sentences(text):
        if count_tokens(text[start:end]) <= budget:
            assert any(c.start <= start and end <= c.end for c in made)


@pytest.mark.slow
def test_of_many_short_lines_only_a_chunk_s_are_held_at_a_time() -> None:
    document = Document("a.txt", "a", "ab\n" * 30_000)
    count_tokens("the vocabulary is loaded")
    tracemalloc.start()
    try:
        assert sum(map(len, (c.text for c in chunk(document, 256)))) > 80_000
        assert tracemalloc.get_traced_memory()[1] < 1_500_000
    finally:
        tracemalloc.stop()


def test_a_table_s_row_is_never_cut_and_knows_its_header_page_and_section() -> None:
    text = "Pay\nName\tSalary\nOmar N. Nasser. Clerk.\t21,000\nEnd."
    rows = text.index("Name"), text.index("Omar"), text.index("\nEnd")
    blocks = (
        Block(0, 3, "heading", page=2),
        Block(rows[0], rows[1] - 1, "row", page=2),
        Block(rows[1], rows[2], "row", page=3, header=("Name", "Salary")),
        Block(rows[2] + 1, len(text), page=3),
    )
    made = chunk(Document("a", "A", text, blocks), budget=20)
    row = next(c for c in made if "Omar" in c.text)
    assert row.text == "Omar N. Nasser. Clerk.\t21,000\nEnd."
    assert row.view.text == "Name: Omar N. Nasser. Clerk.; Salary: 21,000\nEnd."
    assert (row.page, row.section) == (3, "Pay")
    assert made[0].page == 2
