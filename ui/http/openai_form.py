"""OpenAI's form: chat messages → a question with its history, and an answer → a chat completion.

Form: https://platform.openai.com/docs/api-reference/chat. Fields that Dalil does not know are ignored.
"""

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
from qa.phrases import SOURCES, Language
from ui.http.history import turn
from ui.http.schemas import Text

MODEL = "dalil"
MAX_MESSAGES = 1000


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
        """The text. Raises UsageError for a part that is no text: the question may be about just that."""
        if strange := next((part.type for part in self.content if part.type != "text"), None):
            raise UsageError(f"the question has a part of type {strange!r}; only text is read")
        return self.text


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


def conversation(messages: Sequence[Message]) -> tuple[str, list[Turn]]:
    """The last message's question and the turns before it.

    Messages of other roles are ignored, as are those without a word, which call tools or show pictures. Raises
    UsageError where the last word is not the user's, or no text.
    """
    spoken = [message for message in messages if message.role in ("user", "assistant")]
    if not spoken or spoken[-1].role != "user":
        raise UsageError("the last message must be the user's question")
    turns: list[Turn] = []
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


def content_of(answer: Answer) -> str:
    """The whole text of the assistant's message."""
    notice = f"\n\n({answer.notice})" if answer.notice else ""
    return f"{answer.text}{notice}{sources_list(answer)}"


def remainder(answer: Answer, streamed: str) -> str:
    """What is still to be streamed: the whole answer in place of tokens that came to nothing, notice and sources."""
    content = content_of(answer)
    if content.startswith(streamed):
        return content[len(streamed) :]
    return f"\n\n{content}"


@dataclass(frozen=True)
class Completion:
    """The identity that all the pieces of one reply share."""

    prompt: str
    id: str = field(default_factory=lambda: f"chatcmpl-{uuid.uuid4().hex}")
    created: int = field(default_factory=lambda: int(time.time()))

    def whole(self, answer: Answer) -> dict[str, Any]:
        """A `chat.completion`; the citations ride on it and on its message."""
        content, citations = content_of(answer), _citations(answer)
        message = {"role": "assistant", "content": content, "refusal": None, "citations": citations}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**self._head("chat.completion", [choice]), "usage": self._usage(content), "citations": citations}

    def piece(self, delta: dict[str, Any]) -> dict[str, Any]:
        """A `chat.completion.chunk` on the way."""
        return self._head("chat.completion.chunk", [self._choice(delta, None)])

    def last(self, answer: Answer) -> dict[str, Any]:
        """The chunk that ends the choice, with the citations."""
        return {**self._head("chat.completion.chunk", [self._choice({}, "stop")]), "citations": _citations(answer)}

    def usage(self, answer: Answer) -> dict[str, Any]:
        """The chunk after the last that `stream_options.include_usage` asks for, with the citations too."""
        head = self._head("chat.completion.chunk", [])
        return {**head, "usage": self._usage(content_of(answer)), "citations": _citations(answer)}

    def _head(self, kind: str, choices: list[dict[str, Any]]) -> dict[str, Any]:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL, "choices": choices}

    def _choice(self, delta: dict[str, Any], reason: str | None) -> dict[str, Any]:
        return {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}

    def _usage(self, content: str) -> dict[str, int]:
        prompt, completion = count_tokens(self.prompt), count_tokens(content)
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _citations(answer: Answer) -> list[dict[str, Any]]:
    return [citation.to_json() for citation in answer.citations]


def model_card() -> dict[str, Any]:
    """Dalil as a model in OpenAI's list."""
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "dalil"}


def error_json(status: int, message: str, code: str | None = None, param: str | None = None) -> dict[str, Any]:
    """An error in OpenAI's form."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}
