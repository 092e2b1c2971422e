"""The bundled reader, with the weights that are shipped: answers, order, confidence, threads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from ingest.embedding.models import Models
from ingest.text.views import Row, view
from ingest.text.words import search_words
from qa.answer import Passage, Reading
from qa.reader.bundled import WEIGHTS_FOLDER, BundledReader, first_answer
from qa.reader.finding import Finding

pytestmark = pytest.mark.model

ENGLISH = (
    "The library of the town was opened on 4 March 1921. It holds 12,500 books. "
    "Its first director was Maria Keller, who came from Vienna."
)
ARABIC = "افتُتحت مكتبة المدينة في 4 مارس 1921. وتضم 12,500 كتاب. وكانت أول مديرة لها ماريا كيلر، التي جاءت من فيينا."
ELSEWHERE = "The river is 300 kilometres long. It rises in the mountains and flows into the lake near the old bridge."


def passage(text: str, score: float = 0.85) -> Passage:
    return Passage("d", "title", "source", 0, len(text), text, retrieval_score=score, similarity=0.85)


@pytest.fixture(scope="module")
def reader(models: Models) -> BundledReader:
    return BundledReader(models.bundled)


def read(reader: BundledReader, question: str, text: str) -> tuple[str, Reading]:
    (reading,) = reader.read(question, [passage(text)])
    return text[reading.start : reading.end], reading


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("When was the library opened?", ENGLISH, "4 March 1921"),
        ("How many books does the library hold?", ENGLISH, "12,500"),
        ("متى افتتحت المكتبة؟", ARABIC, "4 مارس 1921"),
        ("كم كتابا تضم المكتبة؟", ARABIC, "12,500"),
        ("When was the library opened?", ARABIC, "4 مارس 1921"),
    ],
)
def test_the_answer_is_found_in_either_language(reader: BundledReader, question: str, text: str, answer: str) -> None:
    said, reading = read(reader, question, text)
    assert answer in said
    assert len(said) < len(answer) + 12
    assert reading.confidence > reader.threshold


def test_a_passage_that_does_not_say_gets_less_confidence_and_relevance(reader: BundledReader) -> None:
    there, elsewhere = reader.read("When was the library opened?", [passage(ENGLISH), passage(ELSEWHERE)])
    assert there.relevance > elsewhere.relevance
    assert there.confidence > 2 * elsewhere.confidence


def test_a_nearer_passage_comes_first_where_the_network_sees_no_difference(reader: BundledReader) -> None:
    far, near = reader.read("When was it opened?", [passage(ENGLISH, 0.80), passage(ENGLISH, 0.86)])
    assert near.relevance - far.relevance == pytest.approx(6, abs=0.2)


def test_an_answer_far_into_a_long_passage_is_found(reader: BundledReader) -> None:
    text = f"{ELSEWHERE} " * 25 + ENGLISH
    said, reading = read(reader, "Who was the first director of the library?", text)
    assert "Maria Keller" in said
    assert reading.start > len(text) - len(ENGLISH)


def test_of_a_table_the_row_and_the_cell_that_are_asked_for_are_read(reader: BundledReader) -> None:
    """Beside each other the network takes a neighbour's cell; alone in its row it takes the first figure."""
    text = "Port\t2019\t2020\nTripoli\t310\t442\nTyre\t75\t91\nSidon\t128\t117"
    rows = [(15, 30), (31, 41), (42, 55)]
    seen = view(text, [Row(start, end, ("Port", "2019", "2020")) for start, end in rows])
    table = replace(passage(text), stored_view=seen)
    asked = {"Tripoli in 2020": "442", "Tyre in 2020": "91", "Sidon in 2019": "128"}
    for what, value in asked.items():
        (reading,) = reader.read(f"How many ships called at {what}?", [table])
        assert text[reading.start : reading.end] == value


def test_a_cell_is_the_answer_as_a_whole(reader: BundledReader) -> None:
    text = "Dina Saleh\tHead of the archive (acting)"
    table = replace(passage(text), stored_view=view(text, [Row(0, len(text), ("Name", "Post"))]))
    (reading,) = reader.read("What is Dina Saleh's post?", [table])
    assert text[reading.start : reading.end] == "Head of the archive (acting)"


@pytest.mark.parametrize("text", ["", " ", "…", "a", "ن" * 5000])
def test_hostile_passages_are_read_without_an_error(reader: BundledReader, text: str) -> None:
    _, reading = read(reader, "Who?", text)
    assert 0 <= reading.start <= reading.end <= len(text)
    assert 0 <= reading.confidence <= 1


def test_no_passages_give_no_readings(reader: BundledReader) -> None:
    assert reader.read("Who?", []) == []


def test_several_threads_at_once_read_the_same(reader: BundledReader) -> None:
    passages = [passage(ENGLISH), passage(ARABIC), passage(ELSEWHERE)]
    alone = reader.read("Who was the first director?", passages)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: reader.read("Who was the first director?", passages), range(8)))
    assert all([(r.start, r.end) for r in readings] == [(r.start, r.end) for r in alone] for readings in together)


def test_the_shipped_weights_are_at_most_25_megabytes() -> None:
    assert (WEIGHTS_FOLDER / "reader.safetensors").stat().st_size <= 25_000_000


def finding(text: str, part: str, margin: float) -> Finding:
    return Finding(text.index(part), text.index(part) + len(part), margin, 0.0)


def test_the_answer_is_the_best_span_within_one_line_that_says_something_new() -> None:
    text = "Kerry in Moscow\nKerry came to Moscow on Thursday."
    across, repeated = finding(text, "Moscow\nKerry came", 5), finding(text, "came to Moscow", 4)
    right = finding(text, "on Thursday", 3)
    asked = frozenset(search_words("When did Kerry come to Moscow? He came"))
    assert first_answer([across, repeated, right], text, asked) == right
    assert first_answer([across, repeated], text, asked) == repeated
    assert first_answer([across], text, asked) == across
