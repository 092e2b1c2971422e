"""Sharing: how much of what a question names a text holds, a sign of whether the text can answer it at all."""

import re

from ingest.text.facts import facts_of
from ingest.text.names import marks_names
from ingest.text.words import normalise
from qa.answer import Passage

_WORD = re.compile(r"[^\W_]{3,}")
_PREFIX = 4
"""Letters of a word that count: what differs later are mostly endings. The index's search words say no more and take
twenty times as long."""


def share_of_question(question: str, passage: Passage) -> float:
    """The share of the question's words that the passage holds; across scripts, of its names and numbers. 0..1.

    One half stands for nothing to go by: the share is smoothed by half a hit in one more word. Words are of three
    letters or more.
    """
    facts = facts_of(question)
    if facts.script == passage.facts.script:
        asked, held = _prefixes(question), _prefixes(passage.view.text)
    else:
        asked, held = facts.marks, passage.facts.marks
        if not marks_names(question):
            asked &= held  # any word may be a name, so one that is not found says nothing
    return (len(asked & held) + 0.5) / (len(asked) + 1)


def _prefixes(text: str) -> frozenset[str]:
    return frozenset(word[:_PREFIX] for word in _WORD.findall(normalise(text)))
