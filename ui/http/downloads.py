"""Originals as downloads: bytes that somebody else made, so that no browser may take them for a page of this server."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from fastapi.responses import FileResponse

from ingest.formats.formats import of_name
from ui.http import schemas

_BYTES = "application/octet-stream"
ORIGINAL: dict[str, Any] = {
    "methods": ["GET"],
    "response_class": FileResponse,
    "responses": {200: {"content": {_BYTES: {}}}, **{status: {"model": schemas.Error} for status in (404, 422, 507)}},
    "tags": ["Dalil"],
}
"""What describes the route."""


def attachment(path: Path, name: str) -> FileResponse:
    """The file under that name; whatever it is, it is saved and not shown."""
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}
    return FileResponse(path, filename=name, media_type=_BYTES, content_disposition_type="attachment", headers=headers)


def original_name(source: str, extension: str) -> str:
    """The name of the file in a path, a URL or `upload:NAME`, with that extension where it has none that is known."""
    path = unquote(urlsplit(source).path) if "://" in source else source.removeprefix("upload:")
    name = "".join(char for char in path.rstrip("/").rpartition("/")[2] if char.isprintable() and char not in '\\"')
    return name if of_name(name) else f"{name or 'original'}{extension}"
