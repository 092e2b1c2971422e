"""The OpenAI-compatible API: `/v1/chat/completions` and `/v1/models` for any client that speaks OpenAI's form."""

from asyncio import to_thread
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ingest.errors import DalilError
from qa.answer import Answer, Event, Token
from qa.system import System, final_answer
from ui.http.errors import UNEXPECTED, describe, detail_of, headers_of, headers_of_refusal, kind, message_of
from ui.http.openai_form import MODEL, ChatRequest, Completion, conversation, error_json, model_card, remainder
from ui.http.streaming import ByteStream, data_event
from ui.http.work_queue import WorkQueue

_DONE = b"data: [DONE]\n\n"


def openai_app(system: System, questions: WorkQueue) -> FastAPI:
    """What is mounted at `/v1`: the routes, and every error in OpenAI's form, the only one that its clients read."""
    chat = _Chat(system, questions)
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    for error, handler in (
        (DalilError, _dalil_error),
        (RequestValidationError, _invalid_request),
        (HTTPException, _http_error),
        (Exception, _unexpected),
    ):
        app.add_exception_handler(error, handler)
    add = partial(app.add_api_route, tags=["OpenAI-compatible"])
    add("/chat/completions", chat.complete, methods=["POST"], response_model=None)
    add("/models", list_models, methods=["GET"])
    add("/models/{name}", show_model, methods=["GET"])
    return app


def list_models() -> dict[str, Any]:
    """List the one model, `dalil`."""
    return {"object": "list", "data": [model_card()]}


def show_model(name: str) -> dict[str, Any]:
    """Show the model."""
    _check_model(name)
    return model_card()


def _check_model(name: str) -> None:
    if name != MODEL:
        raise _NoSuchModel(404, f"there is no model {name!r}; the model is {MODEL!r}")


class _NoSuchModel(HTTPException):
    """OpenAI's clients know it by its code."""


class _Chat:
    """Chat completions. A slot in the queue of questions is held while passages are found and read."""

    def __init__(self, system: System, questions: WorkQueue) -> None:
        self._system = system
        self._questions = questions

    async def complete(self, request: Request, body: ChatRequest) -> Response:
        """Answer the last message from the documents, with the citations on the message and at the end of its text."""
        _check_model(body.model)
        question, history = conversation(body.messages)
        completion = Completion("\n".join(message.text for message in body.messages))
        events = self._system.stream(question, history, self._questions.slot(request.is_disconnected))
        await anext(events)  # the passages; a failure up to here still gets its own status
        if body.stream:
            return ByteStream(_chunks(events, completion, body.wants_usage))
        answer = await final_answer(events)
        return JSONResponse(await to_thread(completion.whole, answer))


async def _chunks(events: AsyncGenerator[Event], completion: Completion, wants_usage: bool) -> AsyncGenerator[bytes]:
    yield data_event(completion.piece({"role": "assistant", "content": ""}))
    streamed = ""
    try:
        async with aclosing(events):
            async for event in events:
                match event:
                    case Token(text):
                        streamed += text
                        yield data_event(completion.piece({"content": text}))
                    case Answer():
                        yield data_event(completion.piece({"content": remainder(event, streamed)}))
                        yield data_event(completion.last(event))
                        if wants_usage:
                            yield data_event(await to_thread(completion.usage, event))
        yield _DONE
    except Exception as error:  # the status is sent already: the failure can only be sent as an event
        yield data_event(error_json(500, message_of(error)))


async def _dalil_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DalilError)
    status, code = kind(error)
    return JSONResponse(error_json(status, message_of(error), code), status, headers_of(error))


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse(error_json(400, describe(error.errors())), 400)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = "model_not_found" if isinstance(error, _NoSuchModel) else None
    body = error_json(error.status_code, detail_of(request, error), code)
    return JSONResponse(body, error.status_code, headers_of_refusal(request, error))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse(error_json(500, UNEXPECTED), 500)  # the server itself logs the traceback
