"""Wishes: what a turn wants, of which documents, and of an overview how much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.scope import Scope
from ingest.text.words import normalise
from qa.dialogue.conversation import Turn
from qa.dialogue.counting import sentences_wanted
from qa.dialogue.naming import Section, named
from qa.dialogue.turns import Kind, Turns, Wanted, besides_overview
from qa.dialogue.understanding import last_question, wanted
from qa.retrieval.hybrid import HybridRetriever

_ONE = "article|document|text|file|page|paper|report|story"
_SPEAKS_OF_ONE = re.compile(
    rf"\b(?:this|it)\b|\b(?:the|that) (?:{_ONE})\b|\b(?:هذا|هذه)\b"
    r"|\bال(?:مقال|مقاله|مستند|نص|ملف|وثيقه|تقرير|خبر)\b"
)
_ONE_ABOUT = re.compile(
    rf"\b(?:{_ONE}) (?:that is |thats |which is )?(?:about|on|concerning) (.+)"
    r"|\b(?:ال)?(?:مقال|مقاله|مستند|نص|ملف|وثيقه|تقرير|خبر) (?:الذي |اللي )?(?:ي?تحدث )?(?:عن|حول) (.+)"
)


@dataclass(frozen=True)
class Wish:
    """What a turn wants, of the documents of a scope; of an overview how many sentences, and of which section.

    `doubted` is the place in the history of the question whose answer a turn doubts.
    """

    wanted: Wanted
    scope: Scope
    most: int | None = None
    section: Section | None = None
    doubted: int | None = None

    @property
    def kind(self) -> Kind:
        return self.wanted.kind


def wish(
    turn: str,
    history: Sequence[Turn],
    scope: Scope,
    turns: Turns,
    retriever: HybridRetriever,
    open_document: str | None = None,
) -> Wish:
    """What the turn wants. An overview is of what the turn names, else of the open document, else of the scope.

    Raises what retrieving raises.
    """
    index = retriever.index
    asks_for_one = besides_overview(turn) is not None
    most = sentences_wanted(turn)[1] if asks_for_one else None
    if asks_for_one and (found := named(turn, index, scope)):
        return Wish(Wanted(Kind.OVERVIEW), Scope(found.documents), most, found.section)
    if asks_for_one and (about := _ONE_ABOUT.search(normalise(turn))):
        found_about = retriever.retrieve(about[1] or about[2], 1, scope)
        if found_about:
            return Wish(Wanted(Kind.OVERVIEW), Scope((found_about[0].document_id,)), most)
    asked = wanted(turn, history, turns)
    if asked.kind is Kind.DOUBT:
        return Wish(asked, scope, doubted=last_question(history, turns))
    if asked.kind is not Kind.OVERVIEW:
        return Wish(asked, scope)
    if not scope and open_document:
        scope = Scope(tuple(record.id for record in index.records_of([open_document])))
    elif not scope.documents and _SPEAKS_OF_ONE.search(normalise(turn)):
        scope = Scope(tuple(record.id for record in index.documents(scope)[-1:]))
    return Wish(asked, scope, most)
