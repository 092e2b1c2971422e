"""Sharing: how much of what a question names a text holds, a sign of whether the text can answer it at all."""

import re
from functools import lru_cache

from ingest.text.names import marks_names
from ingest.text.words import normalise, script
from qa.retrieval.across_scripts import names_and_numbers

_WORD = re.compile(r"[^\W_]{3,}")
_STUMP = 4
"""Letters of a word that count: what differs later are mostly endings. The index's search words tell no more and take
twenty times as long."""


def share_of_question(question: str, text: str) -> float:
    """The share of the question's words that the text holds; across scripts, of its names and numbers. 0..1.

    One half stands for nothing to go by: the share is smoothed by half a hit in one more word. Words are of three
    letters or more.
    """
    across = script(question) != script(text)
    marks = names_and_numbers if across else _stumps
    asked, held = marks(question), marks(text)
    if across and not marks_names(question):
        asked &= held  # any word may be a name, so that one which is not heard tells nothing
    return (len(asked & held) + 0.5) / (len(asked) + 1)


@lru_cache(maxsize=4096)  # a chunk is read for many questions
def _stumps(text: str) -> frozenset[str]:
    return frozenset(word[:_STUMP] for word in _WORD.findall(normalise(text)))
