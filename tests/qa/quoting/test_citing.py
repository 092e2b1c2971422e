from pathlib import Path

import pytest

from ingest.document import Block, Document
from ingest.text.views import Row, view
from qa.answer import Passage
from qa.quoting.citing import Citer, evidence, whole_sentences
from tests.conftest import MakeIndex

TEXT = "The first sentence. The second, «مع عربية», is here. The third."


@pytest.mark.model
def test_a_span_is_cited_with_its_place_in_the_document(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    document = Document("a.txt", "A", TEXT)
    index.add([document])
    passage = Passage(document.id, "A", "a.txt", 20, len(TEXT), TEXT[20:], 1.0)
    citation = Citer(index).cite(2, passage, (0, 32))
    assert citation is not None
    assert (citation.n, citation.start, citation.end) == (2, 20, 52)
    assert document.text[20:52] == citation.quote == "The second, «مع عربية», is here."
    index.close()


@pytest.mark.model
@pytest.mark.parametrize(
    ("span", "recognised"), [((0, 9), False), ((0, 14), True), ((11, 14), True), ((22, 27), False)]
)
def test_a_quote_says_whether_any_of_it_was_recognised(
    tmp_path: Path, make_index: MakeIndex, span: tuple[int, int], recognised: bool
) -> None:
    index = make_index(tmp_path)
    text = "Typed one.\nScan 1911.\nTyped."
    blocks = (Block(0, 10), Block(11, 21, "recognised"), Block(22, 28))
    document = Document("a.pdf", "A", text, blocks)
    index.add([document])
    citation = Citer(index).cite(1, Passage(document.id, "A", "a.pdf", 0, len(text), text, 1.0), span)
    assert citation is not None
    assert citation.recognised is recognised
    index.close()


@pytest.mark.model
def test_a_quote_that_is_not_verbatim_there_is_dropped(tmp_path: Path, make_index: MakeIndex) -> None:
    index = make_index(tmp_path)
    document = Document("a.txt", "A", TEXT)
    index.add([document])
    off_by_one = Passage(document.id, "A", "a.txt", 21, len(TEXT), TEXT[20:], 1.0)
    invented = Passage(document.id, "A", "a.txt", 0, 9, "The worst", 1.0)
    gone = Passage("0" * 16, "A", "a.txt", 0, 9, TEXT[:9], 1.0)
    citer = Citer(index)
    assert citer.cite(1, off_by_one, (0, 10)) is None
    assert citer.cite(1, invented, (0, 9)) is None
    assert citer.cite(1, gone, (0, 9)) is None
    assert citer.cite(1, Passage(document.id, "A", "a.txt", 0, 9, TEXT[:9], 1.0), (3, 3)) is None
    index.close()


def test_a_span_grows_to_its_whole_sentences() -> None:
    assert whole_sentences(TEXT, 24, 30) == (20, 52)
    assert whole_sentences(TEXT, 10, 30) == (0, 52)
    assert whole_sentences("no end", 3, 6) == (0, 6)


def test_the_evidence_in_a_table_is_the_whole_row() -> None:
    text = "Loans.\nThe Wall\tOut. Due on Monday.\nDune\tIn."
    seen = view(text, [Row(7, 35, ("Book", "State")), Row(36, 44, ("Book", "State"))])
    passage = Passage("d", "t", "s", 0, len(text), text, 1.0, stored_view=seen)
    assert evidence(passage, 21, 34) == (7, 35)
    assert evidence(passage, 41, 43) == (36, 44)
    assert evidence(passage, 0, 5) == (0, 6)
