"""Spans: where a context holds a gold answer of which the set says about where it stands."""

import re
from typing import Any

from ingest.document import Document
from qa.evaluation.testset import Evidence


def located(document: Document, gold: str, start: Any) -> Evidence | None:
    """The gold answer's span: of the places that hold its words, the nearest to the given offset.

    Offsets are wrong in many a set, and some answers differ from their context in white space (ARCD).
    """
    if not gold.strip():
        return None
    near = start if isinstance(start, int) else 0
    places = re.finditer(r"\s+".join(map(re.escape, gold.split())), document.text)
    nearest = min(places, key=lambda place: abs(place.start() - near), default=None)
    return Evidence(document.id, *nearest.span()) if nearest else None
