"""OpenAI's form: chat messages → a question with its history, and an answer → a chat completion.

Form: https://platform.openai.com/docs/api-reference/chat. Fields that Dalil does not know are ignored.
"""

import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from ingest.errors import UsageError
from ingest.text.tokens import count_tokens
from qa.answer import Answer, Citation
from qa.dialogue.conversation import Turn
from qa.phrases import SOURCES, Language, Phrase
from ui.http.history import turn
from ui.http.schemas import Text

MODEL = "dalil"
MAX_MESSAGES = 1000
TEXT_PARTS = ("text", "refusal", "input_text", "output_text")
PARTS_IGNORED: Phrase = {
    "en": "Only the text of the question was read, not its pictures or files.",
    "ar": "لم يُقرأ من السؤال إلا نصه، دون صوره وملفاته.",
}

_ATTACHED = re.compile(
    r"\s*### Task:\s*Respond to the user query using the provided context.*</context>\s*(?=\S)", re.DOTALL
)
"""What Open WebUI puts before a question that has files, or pages of the web, attached to it."""


class Part(BaseModel):
    """A part of a message; only its words are read."""

    type: str
    text: Text | None = None
    refusal: Text | None = None


def _parts(content: object) -> object:
    """One form for the three of OpenAI's: a text, parts, nothing."""
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    if content is None or isinstance(content, list):
        return content or []
    raise ValueError("the content must be a text or a list of parts")


class Message(BaseModel):
    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[list[Part], BeforeValidator(_parts, json_schema_input_type=str | list[Part] | None)] = []

    @property
    def text(self) -> str:
        """What is said in it; pictures and the like are ignored."""
        return "\n".join(filter(None, (part.text or part.refusal for part in self.content)))

    @property
    def question(self) -> str:
        """The text without what is attached.

        Raises UsageError where parts of other kinds stand alone: the question is about just them.
        """
        if self.ignored and not self.text.strip():
            raise UsageError(f"the question has a part of type {self.ignored!r} alone; only text is read")
        return _ATTACHED.sub("", self.text, count=1)

    @property
    def ignored(self) -> str | None:
        """The kind of the first part that is not read: one that is no text, or what is attached in the text."""
        others = (part.type for part in self.content if part.type not in TEXT_PARTS)
        return next(others, "context" if _ATTACHED.match(self.text) else None)


class StreamOptions(BaseModel):
    include_usage: bool | None = False


class ChatRequest(BaseModel):
    """What Dalil reads of a request; sampling, tools and the like mean nothing to it."""

    model: str = Field(examples=[MODEL])
    messages: list[Message] = Field(min_length=1, max_length=MAX_MESSAGES)
    stream: bool | None = False
    stream_options: StreamOptions | None = None
    n: int | None = Field(default=1, ge=1, le=1, description="Dalil gives one answer.")

    @property
    def wants_usage(self) -> bool:
        return bool(self.stream_options and self.stream_options.include_usage)


def conversation(messages: Sequence[Message], before: Sequence[Turn] = ()) -> tuple[str, list[Turn]]:
    """The last message's question and the turns before it, after those that the server kept.

    Messages of other roles are ignored, as are those without a word, which call tools or show pictures. Raises
    UsageError where the last word is not the user's, or no text.
    """
    spoken = [message for message in messages if message.role in ("user", "assistant")]
    if not spoken or spoken[-1].role != "user":
        raise UsageError("the last message must be the user's question")
    turns: list[Turn] = [*before]
    asked: list[str] = []
    for message in spoken[:-1]:
        if not message.text:
            continue
        if message.role == "user":
            asked.append(message.text)
        elif asked:
            turns.append(turn("\n".join(asked), message.text))
            asked = []
    return spoken[-1].question, turns


def sources_list(answer: Answer) -> str:
    """The citations as lines for people whose client shows the text alone; empty where there are none."""
    if not answer.citations:
        return ""
    return "\n".join(
        ["", "", SOURCES[answer.language], *(_line(citation, answer.language) for citation in answer.citations)]
    )


def _line(citation: Citation, spoken: Language) -> str:
    return f"[{citation.n}] «{' '.join(citation.quote.split())}» — {citation.place(spoken)}"


def content_of(answer: Answer, ignored: bool = False) -> str:
    """The whole text of the assistant's message; `ignored`: the question had parts that were not read."""
    told = " ".join(filter(None, (answer.notice, PARTS_IGNORED[answer.language] if ignored else None)))
    notice = f"\n\n({told})" if told else ""
    return f"{answer.text}{notice}{sources_list(answer)}"


def remainder(content: str, streamed: str) -> str:
    """What is still to be streamed: the whole content in place of tokens that came to nothing, notice and sources."""
    if content.startswith(streamed):
        return content[len(streamed) :]
    return f"\n\n{content}"


@dataclass(frozen=True)
class Completion:
    """The identity that all the pieces of one reply share."""

    prompt: str
    model: str = MODEL
    ignored: bool = False
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> dict[str, Any]:
        """A `chat.completion`; the evidence is on it and on its message."""
        content, evidence = self.content(answer), evidence_of(answer)
        message = {"role": "assistant", "content": content, "refusal": None, **evidence}
        return {**self._completion(message), "usage": self._usage(content), **evidence}

    def of_text(self, content: str) -> dict[str, Any]:
        """A `chat.completion` of a text that is not from documents."""
        message = {"role": "assistant", "content": content, "refusal": None}
        return {**self._completion(message), "usage": self._usage(content)}

    def content(self, answer: Answer) -> str:
        return content_of(answer, self.ignored)

    def piece(self, delta: dict[str, Any]) -> dict[str, Any]:
        """A `chat.completion.chunk` on the way."""
        return self._head("chat.completion.chunk", [self._choice(delta, None)])

    def last(self, answer: Answer | None = None) -> dict[str, Any]:
        """The chunk that ends the choice, with the evidence."""
        evidence = evidence_of(answer) if answer else {}
        return {**self._head("chat.completion.chunk", [self._choice({}, "stop")]), **evidence}

    def usage(self, answer: Answer) -> dict[str, Any]:
        """The chunk after the last that `stream_options.include_usage` asks for, with the evidence too."""
        head = self._head("chat.completion.chunk", [])
        return {**head, "usage": self._usage(self.content(answer)), **evidence_of(answer)}

    def _completion(self, message: dict[str, Any]) -> dict[str, Any]:
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._head("chat.completion", [choice])

    def _head(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": self.model, "choices": choices}

    def _choice(self, delta: dict[str, Any], reason: str | None) -> dict[str, Any]:
        return {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}

    def _usage(self, content: str) -> dict[str, int]:
        prompt, completion = count_tokens(self.prompt), count_tokens(content)
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def evidence_of(answer: Answer) -> dict[str, Any]:
    """The citations, and the same as Open WebUI shows them: a source a document, in the order of their numbers."""
    citations = [citation.to_json() for citation in answer.citations]
    sources = [
        {
            "source": {"id": f"{citation.n}", "name": citation.title},
            "document": [citation.quote],
            "metadata": [{"source": f"{citation.n}", "name": citation.title, "page": citation.page}],
        }
        for citation in answer.citations
    ]
    return {"citations": citations, "sources": sources}


def model_card(name: str = MODEL) -> dict[str, Any]:
    """Dalil as a model in OpenAI's list."""
    return {"id": name, "object": "model", "created": 0, "owned_by": "dalil"}


class OpenAIErrorDetail(BaseModel):
    message: str
    type: Literal["invalid_request_error", "server_error"]
    param: str | None
    code: str | None


class OpenAIError(BaseModel):
    error: OpenAIErrorDetail


def error_json(status: int, message: str, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    """An error in OpenAI's form."""
    kind: Literal["invalid_request_error", "server_error"] = "invalid_request_error" if status < 500 else "server_error"
    return OpenAIError(error=OpenAIErrorDetail(message=message, type=kind, param=param, code=code)).model_dump()
