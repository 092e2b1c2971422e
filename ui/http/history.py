"""History: an earlier exchange as a client sends it back → a turn of plain text.

The only place where the text of an answer is read: elsewhere its sentences and citations are at hand.
"""

from qa.dialogue.conversation import Turn
from qa.markers import without_markers
from qa.phrases import NO_EVIDENCE, SOURCES


def turn(question: str, answer: str, short_answer: str | None = None) -> Turn:
    """The exchange, its answer without markers, words for a sentence without evidence and the list of its sources."""
    for heading in SOURCES.values():
        answer = answer.partition(f"\n\n{heading}\n[1] ")[0]
    for mark in NO_EVIDENCE.values():
        answer = answer.replace(f" {mark}", "")
    return Turn(question, without_markers(answer), short_answer)
