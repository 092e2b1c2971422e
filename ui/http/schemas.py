"""The JSON of the HTTP API as pydantic models: requests are checked by them, responses described by them in /docs.

Responses are made by the values themselves (`Answer.to_json` and its like). The forms of an answer and what is in it
derive from the values; of the others a test holds both together.
"""

import unicodedata
from collections.abc import Sequence
from typing import Annotated, Any, Self, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, create_model, model_validator

from qa import answer
from qa.dialogue.conversation import Turn as ConversationTurn
from qa.json_form import JsonForm
from ui.http import history

MAX_TURNS = 50
MAX_K = 100
MAX_SOURCES = 100


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


class AskRequest(_Request):
    question: Text = Field(examples=["What did Lavrov agree to?"])
    history: list[Turn] = Field(
        default=[], max_length=MAX_TURNS, description="What was said before, the oldest first.", examples=[[]]
    )
    stream: bool = Field(default=False, description="Answer as server-sent events.")

    @property
    def turns(self) -> list[ConversationTurn]:
        return [history.turn(turn.question, turn.answer) for turn in self.history]


class SearchRequest(_Request):
    question: Text = Field(examples=["ماذا قال كيري عن سوريا؟"])
    k: int | None = Field(default=None, ge=1, le=MAX_K, description="How many passages; default: DALIL_PASSAGES.")


class NewDocuments(_Request):
    """Either `urls`, or `text` with its `title`."""

    urls: list[Annotated[str, AfterValidator(_web_url)]] | None = Field(
        default=None, min_length=1, max_length=MAX_SOURCES, examples=[["https://example.org/article.html"]]
    )
    text: str | None = Field(default=None, min_length=1)
    title: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_one_line)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if (self.urls is None) == (self.text is None):
            raise ValueError('send either {"urls": […]} or {"text": "…", "title": "…"}')
        if (self.text is None) != (self.title is None):
            raise ValueError("a text needs a title, and a title needs a text")
        return self


_FORMS: dict[type[JsonForm], type[BaseModel]] = {}


def _form(value: type[JsonForm], **descriptions: str) -> Any:
    """The model of a value's JSON; values within it have models already."""
    types = value.json_types()
    assert descriptions.keys() <= types.keys()
    fields: dict[str, Any] = {
        name: (_modelled(type_), Field(description=descriptions.get(name))) for name, type_ in types.items()
    }
    _FORMS[value] = create_model(value.__name__, **fields)
    return _FORMS[value]


def _modelled(type_: Any) -> Any:
    """A sequence of values as the list of their models; any other type as it is."""
    if get_origin(type_) not in (Sequence, tuple):
        return type_
    item = get_args(type_)[0]
    return list[_FORMS.get(item, item)]  # type: ignore[misc]


Passage = _form(
    answer.Passage,
    start="First character in the document's text.",
    end="First character after the passage.",
    score="Orders the passages of one question.",
)
Citation = _form(
    answer.Citation,
    n="The number in the answer's text: [1].",
    quote="Verbatim: the document's text[start:end].",
    page="The page it begins on, where the document has pages.",
    section="The heading it stands under, where there is one.",
)
Sentence = _form(
    answer.Sentence,
    text="As it is shown, without marks.",
    citations="The numbers of its citations.",
    supported="False: no evidence was found for it.",
)
Answer = _form(
    answer.Answer,
    answered="False: the sources do not say.",
    hedged="The sources may say so.",
    mode="`quoted`, `generated` by a language model, or `chat`: a reply that is not from documents.",
    text="The sentences with their marks: [1].",
    short_answer="The shortest span that answers.",
    confidence="Probability, 0 to 1, that the answer is right.",
    notice="What went otherwise than asked.",
    sentences="Where the sources do not say: the nearest evidence.",
)


SearchResult = create_model("SearchResult", question=(str, ...), passages=(_modelled(Sequence[answer.Passage]), ...))


class DocumentRecord(BaseModel):
    id: str
    title: str
    source: str
    characters: int
    chunks: int
    added_at: str = Field(description="ISO 8601, UTC.")


class FullDocument(DocumentRecord):
    text: str = Field(description="What every `start` and `end` counts in, in characters (code points).")


class DocumentList(BaseModel):
    documents: list[DocumentRecord]


class Removed(BaseModel):
    removed: DocumentRecord


class Failure(BaseModel):
    source: str
    reason: str


class Summary(BaseModel):
    added: list[DocumentRecord]
    replaced: list[DocumentRecord]
    unchanged: list[DocumentRecord]
    failed: list[Failure]


class Status(BaseModel):
    status: str


class ErrorDetail(BaseModel):
    type: str
    message: str


class Error(BaseModel):
    error: ErrorDetail
