"""Errors over HTTP: one shape, `{"error": {"type", "message"}}`, and one table of statuses."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match, Route

from ingest.errors import (
    DalilError,
    IndexBusy,
    IndexMismatch,
    ModelError,
    NotFound,
    SourceError,
    StorageError,
    TooLarge,
    UsageError,
)
from ui.http.schemas import Error, ErrorDetail
from ui.http.security import SECURITY_HEADERS

_KINDS: dict[type[DalilError], tuple[int, str]] = {
    UsageError: (400, "usage_error"),
    SourceError: (422, "source_error"),
    TooLarge: (413, "too_large"),
    NotFound: (404, "not_found"),
    IndexMismatch: (409, "index_mismatch"),
    IndexBusy: (503, "index_busy"),
    StorageError: (507, "storage_error"),
    ModelError: (502, "model_error"),
    DalilError: (500, "internal_error"),
}
_HTTP_TYPES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 503: "overloaded"}
_RETRY_AFTER = {"Retry-After": "5"}  # seconds
UNEXPECTED = "something went wrong inside Dalil; the server's log says what"
# whose own words are for those who run the server: they name its folders, addresses and settings
_FOR_CLIENTS = {
    "index_mismatch": "the index was made with other settings than the server has now; its log says what to set or run",
    "index_busy": "another process is writing to the index; try again when it is done",
    "storage_error": "the server cannot read or write its documents; try again later, or have its log looked at",
    "model_error": "a model cannot be loaded or does not answer; try again later, or have the server's log looked at",
    "internal_error": UNEXPECTED,
}

_log = logging.getLogger("dalil")


def kind(error: DalilError) -> tuple[int, str]:
    """The HTTP status and the `type` of an error."""
    return next(_KINDS[cls] for cls in type(error).__mro__ if cls in _KINDS)


def error_body(type_: str, message: str) -> dict[str, Any]:
    """The JSON of every error."""
    return Error(error=ErrorDetail(type=type_, message=message)).model_dump()


def message_of(error: Exception) -> str:
    """The message for a client. Details of an error that concerns the server alone go to the log, and only there."""
    if not isinstance(error, DalilError):
        _log.error("unexpected error", exc_info=error)
        return UNEXPECTED
    instead = _FOR_CLIENTS.get(kind(error)[1])
    if instead:
        _log.error("%s", error)
    return instead or str(error)


def body_of(error: Exception) -> dict[str, Any]:
    """The JSON of an exception."""
    type_ = kind(error)[1] if isinstance(error, DalilError) else "internal_error"
    return error_body(type_, message_of(error))


def headers_of(error: DalilError) -> dict[str, str] | None:
    """When to come again, where that is worth while."""
    return _RETRY_AFTER if kind(error)[0] == 503 else None


def detail_of(request: Request, error: HTTPException) -> str:
    """The message of an HTTP error; Starlette's own words say nothing of the request."""
    if error.detail != HTTPStatus(error.status_code).phrase:
        return error.detail
    return f"{request.method} {request.url.path}: {error.detail.lower()}; the routes are listed at /docs"


def headers_of_refusal(request: Request, error: HTTPException) -> Mapping[str, str] | None:
    """The error's headers; a 405 names every method of the path, not only those of the first route that has it."""
    if error.status_code != 405:
        return error.headers
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    taken = [route for route in routes if route.matches(request.scope)[0] != Match.NONE]
    return {"Allow": ", ".join(sorted({method for route in taken for method in route.methods or ()}))}


def add_error_handlers(app: FastAPI) -> None:
    """Answers every exception that leaves a route of the application in the one shape."""
    app.add_exception_handler(DalilError, _dalil_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _dalil_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DalilError)
    status, _ = kind(error)
    return JSONResponse(body_of(error), status, headers=headers_of(error))


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return JSONResponse(error_body("invalid_request", describe(error.errors())), 422)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    type_ = _HTTP_TYPES.get(error.status_code, "invalid_request")
    body = error_body(type_, detail_of(request, error))
    return JSONResponse(body, error.status_code, headers_of_refusal(request, error))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    # The server logs the traceback itself. This answer is sent from outside the middleware: it brings its own headers.
    return JSONResponse(error_body("internal_error", UNEXPECTED), 500, headers=dict(SECURITY_HEADERS))


def describe(errors: Sequence[Any]) -> str:
    """Pydantic's errors in one line: `k: Input should be less than or equal to 100; question: Field required`."""
    return "; ".join(f"{_place(error['loc'])}: {error['msg'].removeprefix('Value error, ')}" for error in errors)


def _place(loc: Sequence[str | int]) -> str:
    return ".".join(str(part) for part in loc if part != "body") or "body"
