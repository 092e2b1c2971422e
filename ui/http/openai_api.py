"""The OpenAI-compatible API, `/v1`: chat completions, responses, embeddings, models, for any client that speaks it."""

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
from ui.http.openai_background import background_reply, is_background
from ui.http.openai_embeddings import EmbeddingRequest, embedding_list
from ui.http.openai_form import ChatRequest, Completion, OpenAIError, conversation, error_json, remainder
from ui.http.openai_models import ModelList, NoSuchModel, collection_of
from ui.http.openai_responding import NoSuchResponse, Responses
from ui.http.streaming import EVENTS, ByteStream, data_event
from ui.http.work_queue import WorkQueue

_DONE = b"data: [DONE]\n\n"
_ERRORS = (400, 404, 409, 413, 422, 502, 503, 507)


def openai_app(system: System, questions: WorkQueue) -> FastAPI:
    """What is mounted at `/v1`: the routes, and every error in OpenAI's form, the only one that its clients read."""
    chat, models = _Chat(system, questions), ModelList(system)
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    for error, handler in (
        (DalilError, _dalil_error),
        (RequestValidationError, _invalid_request),
        (HTTPException, _http_error),
        (Exception, _unexpected),
    ):
        app.add_exception_handler(error, handler)
    responses: dict[int | str, dict[str, Any]] = {status: {"model": OpenAIError} for status in _ERRORS}
    add = partial(app.add_api_route, tags=["OpenAI-compatible"], response_model=None, responses=responses)
    answers = {**responses, 200: EVENTS}
    add("/chat/completions", chat.complete, methods=["POST"], responses=answers)
    add("/responses", Responses(system, questions).respond, methods=["POST"], responses=answers)
    add("/embeddings", chat.embed, methods=["POST"])
    add("/models", models.list_models, methods=["GET"])
    add("/models/{name:path}", models.show_model, methods=["GET"])
    return app


class _Chat:
    """Chat completions. A slot in the queue of questions is held while passages are found and read."""

    def __init__(self, system: System, questions: WorkQueue) -> None:
        self._system = system
        self._questions = questions

    async def complete(self, request: Request, body: ChatRequest) -> Response:
        """Answer the last message from the documents, with the citations on the message and at the end of its text."""
        collection = await to_thread(collection_of, self._system, body.model)
        completion = Completion(
            "\n".join(message.text for message in body.messages), body.model, bool(body.messages[-1].ignored)
        )
        if is_background(body.messages):
            content = await background_reply(self._system, body.messages)
            if body.stream:
                return ByteStream(_text_chunks(content, completion))
            return JSONResponse(completion.of_text(content))
        question, history = conversation(body.messages)
        slot = self._questions.slot(request.is_disconnected)
        events = self._system.stream(question, history, slot, collection=collection)
        await anext(events)  # the passages; a failure up to here still gets its own status
        if body.stream:
            return ByteStream(_chunks(events, completion, body.wants_usage))
        answer = await final_answer(events)
        return JSONResponse(await to_thread(completion.whole, answer))

    async def embed(self, request: Request, body: EmbeddingRequest) -> Response:
        """Embed texts with the index's own model."""
        await to_thread(collection_of, self._system, body.model)
        work = partial(self._system.index.embedding.embed_documents, body.input)
        vectors = await self._questions.run(work, request.is_disconnected)
        return JSONResponse(await to_thread(embedding_list, body, vectors))


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
                        rest = remainder(completion.content(event), streamed)
                        yield data_event(completion.piece({"content": rest}))
                        yield data_event(completion.last(event))
                        if wants_usage:
                            yield data_event(await to_thread(completion.usage, event))
        yield _DONE
    except Exception as error:  # the status is sent already: the failure can only be sent as an event
        yield data_event(error_json(500, message_of(error)))


async def _text_chunks(content: str, completion: Completion) -> AsyncGenerator[bytes]:
    yield data_event(completion.piece({"role": "assistant", "content": content}))
    yield data_event(completion.last())
    yield _DONE


async def _dalil_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DalilError)
    status, code = kind(error)
    return JSONResponse(error_json(status, message_of(error), code), status, headers_of(error))


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse(error_json(400, describe(error.errors())), 400)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    codes: dict[type, str] = {NoSuchModel: "model_not_found", NoSuchResponse: "previous_response_not_found"}
    code = codes.get(type(error))
    body = error_json(error.status_code, detail_of(request, error), code)
    return JSONResponse(body, error.status_code, headers_of_refusal(request, error))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse(error_json(500, UNEXPECTED), 500)  # the server itself logs the traceback
