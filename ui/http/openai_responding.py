"""Responding: `/v1/responses` for a request, whole or as the events come, with what was said before it."""

from asyncio import to_thread
from collections.abc import AsyncGenerator, AsyncIterable, Iterable, Sequence
from contextlib import aclosing
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from qa.answer import Answer, Event, Token
from qa.dialogue.conversation import Turn
from qa.system import System, final_answer
from ui.http.errors import message_of
from ui.http.openai_background import background_reply, is_background
from ui.http.openai_form import Message, Part, conversation, remainder
from ui.http.openai_models import collection_of
from ui.http.openai_responses import Item, Kept, Reply, ResponseRequest
from ui.http.schemas import MAX_TURNS
from ui.http.streaming import ByteStream, sse
from ui.http.work_queue import WorkQueue


class NoSuchResponse(HTTPException):
    """OpenAI's clients know it by its code."""


class Responses:
    """Responses, each kept for an hour with what was said before it."""

    def __init__(self, system: System, questions: WorkQueue) -> None:
        self._system = system
        self._questions = questions
        self._kept = Kept()

    async def respond(self, request: Request, body: ResponseRequest) -> Response:
        """Answer the last message of the input from the documents; the evidence is on the response and its message."""
        collection = await to_thread(collection_of, self._system, body.model)
        before = self._kept_turns(body.previous_response_id) if body.previous_response_id is not None else ()
        question, history = conversation([self._message(item) for item in body.input], before)
        response = Reply(body)
        if is_background(body.input):
            content = await background_reply(self._system, body.input)
            if body.stream:
                return ByteStream(_numbered([*response.opening(), response.delta(content), *response.closing(content)]))
            return JSONResponse(response.whole(content))
        slot = self._questions.slot(request.is_disconnected)
        events = self._system.stream(question, history, slot, collection=collection)
        await anext(events)  # a failure up to here still gets its own status
        if body.stream:
            return ByteStream(_numbered(self._events(events, response, history)))
        answer = await final_answer(events)
        self._keep(response, history, answer)
        return JSONResponse(await to_thread(response.whole, response.content(answer), answer))

    def _message(self, item: Item) -> Message:
        if item.refers_to is None:
            return item
        said = self._kept_turns(item.refers_to)[-1].answer
        return Message(role="assistant", content=[Part(type="output_text", text=said)])

    def _kept_turns(self, name: str) -> Sequence[Turn]:
        if (turns := self._kept.turns(name)) is None:
            message = f"there is no response {name!r} (any more): they are kept for an hour; send the messages instead"
            raise NoSuchResponse(404, message)
        return turns

    def _keep(self, response: Reply, history: Sequence[Turn], answer: Answer) -> None:
        if response.request.store is not False:
            turn = Turn(answer.question, answer.plain, answer.short_answer)
            self._kept.keep(response.id, [*history, turn][-MAX_TURNS:])

    async def _events(
        self, events: AsyncGenerator[Event], response: Reply, history: Sequence[Turn]
    ) -> AsyncGenerator[dict[str, Any]]:
        for opening in response.opening():
            yield opening
        streamed = ""
        async with aclosing(events):
            async for event in events:
                match event:
                    case Token(text):
                        streamed += text
                        yield response.delta(text)
                    case Answer():
                        rest = remainder(response.content(event), streamed)
                        if rest:
                            yield response.delta(rest)
                        self._keep(response, history, event)
                        for closing in response.closing(streamed + rest, event):
                            yield closing


async def _numbered(events: AsyncIterable[dict[str, Any]] | Iterable[dict[str, Any]]) -> AsyncGenerator[bytes]:
    """The events as OpenAI sends them: named, and counted from 0."""
    number = 0
    try:
        async for event in events if isinstance(events, AsyncIterable) else _each(events):
            yield sse(event["type"], {**event, "sequence_number": number})
            number += 1
    except Exception as error:  # the status is sent already: the failure can only be told as an event
        failure = {"type": "error", "code": "server_error", "message": message_of(error), "param": None}
        yield sse("error", {**failure, "sequence_number": number})


async def _each(events: Iterable[dict[str, Any]]) -> AsyncGenerator[dict[str, Any]]:
    for event in events:
        yield event
