"""A passage of any length is read whole, in windows of whole sentences."""

from itertools import pairwise

import pytest
from tokenizers import Tokenizer

from ingest.embedding.models import Models
from ingest.text.rows import rows_in
from ingest.text.views import Row, view
from qa.reader.encoding import END, START, encode_question
from qa.reader.windows import OVERLAP, WINDOW, windows

pytestmark = pytest.mark.model


@pytest.fixture
def tokenizer(models: Models) -> Tokenizer:
    # leaves the shared tokenizer set to pad and to cut
    models.embedding("bundled").embed_documents(["one", "a longer one"])
    tokenizer: Tokenizer = models.bundled.model.tokenizer.backend_tokenizer
    return tokenizer


def test_of_a_very_long_question_the_beginning_and_the_end_are_read(tokenizer: Tokenizer) -> None:
    """600 tokens: more than the shared tokenizer leaves in one piece."""
    question = "one two three " * 200 + "اتفق الوزيران، أين مقر مجموعة التنفيذ المشتركة؟"
    ids = encode_question(tokenizer, question)
    assert 60 <= len(ids) <= 72
    read = tokenizer.decode(ids)
    assert read.startswith("query: one two three one two three")
    assert read.endswith("اتفق الوزيران، أين مقر مجموعة التنفيذ المشتركة؟")


def test_a_question_of_ordinary_length_is_read_whole(tokenizer: Tokenizer) -> None:
    question = " ".join(["word"] * 63) + "?"
    assert tokenizer.decode(encode_question(tokenizer, question)) == f"query: {question}"


def test_a_short_passage_is_one_window_in_the_form_the_network_learned(tokenizer: Tokenizer) -> None:
    (window,) = windows(tokenizer, encode_question(tokenizer, "متى؟"), "جاء يوم الخميس.")
    assert tokenizer.decode(window.ids, skip_special_tokens=False) == (
        "<s> query: متى؟</s></s> passage: جاء يوم الخميس.</s>"
    )
    assert window.ids[0] == START
    assert window.ids[-1] == window.ids[window.first - 1] == END


def test_tokens_and_characters_lead_to_each_other(tokenizer: Tokenizer) -> None:
    text = "جاء كيري إلى موسكو 😀 يوم الخميس."
    (window,) = windows(tokenizer, encode_question(tokenizer, "متى؟"), text)
    start = text.index("موسكو")
    span = window.token_span(start, start + 5)
    assert span is not None
    left, right = window.characters(*span)
    assert text[left:right].strip() == "موسكو"


def test_no_sentence_that_fits_is_cut_and_none_is_read_twice(tokenizer: Tokenizer) -> None:
    sentence = "وصل وزير الخارجية الأمريكي جون كيري إلى موسكو مساء الخميس {} لبحث الأزمة السورية مع الرئيس الروسي."
    sentences = [sentence.format(n) for n in range(12)]
    cut = windows(tokenizer, encode_question(tokenizer, "متى؟"), " ".join(sentences))
    read = [[span for span in window.offsets if span[1]] for window in cut]  # without the prompt's tokens
    texts = [" ".join(sentences)[spans[0][0] : spans[-1][1]].strip() for spans in read]
    assert 1 < len(texts) < 12
    assert " ".join(texts) == " ".join(sentences)
    assert all(text.endswith("الروسي.") for text in texts)
    assert all(len(window.offsets) <= WINDOW + 3 for window in cut)


def test_a_long_sentence_loses_no_word(tokenizer: Tokenizer) -> None:
    text = " ".join(f"word{n}" for n in range(2000))  # far more tokens than the tokenizer's own maximum of 512
    cut = windows(tokenizer, encode_question(tokenizer, "which?"), text)
    assert len(cut) > 3
    assert all(len(window.offsets) <= WINDOW + 3 for window in cut)
    covered = {n for window in cut for left, right in window.offsets for n in range(left, right)}
    assert {n for n, character in enumerate(text) if not character.isspace()} <= covered
    seen = [{offsets for offsets in window.offsets if offsets[1]} for window in cut]
    assert all(len(a & b) == OVERLAP for a, b in pairwise(seen))


def test_each_row_of_a_table_is_a_window_of_its_own(tokenizer: Tokenizer) -> None:
    text = "Staff\nPaid monthly.\nOmar\tClerk. On leave.\nDina\tDriver\nEnd."
    header = ("Name", "Post")
    seen = view(text, [Row(20, 41, header), Row(42, 53, header)])
    cut = windows(tokenizer, encode_question(tokenizer, "who?"), seen.text, rows_in(seen))
    spans = [[span for span in window.offsets if span[1]] for window in cut]
    read = [seen.text[its[0][0] : its[-1][1]].strip() for its in spans]
    assert read == [
        "Staff\nPaid monthly.",
        "Name: Omar; Post: Clerk. On leave.",
        "Name: Dina; Post: Driver",
        "End.",
    ]
    assert [window.row is not None for window in cut] == [False, True, True, False]
