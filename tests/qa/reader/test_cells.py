"""Which cell of a row answers: logits are given by hand, a token a cell."""

import torch

from ingest.text.rows import rows_in
from ingest.text.views import Row, view
from ingest.text.words import search_words
from qa.reader.cells import answering_cell
from qa.reader.encoding import Encoded
from qa.reader.model import Outputs

TEXT = "Tyre\t75\t91"
SEEN = view(TEXT, [Row(0, len(TEXT), ("Port", "2019", "Ships (2020)"))])
(ROW,) = rows_in(SEEN)
WINDOW = Encoded([0, 1, 2, 3], 1, [(cell.start, cell.end) for cell in ROW.cells], ROW)


def answer(question: str, *logits: float) -> tuple[str, float] | None:
    """The cell that answers and its margin, where the network gives each cell's start and end these logits."""
    scores = torch.tensor([0.0, *logits])
    outputs = Outputs(scores, scores, torch.tensor(1.0))
    found = answering_cell(outputs, WINDOW, SEEN.text, question, frozenset(search_words(question)))
    return found and (SEEN.text[found.start : found.end], found.margin)


def test_the_networks_cell_answers_where_the_question_says_no_name() -> None:
    assert answer("How many ferries?", 0.0, 3.0, 1.0) == ("75", 6.0)


def test_the_cell_under_the_name_that_the_question_says_answers_with_the_rows_margin() -> None:
    assert answer("How many ships?", 0.0, 3.0, 1.0) == ("91", 6.0)
    assert answer("What of 2019?", 0.0, 1.0, 3.0) == ("75", 6.0)


def test_the_network_prevails_where_it_is_far_surer() -> None:
    assert answer("How many ships?", 0.0, 8.0, 1.0) == ("75", 16.0)


def test_a_cell_that_only_says_what_was_asked_answers_nothing() -> None:
    assert answer("ferries of Tyre", 9.0, 2.0, 1.0) == ("75", 4.0)
    assert answer("Tyre 75 91", 9.0, 2.0, 1.0) is None
