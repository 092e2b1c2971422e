"""Mentions: the sentences of the documents that speak of a topic, where no title or heading names it."""

from collections.abc import Iterator

from ingest.overview import MIN_WORDS
from ingest.scope import Scope
from ingest.text.facts import facts_of
from ingest.text.sentences import sentences
from ingest.text.words import stems
from qa.answer import Passage
from qa.dialogue.asking import content_words
from qa.dialogue.overview import leans_back
from qa.retrieval.across_scripts import telling_names
from qa.retrieval.hybrid import HybridRetriever

MOST = 4
SEARCHED = 5
"""Passages whose sentences are looked through."""
SHARE = 0.5
"""A sentence that speaks of a topic has more of its words than this."""


def mentions(topic: str, retriever: HybridRetriever, scope: Scope) -> list[Passage]:
    """At most four sentences that speak of the topic or go on about it, in the order of each text.

    Raises what retrieving raises.
    """
    words = frozenset(stems(" ".join(content_words(topic))))
    if not words:
        return []
    found = [one for passage in retriever.retrieve(topic, SEARCHED, scope) for one in _in(passage, topic, words)]
    kept = list({(one.document_id, one.start): one for one in found}.values())[:MOST]
    place = {id: n for n, id in enumerate(dict.fromkeys(one.document_id for one in kept))}
    return sorted(kept, key=lambda one: (place[one.document_id], one.start))


def _in(passage: Passage, topic: str, words: frozenset[str]) -> Iterator[Passage]:
    names = telling_names(topic)
    goes_on = False
    for start, end in sentences(passage.text):
        said = passage.stretch(start, end)
        if len(said.text.split()) < MIN_WORDS:  # a heading, a label
            continue
        speaks = len(words & frozenset(stems(said.text))) > SHARE * len(words) or (
            said.facts.script != facts_of(topic).script and bool(names & said.facts.marks)
        )
        goes_on = speaks or (goes_on and leans_back(said.text))
        if goes_on:
            yield said
