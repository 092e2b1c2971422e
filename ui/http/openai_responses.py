"""OpenAI's newer form, `/v1/responses`: a request → a question with its history, and an answer → a response.

Form: https://platform.openai.com/docs/api-reference/responses. A response is kept for an hour, in this process alone,
so that the next request may name it as `previous_response_id`.
"""

import time
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field

from ingest.text.tokens import count_tokens
from qa.answer import Answer
from qa.dialogue.conversation import Turn
from ui.http.openai_form import MAX_MESSAGES, MODEL, Message, content_of, evidence_of
from ui.http.schemas import Text

KEPT_SECONDS, MAX_KEPT = 3600.0, 1000

Event = dict[str, Any]


class Item(Message):
    """A message, or one that the server kept, by its id."""

    refers_to: Text | None = None


def _items(value: object) -> object:
    """One form for all: a text is what the user says; items that are no messages, as tool calls are, are ignored."""
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    if not isinstance(value, list):
        raise ValueError("the input must be a text or a list of messages")
    items = []
    for one in value:
        kind = one.get("type", "message") if isinstance(one, dict) else "message"
        if kind == "item_reference":  # Vercel's AI SDK names what was answered before so
            items.append({"role": "assistant", "refers_to": one.get("id")})
        elif kind == "message":
            items.append(one)
    return items


class ResponseRequest(BaseModel):
    """What Dalil reads of a request; instructions, sampling, tools and the like mean nothing to it."""

    model: str = Field(examples=[MODEL])
    input: Annotated[list[Item], BeforeValidator(_items, json_schema_input_type=str | list[Message])] = Field(
        min_length=1, max_length=MAX_MESSAGES
    )
    stream: bool | None = False
    store: bool | None = True
    previous_response_id: str | None = None


class Kept:
    """The turns up to each response, for an hour and no more than so many. Used by several threads at once.

    A response and its message are known by the same key at the end of their ids.
    """

    def __init__(self, seconds: float = KEPT_SECONDS) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._turns: OrderedDict[str, tuple[float, Sequence[Turn]]] = OrderedDict()

    def keep(self, name: str, turns: Sequence[Turn]) -> None:
        with self._lock:
            self._turns[_key(name)] = time.monotonic(), turns
            while len(self._turns) > MAX_KEPT:
                self._turns.popitem(last=False)

    def turns(self, name: str) -> Sequence[Turn] | None:
        """None where the response is not known any more, or never was."""
        with self._lock:
            since, turns = self._turns.get(_key(name), (0.0, None))
            return turns if turns is not None and time.monotonic() - since < self._seconds else None


def _key(name: str) -> str:
    return name.partition("_")[2]


@dataclass(frozen=True)
class Reply:
    """The identity that all the events of one response share."""

    request: ResponseRequest
    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def id(self) -> str:
        return f"resp_{self.key}"

    @property
    def message_id(self) -> str:
        return f"msg_{self.key}"

    @property
    def ignored(self) -> bool:
        """Whether the question had parts that were not read."""
        return self.request.input[-1].ignored is not None

    def content(self, answer: Answer) -> str:
        return content_of(answer, self.ignored)

    def whole(self, content: str, answer: Answer | None = None) -> Event:
        """The `response`; the evidence is on it and on its message."""
        evidence = evidence_of(answer) if answer else {}
        prompt = count_tokens("\n".join(message.text for message in self.request.input))
        completion = count_tokens(content)
        usage = {
            "input_tokens": prompt,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens": completion,
            "output_tokens_details": {"reasoning_tokens": 0},
            "total_tokens": prompt + completion,
        }
        message = {**self._message("completed", [_part(content)]), **evidence}
        return {**self._head("completed", [message]), "usage": usage, **evidence}

    def opening(self) -> Iterator[Event]:
        """The events before the first word."""
        head = self._head("in_progress", [])
        yield {"type": "response.created", "response": head}
        yield {"type": "response.in_progress", "response": head}
        yield {"type": "response.output_item.added", "output_index": 0, "item": self._message("in_progress", [])}
        yield self._of_part("response.content_part.added", part=_part(""))

    def delta(self, text: str) -> Event:
        return self._of_part("response.output_text.delta", delta=text, logprobs=[])

    def closing(self, content: str, answer: Answer | None = None) -> Iterator[Event]:
        """The events after the last word."""
        whole = self.whole(content, answer)
        yield self._of_part("response.output_text.done", text=content, logprobs=[])
        yield self._of_part("response.content_part.done", part=_part(content))
        yield {"type": "response.output_item.done", "output_index": 0, "item": whole["output"][0]}
        yield {"type": "response.completed", "response": whole}

    def _of_part(self, kind: str, **more: Any) -> Event:
        return {"type": kind, "item_id": self.message_id, "output_index": 0, "content_index": 0, **more}

    def _message(self, status: str, content: list[Event]) -> Event:
        return {
            "id": self.message_id,
            "type": "message",
            "role": "assistant",
            "status": status,
            "content": content,
        }

    def _head(self, status: str, output: list[Event]) -> Event:
        return {
            "id": self.id,
            "object": "response",
            "created_at": self.created,
            "status": status,
            "model": self.request.model,
            "output": output,
            "error": None,
            "incomplete_details": None,
            "instructions": None,
            "metadata": {},
            "parallel_tool_calls": False,
            "previous_response_id": self.request.previous_response_id,
            "temperature": None,
            "tool_choice": "none",
            "tools": [],
            "top_p": None,
        }


def _part(text: str) -> Event:
    return {"type": "output_text", "text": text, "annotations": []}
