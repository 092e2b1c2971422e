"""Cells: which cell of a table's row answers a question, by the network and by the name over the cell."""

import re
from typing import TYPE_CHECKING

from ingest.text.words import search_words, stems
from qa.reader.alignment import aligned
from qa.reader.decoding import LONGEST, best_spans
from qa.reader.encoding import Encoded, Span
from qa.reader.finding import Finding

if TYPE_CHECKING:
    from qa.reader.model import Outputs

NAMED_IN_QUESTION = 8.0
"""Logits that a cell gains where the question says the whole name over it; where it says a part, that part of them."""
_UNIT = re.compile(r"\s*[(\[].*?[)\]]")  # Depth (m)


def answering_cell(
    outputs: "Outputs", window: Encoded, text: str, question: str, asked: frozenset[str]
) -> Finding | None:
    """The cell of the window's row that answers, whole unless it is long; None where none says more than was asked.

    `asked` are the question's search words. The margin is the row's, whichever cell the names decide for.
    """
    assert window.row
    start, end = outputs.start.cpu().numpy(), outputs.end.cpu().numpy()
    known, best, margins = frozenset(stems(question)), list[tuple[float, Span]](), list[float]()
    for name, first, last in window.row.cells:
        tokens, words = window.token_span(first, last), search_words(text[first:last])
        if not tokens or not words or asked.issuperset(words):
            continue
        count = tokens[1] - tokens[0] + 1
        (span,) = best_spans(start, end, tokens[0], count)
        whole = (first, last) if count <= LONGEST else window.characters(span.first, span.last)
        best.append((span.margin + NAMED_IN_QUESTION * _share(name, known), whole))
        margins.append(span.margin)
    if not best:
        return None
    return Finding(*aligned(text, *max(best)[1]), max(margins), float(outputs.relevance))


def _share(name: str, known: frozenset[str]) -> float:
    """The share of a name's words, its unit left out, that the question says."""
    words = frozenset(stems(_UNIT.sub("", name) or name))
    return len(words & known) / len(words) if words else 0.0
