"""The HTTP API: ask, search and documents in JSON. Knows nothing of the page or of OpenAI's form."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from ingest.errors import SourceError, TooLarge
from ingest.pipeline import Summary
from qa.system import System, final_answer
from ui.http import schemas
from ui.http.downloads import ORIGINAL, attachment, original_name
from ui.http.errors import add_error_handlers, error_body, kind
from ui.http.streaming import EVENTS, EventStream
from ui.http.uploads import REQUEST_BODY, Arrivals, new_documents
from ui.http.work_queue import WorkQueue

_ASKING_ERRORS = (400, 404, 409, 413, 422, 502, 503, 507)
_ADDING_ERRORS = (400, 409, 413, 415, 422, 502, 503, 507)


def api_app(system: System, questions: WorkQueue) -> FastAPI:
    """What is mounted at `/api`: the routes, and every error in the one shape of `ui.http.errors`."""
    asking, documents = _Asking(system, questions), _Documents(system)
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    add_error_handlers(app)
    _add(app, "POST", "/ask", asking.ask, schemas.Answer, _ASKING_ERRORS, success=EVENTS)
    _add(app, "POST", "/search", asking.search, schemas.SearchResult, _ASKING_ERRORS)
    _add(app, "POST", "/translate", asking.translate, schemas.Translation, (400, 422, 502))
    _add(app, "GET", "/documents", documents.list_documents, schemas.DocumentList, (404, 422, 507))
    _add(app, "GET", "/collections", documents.list_collections, schemas.CollectionList, (507,))
    _add(app, "POST", "/documents", documents.add_documents, schemas.Summary, _ADDING_ERRORS, REQUEST_BODY)
    _add(app, "GET", "/documents/{document_id}", documents.show_document, schemas.FullDocument, (404, 422, 507))
    app.add_api_route("/documents/{document_id}/original", documents.download_original, **ORIGINAL)
    _add(app, "DELETE", "/documents/{document_id}", documents.remove_document, schemas.Removed, (404, 422, 503, 507))
    return app


def _add(
    app: FastAPI,
    method: str,
    path: str,
    route: Callable[..., Any],
    model: type,
    errors: Sequence[int],
    body: dict[str, Any] | None = None,
    success: Mapping[str, Any] | None = None,
) -> None:
    """The route, its responses described.

    `body` describes a request that makes something; FastAPI cannot see it in the signature. `success` says more of
    what answers it.
    """
    successes = (200, 201) if body else (200,)
    responses: dict[int | str, dict[str, Any]] = {status: {"model": model, **(success or {})} for status in successes}
    responses |= {status: {"model": schemas.Error} for status in errors}
    more = {"requestBody": body} if body else None
    app.add_api_route(
        path, route, methods=[method], response_model=None, responses=responses, openapi_extra=more, tags=["Dalil"]
    )


class _Asking:
    """Questions. A slot in their queue is held while passages are found and read."""

    def __init__(self, system: System, questions: WorkQueue) -> None:
        self._system = system
        self._questions = questions

    async def ask(self, request: Request, body: schemas.AskRequest) -> Response:
        """Answer a question with verbatim citations.

        With `"stream": true` the answer comes as server-sent events: `passages`, any number of `token`, then
        `answer` (the same JSON as without streaming) or `error`.
        """
        slot = self._questions.slot(request.is_disconnected)
        events = self._system.stream(
            body.question, body.turns, slot, documents=body.documents, collection=body.collection
        )
        first = await anext(events)  # a failure up to here still gets its own status
        if body.stream:
            return EventStream(first, events)
        answer = await final_answer(events)
        return JSONResponse(answer.to_json())

    async def search(self, request: Request, body: schemas.SearchRequest) -> Response:
        """Find the passages nearest to a question, best first."""
        work = partial(self._system.search, body.question, body.k, body.documents, body.collection)
        passages = await self._questions.run(work, request.is_disconnected)
        return JSONResponse({"question": body.question, "passages": [passage.to_json() for passage in passages]})

    async def translate(self, body: schemas.TranslateRequest) -> Response:
        """Translate a quote by the language model, where one is set. A translation is no evidence."""
        translation = await self._system.translate(body.text, body.language)
        return JSONResponse(translation.to_json())


class _Documents:
    """The index's documents. One request writes at a time; reading goes on beside it."""

    def __init__(self, system: System) -> None:
        self._index = system.index
        self._loader = system.loader
        self._writing = WorkQueue(running=1, waiting=128, seconds=600)

    def list_documents(
        self, collection: str | None = None, offset: schemas.Offset = 0, limit: schemas.Limit = schemas.MAX_LISTED
    ) -> Response:
        """List the documents, of one collection or of all, the oldest first; `total` counts all of them."""
        records = self._index.documents(self._index.scope(collection=collection))
        page = [record.to_json() for record in records[offset : offset + limit]]
        return JSONResponse({"documents": page, "total": len(records)})

    def list_collections(self) -> Response:
        """List the collections that hold documents, by name."""
        return JSONResponse({"collections": [collection.to_json() for collection in self._index.collections()]})

    def show_document(self, document_id: str) -> Response:
        """Show a document with its text."""
        record, document = self._index.record(document_id), self._index.document(document_id)
        shown = {
            "original": record.original is not None,
            "metadata": document.metadata.to_json(),
            "text": document.text,
        }
        return JSONResponse(record.to_json() | shown)

    def download_original(self, document_id: str) -> Response:
        """Download the file that a document was read from, always as an attachment."""
        record, path = self._index.record(document_id), self._index.original(document_id)
        return attachment(path, original_name(record.source, path.suffix))

    async def remove_document(self, request: Request, document_id: str) -> Response:
        """Remove a document and everything made of it."""
        await request.body()  # nothing, but only after it does the server tell whether the client is there
        record = await self._writing.run(partial(self._index.remove, document_id), request.is_disconnected)
        return JSONResponse({"removed": record.to_json()})

    async def add_documents(self, request: Request) -> Response:
        """Add documents: uploaded files, URLs, or a text with a title, each in place of a former one from its source.

        201 where something was added or replaced, 200 where all was there already; where nothing could be ingested,
        the status of the failures with `error` beside the summary. `Dalil-Queue-Place` says how many requests that
        write came before.
        """
        async with new_documents(request, self._loader) as arrivals:
            place = self._writing.place
            response = await self._writing.run(partial(self._ingest, arrivals), request.is_disconnected)
            response.headers["Dalil-Queue-Place"] = str(place)
            return response

    def _ingest(self, arrivals: Arrivals) -> Response:
        summary = arrivals(self._index)
        if not (summary.added or summary.replaced or summary.unchanged):
            return _all_failed(summary)
        return JSONResponse(summary.to_json(), 201 if summary.added or summary.replaced else 200)


def _all_failed(summary: Summary) -> Response:
    all_too_large = all(isinstance(failure.error, TooLarge) for failure in summary.failed)
    status, type_ = kind(TooLarge() if all_too_large else SourceError())
    message = "; ".join(failure.reason for failure in summary.failed)
    return JSONResponse({**error_body(type_, message), **summary.to_json()}, status)
