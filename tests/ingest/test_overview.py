"""The sentence that stands for a document in a list, by vectors worked out by hand."""

from pathlib import Path

import pytest

from ingest.document import Chunk, Document
from ingest.overview import main_sentence
from ingest.text.facts import facts_of
from ingest.text.views import view
from tests.conftest import MakeIndex


def chunk(start: int, text: str) -> Chunk:
    seen = view(text)
    return Chunk("d", start, start + len(text), text, seen, facts_of(seen.text))


FIRST, SECOND, THIRD = (
    chunk(0, "A heading\nThe harbour of Tyre is closed in winter. It opens in May."),
    chunk(100, "Short.\nFishing boats leave before dawn and return at noon. They are blue."),
    chunk(200, "Prices: 3, 4"),
)


def test_it_is_the_first_whole_sentence_of_the_chunk_that_is_nearest_to_the_mean() -> None:
    # the sum is (1.6, 1.8): 1.6 of the first, .6 × 1.6 + .8 × 1.8 = 2.4 of the second, 1.8 of the third
    vectors = {FIRST.id: [1.0, 0.0], SECOND.id: [0.6, 0.8], THIRD.id: [0.0, 1.0]}
    said = "Fishing boats leave before dawn and return at noon."
    assert main_sentence([FIRST, SECOND, THIRD], vectors) == said


def test_a_chunk_without_a_whole_sentence_gives_way_to_the_next_nearest() -> None:
    assert main_sentence([FIRST, THIRD], {FIRST.id: [1.0, 0.0], THIRD.id: [0.0, 2.0]}) == (
        "The harbour of Tyre is closed in winter."
    )


def test_there_is_none_where_no_vector_or_sentence_is_there() -> None:
    assert main_sentence([FIRST], {}) == ""
    assert main_sentence([THIRD], {THIRD.id: [1.0, 0.0]}) == ""


@pytest.mark.model
def test_it_is_made_at_ingest_and_kept(make_index: MakeIndex, tmp_path: Path) -> None:

    index = make_index(tmp_path)
    index.add([Document("a.txt", "a", "The bridge over the Orontes was rebuilt in 1984. It is long.")])
    (record,) = index.documents()
    assert record.overview == "The bridge over the Orontes was rebuilt in 1984."
    index.close()
