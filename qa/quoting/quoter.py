"""Quoting: the answer without a language model, the sentences that say so and the shortest span in the first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.text.sentences import Span
from qa.answer import Answer, Citation, Passage, Sentence
from qa.dialogue.apposition import apposition
from qa.dialogue.asking import (
    asks_for_several,
    asks_to_compute,
    asks_who,
    asks_who_holds,
    asks_who_or_what,
    asks_yes_no,
    says_the_result,
)
from qa.markers import rounded
from qa.phrases import FACTS_TO_COMPUTE, THE_SOURCES_SAY, language
from qa.quoting.citing import Citer, evidence
from qa.quoting.comparing import disagree
from qa.quoting.fitting import Fit, fit
from qa.quoting.offices import holder, speaks_of
from qa.quoting.quotes import Found, different, list_around, of_block, sentence_of
from qa.quoting.rows import is_header, rows_named

MAX_SENTENCES = 5
FACTS = 2
"""Sentences that hold what is to be added up or compared."""
NEAR_THE_BEST = 0.7
"""The least share of the best sentence's confidence that another has which is quoted beside it.

Where several are asked for, .65 finds 29 of 46 answers in benchmarks/dialogue/everyday.tsv, as .5 does, with 36 and
not 48 citations, and .8 finds 27; over `seeds` .7 has a citation precision of .740, .5 of .671, at the same recall.
"""
SHARE_OF_A_FACT = 0.5
"""The least share of the best sentence's confidence that another fact to compute with has."""
DOUBT = 2.0
"""Times the threshold: what a passage of less confidence says is decided by its sentences, read one by one.

Over the documents of benchmarks/dialogue/everyday two questions more are answered, both rightly, and of 19 that they do
not answer three are no longer answered and one is; of 51 questions asked of foreign texts two more get a hedged answer;
of 68 of ARCD one more gets the right one and none is lost.
"""
SURE_OF_A_YES = 0.2
"""The share of `sure` from which on "the sources say" is said of a sentence that was read by itself.

Of the questions of yes or no in benchmarks/dialogue/everyday.tsv 17 of 18 that have an answer get its sentence so, and
none of six that have none; by the whole passage, from .5 on, 15 and none.
"""
_DIGIT = re.compile(r"\d")
_BEFORE_A_NAME = re.compile(r"^(?:between|by|from|with|to|for|of|بين|مع|لدى|عن)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Quoter:
    """Answers from read passages. Below `threshold` of confidence the sources do not say, below `sure` perhaps."""

    citer: Citer
    threshold: float
    sure: float = 0.0

    def wants_sentences(self, question: str) -> bool:
        """Whether the sentences of several passages have to be read one by one for it."""
        return asks_for_several(question) or asks_to_compute(question)

    def decides(self, question: str, passages: Sequence[Passage]) -> bool:
        """Whether the first passage as a whole is sure enough; where it is not, its sentences are read one by one.

        So are they where yes or no would answer: the passage's span says no more than which words are the question's.
        """
        if asks_yes_no(question):
            return False
        beyond_doubt = max(self.threshold, min(DOUBT * self.threshold, self.sure))
        first = self._first(passages[:1], beyond_doubt)
        return first is not None and self._fit(question, first) is Fit.FITS

    def answer(self, question: str, passages: Sequence[Passage], single: Sequence[Passage] = ()) -> Answer:
        """The quoted answer from the most relevant passages; each carries its reading.

        `single` are their sentences, read one by one, the most relevant first, where `wants_sentences`; those of the
        first where it does not decide.
        """
        if office := asks_who_holds(question):
            read = self._of(question, office, passages, single)
            return self._holder(question, office, passages) or replace(read, hedged=read.answered)
        if (name := asks_who_or_what(question)) and (said := self._who(question, name, passages)):
            return said
        if name and asks_who(question):
            return self._of(question, name, passages, single)
        return self._read(question, passages, single)

    def _read(self, question: str, passages: Sequence[Passage], single: Sequence[Passage]) -> Answer:
        """The answer by what the reader saw."""
        whole = not single or self.decides(question, passages)
        best = self._best(question, passages[:1] if whole else single)
        if best is None:
            return self._not_said(question, passages, single)
        found = sentence_of(best)
        if asks_to_compute(question) and not says_the_result(question, found.text):
            return self._facts(question, passages, found, single)
        if asks_yes_no(question):
            return self._evidence(question, passages, best, single)
        if rows := self._rows(question, found):
            return replace(self._quoted(question, passages, best, rows), short_answer=None)
        if asks_for_several(question):
            return self._quoted(question, passages, best, self._several(found, single))
        if not whole:
            return self._quoted(question, passages, best, self._two_best(question, best, single))
        return self._quoted(question, passages, best, [found, *self._otherwise(found, passages)])

    def _first(self, passages: Sequence[Passage], least: float) -> Passage | None:
        """The first passage in which the reader saw more than a heading, where it is sure enough of it."""
        best = next((passage for passage in passages if passage.reading and not self._is_heading(passage)), None)
        return best if best and best.reading and best.reading.confidence >= least else None

    def _best(self, question: str, passages: Sequence[Passage]) -> Passage | None:
        """The first that fits, else the first that may; none after one that the reader is not sure enough of."""
        unsure = None
        for passage in passages:
            if not passage.reading or self._is_heading(passage):
                continue
            if passage.reading.confidence < self.threshold:
                break
            match self._fit(question, passage):
                case Fit.FITS:
                    return passage
                case Fit.UNSURE:
                    unsure = unsure or passage
        return unsure

    def _fit(self, question: str, passage: Passage) -> Fit:
        document = self.citer.document(passage)
        return fit(question, passage, document, self.sure) if document else Fit.NOT

    def _rows(self, question: str, found: Found) -> list[Found]:
        """The rows of a table that the question names alike, where they are several."""
        document, at = self.citer.document(found.passage), found.passage.start + found.span[0]
        rows = rows_named(question, document, at) if document else None
        named = rows.blocks[:MAX_SENTENCES] if rows and rows.has_header else ()
        return [of_block(found.passage, block, self.citer) for block in named] if len(named) > 1 else []

    def _two_best(self, question: str, best: Passage, single: Sequence[Passage]) -> list[Found]:
        """The best sentence, and another that is nearly as sure."""
        assert best.reading is not None
        least = NEAR_THE_BEST * best.reading.confidence
        near = [p for p in single if p.reading and p.reading.confidence >= least and not self._is_heading(p)]
        found = different([sentence_of(passage) for passage in (best, *near) if self._fit(question, passage)])
        return found[:2]

    def _who(self, question: str, name: str, passages: Sequence[Passage]) -> Answer | None:
        """The title or apposition that the first passage with one gives the name."""
        found = ((passage, apposition(passage.text, name)) for passage in passages)
        said = (self._stated(question, passages, passage, span) for passage, span in found if span)
        return next((answer for answer in said if answer), None)

    def _holder(self, question: str, office: str, passages: Sequence[Passage]) -> Answer | None:
        """Who holds the office, by a title in one of the passages."""
        found = holder(office, passages, self.citer.index.embed)
        said = self._stated(question, passages, found.passage, found.name) if found else None
        return said if said is None or found is None or found.sure else replace(said, hedged=True)

    def _of(self, question: str, whom: str, passages: Sequence[Passage], single: Sequence[Passage]) -> Answer:
        """What was read of somebody or an office; nothing where what was read does not speak of them."""
        read = self._read(question, passages, single)
        quoted = [
            p for p in passages for c in read.citations if p.document_id == c.document_id and p.start <= c.start < p.end
        ]
        if read.answered and not any(speaks_of(whom, passage) for passage in quoted):
            return self._not_said(question, passages, single)
        return read

    def _stated(self, question: str, passages: Sequence[Passage], passage: Passage, span: Span) -> Answer | None:
        """What a passage says outright, by its words alone; None where it cannot be cited."""
        confidence = max(self.sure, passage.reading.confidence if passage.reading else 0.0)
        citation = self.citer.cite(1, passage, evidence(passage, *span))
        return _said(question, passages, [citation], passage.text[slice(*span)], confidence) if citation else None

    def _quoted(self, question: str, passages: Sequence[Passage], best: Passage, found: Sequence[Found]) -> Answer:
        """The sentences, those of several documents with their titles, and the span that was read in the best."""
        cited, reading = self._cited(found), best.reading
        if not cited or reading is None:
            return self._not_said(question, passages)
        read = best.text[reading.start : reading.end]
        short = _BEFORE_A_NAME.sub("", read) if asks_who(question) else read
        answer = _said(question, passages, cited, short, reading.confidence)
        unsure = reading.confidence < self.sure or self._fit(question, best) is not Fit.FITS
        return replace(answer, hedged=unsure)

    def _evidence(self, question: str, passages: Sequence[Passage], best: Passage, single: Sequence[Passage]) -> Answer:
        """Of a question that yes or no would answer: what the sources say; the yes is the reader's."""
        answer = self._quoted(question, passages, best, self._two_best(question, best, single))
        if not answer.answered or answer.confidence < SURE_OF_A_YES * self.sure:
            return self._not_said(question, passages, [best])
        spoken = language(question)
        said = [replace(s, text=THE_SOURCES_SAY[spoken].format(text=s.text)) for s in answer.sentences]
        return replace(answer, sentences=said, short_answer=None)

    def _facts(self, question: str, passages: Sequence[Passage], found: Found, single: Sequence[Passage]) -> Answer:
        """Of a question that wants something computed: the facts, and that the sum is left to the reader."""
        best = found.passage.reading.confidence if found.passage.reading else 0.0
        near = (p for p in single if p.reading and p.reading.confidence >= SHARE_OF_A_FACT * best)
        others = [sentence_of(passage) for passage in near if _DIGIT.search(passage.text)]
        first = [found] if _DIGIT.search(found.text) or not others else []
        answer = self._quoted(question, passages, found.passage, different([*first, *others])[:FACTS])
        if not answer.answered:
            return answer
        head = Sentence(FACTS_TO_COMPUTE[language(question)], (), supported=True)
        facts = [replace(sentence, starts_line=True) for sentence in answer.sentences]
        return replace(answer, sentences=[head, *facts], short_answer=None)

    def _several(self, found: Found, single: Sequence[Passage]) -> list[Found]:
        """The sentence, or the list that it stands in or opens, and others of nearly as much confidence."""
        if items := list_around(found, self.citer, MAX_SENTENCES):
            return items
        best = max(passage.reading.confidence for passage in single if passage.reading) if single else 1.0
        least = max(self.threshold, NEAR_THE_BEST * best)
        others = [sentence_of(p) for p in single if p.reading and p.reading.confidence >= least]
        return different([found, *others])[:MAX_SENTENCES]

    def _is_heading(self, passage: Passage) -> bool:
        """Whether what the reader saw is a heading or a table's header, which answers nothing by itself."""
        document = self.citer.document(passage)
        if passage.reading is None or document is None:
            return False
        at = passage.start + passage.reading.start
        blocks = document.blocks if passage.section is not None else ()
        return is_header(document, at) or any(b.kind == "heading" and b.start <= at < b.end for b in blocks)

    def _otherwise(self, found: Found, passages: Sequence[Passage]) -> list[Found]:
        """What another document says of the same matter with another value, where it is nearly as sure."""
        first, reading = found.passage, found.passage.reading
        assert reading is not None
        least = max(self.threshold, NEAR_THE_BEST * reading.confidence)
        for passage in passages[1:]:
            other = passage.reading
            if other is None or other.confidence < least or passage.document_id == first.document_id:
                continue
            two = sentence_of(passage)
            one_says, other_says = first.text[reading.start : reading.end], passage.text[other.start : other.end]
            if disagree(found.text, one_says, two.text, other_says):
                return [two]
        return []

    def _cited(self, found: Sequence[Found]) -> list[Citation]:
        citations: list[Citation] = []
        for passage, span in found:
            if citation := self.citer.cite(len(citations) + 1, passage, span):
                citations.append(citation)
        return citations

    def _not_said(self, question: str, passages: Sequence[Passage], nearer: Sequence[Passage] = ()) -> Answer:
        """The sources do not say; with the one sentence that is nearest, one that was read by itself first."""
        read = [passage for passage in (*nearer, *passages) if passage.reading]
        best = next((p for p in read if not self._is_heading(p)), next(iter(read), None))
        nearest = self._cited([sentence_of(best)]) if best else []
        return Answer(
            question=question,
            answered=False,
            mode="quoted",
            sentences=tuple(Sentence(rounded(citation.quote), (1,), supported=True) for citation in nearest),
            short_answer=None,
            confidence=best.reading.confidence if best and best.reading else 0.0,
            citations=nearest,
            passages=passages,
        )


def _said(
    question: str, passages: Sequence[Passage], cited: Sequence[Citation], short_answer: str, confidence: float
) -> Answer:
    """The citations as sentences; of several each begins a line, and where they are of several documents, its title."""
    titles = len({citation.document_id for citation in cited}) > 1
    sentences = (
        Sentence(
            f"{citation.title}: {rounded(citation.quote)}" if titles else rounded(citation.quote),
            (citation.n,),
            supported=True,
            starts_line=len(cited) > 1,
        )
        for citation in cited
    )
    return Answer(
        question=question,
        answered=True,
        mode="quoted",
        sentences=tuple(sentences),
        short_answer=short_answer,
        confidence=confidence,
        citations=cited,
        passages=passages,
    )
