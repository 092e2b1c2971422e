"""The values of the way out: a passage that was found, a citation, a sentence, an answer and what is said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from ingest.json_form import JsonForm
from ingest.stores.catalogue import DocumentRecord
from ingest.text.facts import Facts, facts_of
from ingest.text.views import View, view
from qa.phrases import (
    FAILURE,
    FETCH_MODEL,
    HEDGED,
    NEAREST_EVIDENCE,
    NO_EVIDENCE,
    NOTHING_SUPPORTED,
    ON_PAGE,
    QUOTED_AS_NOT_FOUND,
    QUOTED_AS_UNSUPPORTED,
    QUOTED_FROM,
    QUOTED_INSTEAD,
    RECOGNISED,
    SOURCES_DO_NOT_SAY,
    UNDERSTOOD_AS,
    Language,
    language,
)

Mode = Literal["quoted", "generated", "chat"]
Failure = Literal["unreachable", "refused", "unknown", "busy", "late", "too_long", "interrupted", "failed"]
"""Why a language model gave no answer."""


@dataclass(frozen=True)
class Reading:
    """What a reader saw in one passage.

    `start` and `end` are the answer's span in characters of the passage's text. `relevance` orders passages
    (any scale, higher is better). `confidence` in 0..1 is the probability that the span answers the question.
    """

    start: int
    end: int
    relevance: float
    confidence: float


@dataclass(frozen=True)
class Passage(JsonForm):
    """A stretch of a document that retrieval found; `document.text[start:end] == text`.

    `retrieval_score` is retrieval's order, `relevance` that of the reader or reranker, None where nothing read it.
    `similarity` is how near question and passage are by meaning, about their cosine. `reading` is what the reader saw
    in it. `page` and `section` are None where the document has none. `copies` are the other documents of the same
    text that were found with it.
    """

    JSON = ("document_id", "title", "source", "start", "end", "text", "score")
    JSON_IF_ANY = ("page", "section", "also_in")

    document_id: str
    title: str
    source: str
    start: int
    end: int
    text: str
    retrieval_score: float
    similarity: float = 0.0
    reading: Reading | None = None
    relevance: float | None = None
    page: int | None = None
    section: str | None = None
    copies: tuple[DocumentRecord, ...] = ()
    stored_view: View | None = None
    stored_facts: Facts | None = None

    @property
    def also_in(self) -> Sequence[str]:
        """The sources of its copies."""
        return [record.source for record in self.copies]

    @property
    def view(self) -> View:
        """What models read of it, as it was stored with the chunk; its text is not a table's where nothing was."""
        return self.stored_view or view(self.text)

    @property
    def facts(self) -> Facts:
        """The facts of its view, as they were stored with the chunk."""
        return self.stored_facts or facts_of(self.view.text)

    def until(self, end: int, reading: Reading | None) -> "Passage":
        """The passage's first `end` characters, with what a reader saw in them."""
        text, seen = self.text[:end], self.view.of(0, end)
        return replace(self, end=self.start + end, text=text, reading=reading, stored_view=seen)

    def stretch(self, start: int, end: int) -> "Passage":
        """A stretch of the passage, as a passage that nothing has read."""
        return replace(
            self,
            start=self.start + start,
            end=self.start + end,
            text=self.text[start:end],
            reading=None,
            relevance=None,
            stored_view=self.view.of(start, end),
            stored_facts=None,
        )

    @property
    def score(self) -> float:
        """Orders the passages of one question: the relevance where there is one, else the retrieval score."""
        return self.retrieval_score if self.relevance is None else self.relevance


@dataclass(frozen=True)
class Citation(JsonForm):
    """Evidence number `n`: `document.text[start:end] == quote`, checked before it is shown.

    `copies` are as of `Passage`. `recognised`: text recognition has read it, or some of it, in an image.
    """

    JSON = ("n", "document_id", "title", "source", "start", "end", "quote", "page", "section")
    JSON_IF_ANY = ("also_in", "recognised")

    n: int
    document_id: str
    title: str
    source: str
    start: int
    end: int
    quote: str
    page: int | None = None
    section: str | None = None
    copies: tuple[DocumentRecord, ...] = ()
    recognised: bool = False

    @property
    def also_in(self) -> Sequence[str]:
        """The sources of its copies."""
        return [record.source for record in self.copies]

    def place(self, spoken: Language) -> str:
        """Title, page and section, and that it was recognised, as far as it is so: `Handbook · p. 3 · Leave`."""
        return " · ".join(place_of(self, spoken))


def place_of(found: Citation | Passage, spoken: Language) -> list[str]:
    """The parts of `Citation.place`, the title first; of a passage those that it has."""
    title, section = (" ".join((text or "").split()) for text in (found.title, found.section))
    page = ON_PAGE[spoken].format(page=found.page) if found.page is not None else ""
    recognised = RECOGNISED[spoken] if isinstance(found, Citation) and found.recognised else ""
    return [title, *(part for part in (page, "" if section == title else section, recognised) if part)]


@dataclass(frozen=True)
class Sentence(JsonForm):
    """One sentence as it is shown, with its own punctuation and without markers, and the numbers of its citations.

    `supported`: evidence was found for it, or it needs none (a rule between lines, a greeting). `starts_line`: it
    begins a new line, as an item of a list does.
    """

    JSON = ("text", "citations", "supported")

    text: str
    citations: tuple[int, ...]
    supported: bool
    starts_line: bool = False

    def marks(self, spoken: Language) -> str:
        """` [1][2]`, or that there is no evidence."""
        marks = "".join(f"[{n}]" for n in self.citations) or ("" if self.supported else NO_EVIDENCE[spoken])
        return f" {marks}" if marks else ""


def appended(sentence: Sentence, spoken: Language, *, first: bool, marked: bool = True) -> str:
    """What a text gains by the sentence: a blank or a line break unless it is the first, its words, its marks."""
    gap = "" if first else "\n" if sentence.starts_line else " "
    return f"{gap}{sentence.text}{sentence.marks(spoken) if marked else ''}"


@dataclass(frozen=True)
class Trace:
    """How an answer came about.

    `retrieved` is what was found, in retrieval's order; `ranked` what of it was read, in the reader's order;
    `timings_ms` has the stages `understand`, `retrieve`, `read` and `write`.
    """

    retrieved: Sequence[Passage]
    ranked: Sequence[Passage]
    timings_ms: Mapping[str, float]


@dataclass(frozen=True)
class Answer(JsonForm):
    """An answer with its evidence. `answered` false means: the sources do not say (`short_answer` is then None).

    `sentences` are the answer's; where the sources do not say, the nearest evidence. `confidence` in 0..1 is the
    probability that the answer is right. `hedged`: the sources may say so. `failure` is why the language model `model`
    did not write it, `remedy` the command that repairs that; `unsupported`: nothing that it wrote was supported;
    `overruled`: it wrote that the sources do not say, and they do.
    `understood_as` is the question that was answered, where that is another than the one asked.
    """

    JSON = (
        *("question", "answered", "hedged", "mode", "model", "text", "short_answer", "confidence", "notice"),
        *("sentences", "citations", "passages", "timings_ms"),
    )

    question: str
    answered: bool
    mode: Mode
    sentences: Sequence[Sentence]
    short_answer: str | None
    confidence: float
    citations: Sequence[Citation] = ()
    passages: Sequence[Passage] = ()
    model: str | None = None
    hedged: bool = False
    failure: Failure | None = None
    remedy: str | None = None
    understood_as: str | None = None
    unsupported: bool = False
    overruled: bool = False
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    trace: Trace | None = field(default=None, repr=False, compare=False)

    @property
    def language(self) -> Language:
        """What it is answered in: the question's language."""
        return language(self.question)

    @property
    def text(self) -> str:
        """The sentences with their marks, ` [1]`, or that the sources do not say."""
        return self._worded(marked=True)

    @property
    def plain(self) -> str:
        """The text without marks: what was said, for the history of a later question."""
        return self._worded(marked=False)

    @property
    def quoted_from(self) -> Language | None:
        """The language of quotes, where the answer is made of them and that of one or more is not the question's.

        None where they stand in for an LLM's answer: that is what the notice says then.
        """
        instead = self.failure or self.unsupported or self.overruled
        if self.mode != "quoted" or not self.answered or not self.citations or instead:
            return None
        others = (language(citation.quote) for citation in self.citations)
        return next((other for other in others if other != self.language), None)

    @property
    def notice(self) -> str | None:
        """What went otherwise than asked."""
        spoken, parts = self.language, []
        if self.understood_as is not None:
            parts.append(UNDERSTOOD_AS[spoken].format(question=self.understood_as))
        if self.quoted_from is not None:
            parts.append(QUOTED_FROM[self.quoted_from][spoken])
        if self.failure is not None:
            parts.append(QUOTED_INSTEAD[spoken].format(reason=FAILURE[self.failure][spoken]))
        if self.remedy is not None:
            parts.append(FETCH_MODEL[spoken].format(command=self.remedy))
        if self.unsupported:
            parts.append((QUOTED_AS_UNSUPPORTED if self.answered else NOTHING_SUPPORTED)[spoken])
        if self.overruled:
            parts.append(QUOTED_AS_NOT_FOUND[spoken])
        return " ".join(parts) or None

    def _worded(self, *, marked: bool) -> str:
        spoken = self.language
        if not self.answered:
            nearest = [f"«{s.text}»{s.marks(spoken) if marked else ''}" for s in self.sentences]
            return " ".join([SOURCES_DO_NOT_SAY[spoken], *([NEAREST_EVIDENCE[spoken], *nearest] if nearest else [])])
        parts = [appended(s, spoken, first=n == 0, marked=marked) for n, s in enumerate(self.sentences)]
        text = "".join(parts)
        return HEDGED[spoken].format(text=text) if self.hedged else text


@dataclass(frozen=True)
class Found:
    """Stream event: the passages retrieval found."""

    passages: Sequence[Passage]


@dataclass(frozen=True)
class Token:
    """Stream event: what the answer's text gains by its next sentence. A final answer of another text replaces all."""

    text: str


Event = Found | Token | Answer
"""What `System.stream` yields: one `Found`, any number of `Token`s, one final `Answer`."""
