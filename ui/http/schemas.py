"""The JSON of the HTTP API as pydantic models: requests are checked by them, responses described by them in /docs.

Responses are made by the values themselves (`Answer.to_json` and its like); a test holds both together.
"""

from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, model_validator

from qa.dialogue.conversation import Turn as ConversationTurn
from ui.terminal.printing import printable

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
    if not (title := " ".join(printable(title).split())):
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
        return [ConversationTurn(turn.question, turn.answer) for turn in self.history]


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


class Passage(BaseModel):
    document_id: str
    title: str
    source: str
    start: int = Field(description="First character in the document's text.")
    end: int = Field(description="First character after the passage.")
    text: str
    score: float = Field(description="Orders the passages of one question.")


class Citation(BaseModel):
    n: int = Field(description="The number in the answer's text: [1].")
    document_id: str
    title: str
    source: str
    start: int
    end: int
    quote: str = Field(description="Verbatim: the document's text[start:end].")


class Answer(BaseModel):
    question: str
    answered: bool = Field(description="False: the sources do not say.")
    mode: str = Field(description="`quoted`, or `generated` by a language model.")
    model: str | None
    text: str
    short_answer: str | None = Field(description="The shortest span that answers.")
    confidence: float = Field(description="Probability, 0 to 1, that the answer is right.")
    notice: str | None = Field(description="What went otherwise than asked.")
    citations: list[Citation]
    passages: list[Passage]
    timings_ms: dict[str, float]


class SearchResult(BaseModel):
    question: str
    passages: list[Passage]


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
