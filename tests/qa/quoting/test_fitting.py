"""What is read is quoted only where it can be the answer: readings are given by hand, the index is real."""

from collections.abc import Iterator

import pytest

from ingest.document import Block, Document
from ingest.index import Index
from qa.answer import Passage, Reading
from qa.quoting.citing import Citer
from qa.quoting.quoter import Quoter
from tests.conftest import MakeIndex

pytestmark = pytest.mark.model

HEADER = ("Boat", "Owner", "Berth")
LINES = ("Boat\tOwner\tBerth", "Heron\tLind\t14", "Puffin\tMoss\t22", "Tern\tLind\t31")
PROSE = "The harbour is not open on feast days. The harbour opens at six. The mayor of Vik is Ada Holm."
BOATS, HARBOUR = "\n".join(LINES), PROSE


def _rows() -> Iterator[Block]:
    start = 0
    for number, line in enumerate(LINES):
        yield Block(start, start + len(line), "row", header=HEADER if number else ())
        start += len(line) + 1


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, make_index: MakeIndex) -> Iterator[Index]:
    index = make_index(tmp_path_factory.mktemp("fitting"))
    index.add([Document("boats", "Boats", BOATS, tuple(_rows())), Document("harbour", "Harbour", HARBOUR)])
    yield index
    index.close()


def read(index: Index, text: str, said: str, confidence: float) -> Passage:
    """A whole document, in which those words were read."""
    (record,) = [record for record in index.documents() if record.source == ("boats" if text == BOATS else "harbour")]
    document, start = index.document(record.id), text.index(said)
    reading = Reading(start, start + len(said), 1.0, confidence)
    view = document.view
    return Passage(record.id, record.title, record.source, 0, len(text), text, 1.0, reading=reading, stored_view=view)


def quoter(index: Index) -> Quoter:
    return Quoter(Citer(index), threshold=0.1, sure=0.5)


def test_another_row_s_value_is_no_answer(index: Index) -> None:
    answer = quoter(index).answer("berth of the Osprey", [read(index, BOATS, "14", 0.4)])
    assert not answer.answered
    assert quoter(index).answer("berth of the Osprey", [read(index, BOATS, "14", 0.9)]).hedged
    assert not quoter(index).answer("berth of the Puffin", [read(index, BOATS, "14", 0.9)]).answered
    asked = quoter(index).answer("berth of the Heron", [read(index, BOATS, "14", 0.9)])
    assert (asked.short_answer, asked.hedged) == ("14", False)


def test_the_row_that_is_named_is_taken_before_one_that_is_surer(index: Index) -> None:
    whole, single = read(index, BOATS, "14", 0.9), [read(index, BOATS, "14", 0.9), read(index, BOATS, "22", 0.3)]
    assert not quoter(index).decides("berth of the Puffin", [whole])
    answer = quoter(index).answer("berth of the Puffin", [whole], single)
    assert (answer.short_answer, [citation.quote for citation in answer.citations]) == ("22", ["Puffin\tMoss\t22"])


def test_all_rows_that_are_named_alike_are_quoted(index: Index) -> None:
    answer = quoter(index).answer("which boats belong to Lind", [read(index, BOATS, "Heron", 0.9)])
    assert [citation.quote for citation in answer.citations] == ["Heron\tLind\t14", "Tern\tLind\t31"]
    assert answer.short_answer is None


def test_a_table_s_header_is_no_answer(index: Index) -> None:
    assert not quoter(index).answer("who owns the Heron", [read(index, BOATS, "Owner", 0.9)]).answered


def test_when_is_answered_by_a_time_and_not_by_what_is_denied(index: Index) -> None:
    denied, said = read(index, HARBOUR, "feast days", 0.9), read(index, HARBOUR, "six", 0.3)
    assert quoter(index).answer("when does the harbour open", [denied]).hedged
    assert quoter(index).answer("when does the harbour open", [denied], [denied, said]).short_answer == "six"


def test_an_office_of_what_the_sources_do_not_speak_of_is_held_by_nobody(index: Index) -> None:
    holder = [read(index, HARBOUR, "Ada Holm", 0.9)]
    assert not quoter(index).answer("who is the mayor of Bergen", holder).answered
    assert quoter(index).answer("who is the mayor of Vik", holder).answered
    assert not quoter(index).answer("who is Piet Maas", holder).answered


def test_somebody_is_named_without_the_preposition_before_the_name(index: Index) -> None:
    said = [read(index, HARBOUR, "of Vik", 0.9)]
    assert quoter(index).answer("who has a mayor", said).short_answer == "Vik"
    assert quoter(index).answer("what has a mayor", said).short_answer == "of Vik"
