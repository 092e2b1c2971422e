"""Known nouns: of which kind the documents of a scope show a noun to be."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.scope import Scope
from ingest.text.words import stems
from qa.dialogue.asking import content_words
from qa.dialogue.likeness import nearest
from qa.dialogue.nouns import NounKind, kind_of
from qa.retrieval.across_scripts import telling_names
from qa.retrieval.hybrid import HybridRetriever

SEARCHED = 5
"""Passages that a noun is looked for in."""


@dataclass(frozen=True)
class NounsOf:
    """The nouns of the documents; each method raises what retrieving and the embedding raise."""

    retriever: HybridRetriever
    scope: Scope

    def kind(self, noun: str) -> NounKind | None:
        return kind_of(noun, [passage.text for passage in self.retriever.retrieve(noun, SEARCHED, self.scope)])

    def are_said(self, words: str) -> bool:
        stemmed = frozenset(stems(" ".join(content_words(words))))
        names = telling_names(words)
        return any(
            not stemmed.isdisjoint(stems(passage.text)) or names & passage.facts.marks
            for passage in self.retriever.retrieve(words, SEARCHED, self.scope)
        )

    def nearest(self, noun: str, others: Sequence[str]) -> int:
        return nearest(self.retriever.index.embedding, noun, others)
