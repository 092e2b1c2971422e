"""Wishes: what a turn wants, of which documents, and of an overview how much."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.scope import Scope
from ingest.stores.catalogue import DocumentRecord
from ingest.text.words import normalise
from qa.answer import Passage
from qa.dialogue.conversation import Turn
from qa.dialogue.counting import sentences_wanted
from qa.dialogue.naming import Section, named
from qa.dialogue.topics import rules_on, told_about
from qa.dialogue.turns import Kind, Turns, Wanted, besides_overview
from qa.dialogue.understanding import last_question, wanted
from qa.mentions import mentions
from qa.retrieval.hybrid import HybridRetriever

_ALL_RULES = 6
"""Sentences of a section that is asked for its rules, of which none should be left out."""
_ONE = "article|document|text|file|page|paper|report|story"
_SPEAKS_OF_ALL = re.compile(
    r"\b(?:documents|docs|files|articles|papers|pdfs|reports|stories|sources|texts|everything|all of (?:them|these))\b"
    r"|(?:\b|ال)(?:مستندات|ملفات|وثايق|وثائق|مقالات|تقارير|مصادر|نصوص|اوراق)\b"
)
_SUMMARY = re.compile(r"\b(?:summar\w+|sum up|gist|overview)\b|\b(?:لخص|اختصر|ملخص|تلخيص|خلاص|نبذ)")
_ONE_ABOUT = re.compile(
    rf"\b(?:{_ONE}) (?:that is |thats |which is )?(?:about|on|concerning) (.+)"
    r"|\b(?:ال)?(?:مقال|مقاله|مستند|نص|ملف|وثيقه|تقرير|خبر) (?:الذي |اللي )?(?:ي?تحدث )?(?:عن|حول) (.+)"
)


@dataclass(frozen=True)
class Wish:
    """What a turn wants, of the documents of a scope; of an overview how many sentences, and of which section.

    `doubted` is the place in the history of the question whose answer a turn doubts; `mentions` are the sentences of a
    topic that no title or heading names.
    """

    wanted: Wanted
    scope: Scope
    most: int | None = None
    section: Section | None = None
    doubted: int | None = None
    mentions: Sequence[Passage] = ()

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
    besides = besides_overview(turn)
    topic, most = " ".join(besides or ()), sentences_wanted(turn)[1] if besides is not None else None
    if besides is None:
        found = _named(turn, rules_on(turn), _ALL_RULES, retriever, scope)
    else:
        found = _named(turn, topic, most, retriever, scope)
    if found:
        return found
    asked = wanted(turn, history, turns)
    if asked.kind is Kind.DOUBT:
        return Wish(asked, scope, doubted=last_question(history, turns))
    told = told_about(turn) is not None or _SUMMARY.search(normalise(turn)) is not None
    if topic and (told or asked.kind is Kind.OVERVIEW) and (spoken := mentions(topic, retriever, scope)):
        return Wish(Wanted(Kind.OVERVIEW), scope, most, mentions=spoken)
    if asked.kind is not Kind.OVERVIEW:
        return Wish(asked, scope)
    records = retriever.index.records_of([open_document]) if open_document else []
    if records and not _SPEAKS_OF_ALL.search(normalise(turn)) and _within(records[0], scope):
        scope = Scope((records[0].id,))
    return Wish(asked, scope, most)


def _named(turn: str, topic: str | None, most: int | None, retriever: HybridRetriever, scope: Scope) -> Wish | None:
    """An overview of what the turn names: a document, a section, or the document about something."""
    if topic is None:
        return None
    if found := named(turn, topic, retriever.index, scope):
        return Wish(Wanted(Kind.OVERVIEW), Scope(found.documents), most, found.section)
    about = _ONE_ABOUT.search(normalise(turn))
    first = retriever.retrieve(about[1] or about[2], 1, scope) if about else []
    return Wish(Wanted(Kind.OVERVIEW), Scope((first[0].document_id,)), most) if first else None


def _within(record: DocumentRecord, scope: Scope) -> bool:
    return not scope or record.id in scope.documents or record.collection in scope.collections
