"""The server: the API, the OpenAI-compatible API and the page put together, and run on a port."""

import threading
from functools import partial
from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.routing import Match

from ingest.errors import DalilError
from qa.system import System
from ui.http.api import api_routes
from ui.http.arrival import Arrival
from ui.http.body_limit import BodyLimit
from ui.http.docs_page import add_docs_page
from ui.http.errors import add_error_handlers
from ui.http.guard import Guard, is_loopback
from ui.http.health import health_routes
from ui.http.listening import listen, run
from ui.http.mcp import mount_mcp
from ui.http.openai_api import OpenAIRoute, openai_routes
from ui.http.security import SecurityHeaders
from ui.http.work_queue import WorkQueue
from ui.page.examples import examples
from ui.page.library import AT_ONCE
from ui.terminal.printing import tell

_JSON_BYTES = 2_000_000
_MULTIPART_BYTES = 1_000_000  # names and boundaries around the files of an upload
_CONVERSATION_BYTES = 10_000_000  # the page sends the whole of it with every question
_RUNNING = 2  # questions of both APIs at once: a model fills every core, and one is read while the other is looked up
_WAITING = 64  # and so many more: who came after them would wait for minutes
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
_ABOUT = "What does “{title}” say?"


def create_app(system: System, address: str | None = None) -> FastAPI:
    """The whole application; `address` is what the settings' host has led to, where that is known."""
    from ui.page import chat  # Gradio takes seconds to import; a port in use is told before

    app = FastAPI(
        title="Dalil",
        summary="Ask documents in Arabic or English and see the evidence, verbatim.",
        version=version("dalil"),
        docs_url=None,
        redoc_url=None,
    )
    add_error_handlers(app)
    questions = WorkQueue(_RUNNING, _WAITING)
    for routes in (api_routes(system, questions), openai_routes(system, questions), health_routes(system)):
        app.include_router(routes)
    app.include_router(_unknown_routes("/api", APIRoute))
    app.include_router(_unknown_routes("/v1", OpenAIRoute))
    mount_mcp(app, system)
    add_docs_page(app)
    app.add_middleware(Arrival, seconds=system.settings.request_timeout)
    app.add_middleware(BodyLimit, limit=lambda path: _largest_body(path, system.limits.max_bytes))
    app.add_middleware(Guard, host=system.settings.host, address=address)
    app.add_middleware(SecurityHeaders)
    return chat.mount(app, system)


def _largest_body(path: str, max_file_bytes: int) -> int:
    """Bytes a request may carry: JSON little, documents as much as one file, uploads on the page several."""
    if path == "/gradio_api/upload":  # Gradio itself looks at each file's size
        return AT_ONCE * max_file_bytes + _MULTIPART_BYTES
    if path.startswith("/gradio_api/"):
        return _CONVERSATION_BYTES
    if path.startswith(("/api/", "/v1/")) and path != "/api/documents":
        return _JSON_BYTES
    return max_file_bytes + _MULTIPART_BYTES


def _unknown_routes(prefix: str, route_class: type[APIRoute]) -> APIRouter:
    """What no other route under the prefix takes: the page, mounted at /, would answer in its own way."""
    router = APIRouter(route_class=route_class)
    for path in (prefix, f"{prefix}/{{rest:path}}"):
        router.add_api_route(path, _unknown, methods=_METHODS, include_in_schema=False)
    return router


async def _unknown(request: Request) -> None:
    def takers(method: str) -> int:
        matches = (route.matches({**request.scope, "method": method})[0] for route in request.app.routes)
        return sum(match == Match.FULL for match in matches)

    here = takers(request.method)  # this route and the page
    allowed = [method for method in _METHODS if takers(method) > here]
    raise HTTPException(405, headers={"Allow": ", ".join(allowed)}) if allowed else HTTPException(404)


def serve(system: System) -> None:
    """Serve until Ctrl-C or SIGTERM, then close the system. The models load in the background meanwhile.

    Raises UsageError where the host or port cannot be listened on.
    """
    with listen(system.settings.host, system.settings.port) as listening:
        address, port = listening.getsockname()[:2]
        app = create_app(system, address)
        threading.Thread(target=_warm, args=(system,), daemon=True).start()
        run(app, listening, partial(_welcome, system, address, port), system.settings.request_timeout)
    system.close()


def _warm(system: System) -> None:
    """One search loads what the first question would otherwise wait for."""
    try:
        system.search("ready?", 1)
    except DalilError as error:
        tell(f"questions cannot be answered: {error}")


def _welcome(system: System, address: str, port: int) -> None:
    host = system.settings.host
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    tell(f"open {url} (API: {url}/docs); Ctrl-C stops")
    if not is_loopback(address):
        tell("whoever reaches this address can read, add and remove documents; put a proxy with a login before it")
    tell(_invitation(system))


def _invitation(system: System) -> str:
    try:
        records = system.index.documents()
    except DalilError as error:
        return str(error)
    if not records:
        return "no documents yet; add some with `dalil ingest PATH_OR_URL…` or on the page"
    return f"ask, for example: {(examples(records) or [_ABOUT.format(title=records[-1].title)])[0]}"
