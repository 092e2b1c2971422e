"""The JSON of the HTTP API as pydantic models: requests are checked by them, responses described by them in /docs.

Responses are made by the values themselves (`Answer.to_json` and its like), and their models derive from the values.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Self, get_args, get_origin

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, create_model, model_validator

from ingest import pipeline
from ingest.json_form import JsonForm
from ingest.metadata import Metadata
from ingest.stores import catalogue
from qa import answer
from qa.dialogue.conversation import Turn as ConversationTurn
from qa.phrases import Language
from qa.writing import translating
from ui.http import history

MAX_TURNS = 50
MAX_K = 100
MAX_SOURCES = 100
MAX_SCOPE = 1000
MAX_LISTED = 1000
"""Documents that one question may be asked of by their ids."""


def _web_url(url: str) -> str:
    """As it was given: the address is the document's source. A path or `file:` URL of the server is no web URL."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("a URL must begin with http:// or https://; files of the server cannot be named, upload them")
    TypeAdapter(HttpUrl).validate_python(url)
    return url


def _unicode(text: str) -> str:
    """JSON can hold half of a surrogate pair (`\\ud800`), which no encoding and no model takes."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("the text holds half of a surrogate pair; send whole characters")
    return text


def _one_line(title: str) -> str:
    """As a document's own title: one line. A control code would reach the terminals that show it."""
    title = "".join("\ufffd" if unicodedata.category(c) == "Cc" and not c.isspace() else c for c in title)
    if not (title := " ".join(title.split())):
        raise ValueError("the title is blank")
    return title


Text = Annotated[str, AfterValidator(_unicode)]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Turn(_Request):
    """One earlier exchange."""

    question: Text
    answer: Text
    short_answer: Text | None = Field(
        default=None, description="The answer's `short_answer`, which a follow-up may lean on."
    )


Scope = Annotated[
    list[Text],
    Field(max_length=MAX_SCOPE, description="Ids of the documents that are asked; all where there are none."),
]


AskedCollection = Annotated[
    Text | None, Field(description="The collection that is asked; all documents where it is null.", examples=[None])
]


Offset = Annotated[int, Query(ge=0, description="How many documents to skip.")]
Limit = Annotated[int, Query(ge=1, le=MAX_LISTED, description="How many documents to list at most.")]


class AskRequest(_Request):
    question: Text = Field(examples=["What did Lavrov agree to?"])
    history: list[Turn] = Field(
        default=[], max_length=MAX_TURNS, description="What was said before, the oldest first.", examples=[[]]
    )
    stream: bool = Field(default=False, strict=True, description="Answer as server-sent events.")
    documents: Scope = Field(default=[], examples=[[]])
    collection: AskedCollection = None

    @property
    def turns(self) -> list[ConversationTurn]:
        return [history.turn(turn.question, turn.answer, turn.short_answer) for turn in self.history]


class SearchRequest(_Request):
    question: Text = Field(examples=["ماذا قال كيري عن سوريا؟"])
    k: int | None = Field(default=None, ge=1, le=MAX_K, description="How many passages; default: DALIL_PASSAGES.")
    documents: Scope = Field(default=[], examples=[[]])
    collection: AskedCollection = None


IN_COLLECTION = "The collection that they go into, an empty text for none; left out, each stays where it is."


class TranslateRequest(_Request):
    text: Text = Field(examples=["وصل كيري إلى موسكو مساء الخميس."], description="A quote, at most 4,000 characters.")
    language: Language | None = Field(default=None, description="Into which; by default the other of the two.")


class NewDocuments(_Request):
    """Either `urls`, or `text` with its `title`."""

    urls: list[Annotated[str, AfterValidator(_web_url)]] | None = Field(
        default=None, min_length=1, max_length=MAX_SOURCES, examples=[["https://example.org/article.html"]]
    )
    text: str | None = Field(default=None, min_length=1)
    title: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_one_line)] | None = None
    collection: Text | None = Field(default=None, description=IN_COLLECTION)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.urls is None) == (self.text is None):
            raise ValueError('send either {"urls": […]} or {"text": "…", "title": "…"}')
        if (self.text is None) != (self.title is None):
            raise ValueError("a text needs a title, and a title needs a text")
        return self


_ALSO_IN = "The sources of other documents with the same text, where there are any."
_DESCRIPTIONS: dict[type[JsonForm], dict[str, str]] = {
    answer.Passage: {
        "start": "First character in the document's text.",
        "end": "First character after the passage.",
        "score": "Orders the passages of one question.",
        "page": "The page it begins on; only where the document has pages.",
        "section": "The heading it stands under; only where there is one.",
        "also_in": _ALSO_IN,
    },
    answer.Citation: {
        "n": "The number in the answer's text: [1].",
        "quote": "Verbatim: the document's text[start:end].",
        "page": "The page it begins on, where the document has pages.",
        "section": "The heading it stands under, where there is one.",
        "also_in": _ALSO_IN,
        "recognised": "True where it was read in an image, by text recognition: its digits may be wrong.",
    },
    answer.Sentence: {
        "text": "As it is shown, without marks.",
        "citations": "The numbers of its citations.",
        "supported": "False: no evidence was found for it.",
    },
    answer.Answer: {
        "answered": "False: the sources do not say.",
        "hedged": "The sources may say so.",
        "mode": "`quoted`, `generated` by a language model, or `chat`: a reply that is not from documents.",
        "text": "The sentences with their marks: [1].",
        "short_answer": "The shortest span that answers.",
        "confidence": "Probability, 0 to 1, that the answer is right.",
        "notice": "What went otherwise than asked.",
        "sentences": "Where the sources do not say: the nearest evidence.",
    },
    Metadata: {
        "date": "ISO 8601: of a day, a month or a year.",
        "language": "A BCP 47 tag: `ar`, `en-GB`.",
        "pages": "How many pages it has, those without text too.",
    },
    translating.Translation: {
        "language": "Of the translation.",
        "model": "The language model that wrote it.",
        "notice": "That it is a machine translation, and whether its numbers differ; to be shown beside it.",
    },
    catalogue.DocumentRecord: {
        "added_at": "ISO 8601, UTC.",
        "pages": "How many pages it has, where its format has pages.",
        "collection": "The collection that it is in, null for none.",
    },
}


@cache
def _model(value: Any) -> Any:
    """The model of the JSON of a value; made once, as each is a schema of its own in /docs."""
    types, descriptions = value.json_types(), _DESCRIPTIONS.get(value, {})
    assert descriptions.keys() <= types.keys()
    fields: dict[str, Any] = {
        name: (_modelled(types[name]), Field(*_default(value, name), description=descriptions.get(name)))
        for name in types
    }
    return create_model(value.__name__, **fields)


def _default(value: Any, name: str) -> tuple[Any, ...]:
    """None for what the JSON has only where there is any; nothing for the rest: the JSON always has it."""
    return (None,) if name in value.JSON_IF_ANY else ()


def _modelled(type_: Any) -> Any:
    """A value as its model, a sequence as the list of what it holds, any other type as it is."""
    if get_origin(type_) in (Sequence, list, tuple):
        return list[_modelled(get_args(type_)[0])]  # type: ignore[misc]
    is_value = isinstance(type_, type) and issubclass(type_, JsonForm)
    return _model(type_) if is_value else type_


def _object(name: str, **types: Any) -> Any:
    """The model of an object with these keys."""
    fields: dict[str, Any] = {key: (_modelled(type_), ...) for key, type_ in types.items()}
    return create_model(name, **fields)


Translation = _model(translating.Translation)
Answer, Summary = _model(answer.Answer), _model(pipeline.Summary)
SearchResult = _object("SearchResult", question=str, passages=list[answer.Passage])
DocumentList = _object("DocumentList", documents=list[catalogue.DocumentRecord], total=int)
CollectionList = _object("CollectionList", collections=list[catalogue.Collection])
Removed = _object("Removed", removed=catalogue.DocumentRecord)
FullDocument = create_model(
    "FullDocument",
    __base__=_model(catalogue.DocumentRecord),
    original=(bool, Field(description="Whether the file that it was read from can be downloaded.")),
    metadata=(_model(Metadata), Field(description="What its file says of itself; null where it does not say.")),
    text=(str, Field(description="What every `start` and `end` counts in, in characters (code points).")),
)


class Status(BaseModel):
    status: str


class ErrorDetail(BaseModel):
    type: str
    message: str


class Error(BaseModel):
    error: ErrorDetail
