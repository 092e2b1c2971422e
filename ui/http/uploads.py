"""New documents in a request, uploaded or named by URL, for the pipeline; never a path on the server."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from ingest.document import Document
from ingest.formats.archive import MAX_FILES, MAX_UNPACKED
from ingest.formats.formats import SUPPORTED
from ingest.formats.loading import Loader
from ingest.index import Index
from ingest.pipeline import Summary, ingest_loads, ingest_uploads
from ui.http.schemas import IN_COLLECTION, MAX_SOURCES, NewDocuments

JSON_BYTES = 10_000_000


Arrivals = Callable[[Index], Summary]
"""Ingests what a request brings."""

REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
                    "collection": {"type": "string", "description": IN_COLLECTION},
                },
                "description": f"Files; {SUPPORTED}, and zip archives of these: at most {MAX_FILES:,} files, together "
                f"{MAX_UNPACKED} times as large as one file may be.",
            }
        },
        "application/json": {"schema": NewDocuments.model_json_schema()},
    },
}
"""For OpenAPI, which cannot see a body of two kinds in the route's signature."""


@asynccontextmanager
async def new_documents(request: Request, loader: Loader) -> AsyncIterator[Arrivals]:
    """What the request brings, for as long as its uploaded files are open.

    Raises RequestValidationError for a body of the wrong form, HTTPException 413 or 415.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        async with request.form(max_files=MAX_SOURCES, max_fields=MAX_SOURCES) as form:
            yield _files(form, loader)
    elif kind == "application/json":
        yield _named(await _json(request), loader)
    else:
        raise HTTPException(415, f"a body of type {kind or 'unknown'}; send multipart/form-data or application/json")


def _files(form: FormData, loader: Loader) -> Arrivals:
    uploads = [value for value in form.getlist("files") if isinstance(value, UploadFile)]
    collections = [value for value in form.getlist("collection") if isinstance(value, str)]
    if not uploads or len(uploads) + len(collections) < len(form.multi_items()) or len(collections) > 1:
        raise _invalid("files", "send files, each in a form field named `files`, and at most one `collection`")
    files = [(upload.filename or "", upload.file.read) for upload in uploads]
    collection = next(iter(collections), None)
    return lambda index: ingest_uploads(index, files, loader, collection=collection)


async def _json(request: Request) -> NewDocuments:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > JSON_BYTES:
            raise HTTPException(413, f"JSON over the limit of {JSON_BYTES:,} bytes; upload the text as a file")
    try:
        return NewDocuments.model_validate_json(bytes(body))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


def _named(documents: NewDocuments, loader: Loader) -> Arrivals:
    if documents.urls is not None:
        loads = [(url, partial(loader.load, url)) for url in documents.urls]
        return lambda index: ingest_loads(index, loads, collection=documents.collection)
    assert documents.text is not None
    assert documents.title is not None
    text = (f"upload:{documents.title}", partial(_text, documents.title, documents.text, loader))
    return lambda index: ingest_loads(index, [text], collection=documents.collection)


def _text(title: str, text: str, loader: Loader) -> Document:
    read = loader.load_bytes(f"{title}.txt", text.encode())  # cleaned up as every text
    return replace(read, source=f"upload:{title}", title=title)


def _invalid(place: str, message: str) -> RequestValidationError:
    return RequestValidationError([{"loc": (place,), "msg": message}])
