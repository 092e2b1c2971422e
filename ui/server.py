"""The server: the API, the OpenAI-compatible API and the page put together, and run on a port."""

import threading
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

from fastapi import FastAPI
from starlette.routing import Mount, Route

from ingest.errors import DalilError
from qa.system import System
from ui.http.api import api_app
from ui.http.arrival import Arrival
from ui.http.body_limit import BodyLimit
from ui.http.docs_page import add_docs_page
from ui.http.errors import add_error_handlers
from ui.http.guard import Guard, is_loopback
from ui.http.health import health_routes
from ui.http.listening import listen, run
from ui.http.mcp import mount_mcp
from ui.http.openai_api import openai_app
from ui.http.security import SecurityHeaders
from ui.http.work_queue import WorkQueue
from ui.page.examples import examples
from ui.page.library import AT_ONCE

_JSON_BYTES = 2_000_000
_MULTIPART_BYTES = 1_000_000  # names and boundaries around the files of an upload
_CONVERSATION_BYTES = 10_000_000  # the page sends the whole of it with every question
_RUNNING = 2  # questions of both APIs at once: a model fills every core, and one is read while the other is looked up
_WAITING = 64  # and so many more: who came after them would wait for minutes
_ABOUT = "What does “{title}” say?"


def create_app(system: System, address: str | None = None) -> FastAPI:
    """The whole application; `address` is what the settings' host has led to, where that is known."""
    from ui.page import chat  # Gradio takes seconds to import; a port in use is reported before

    app = FastAPI(
        title="Dalil",
        summary="Ask documents in Arabic or English and see the evidence, verbatim.",
        version=version("dalil"),
        openapi_url=None,
    )
    add_error_handlers(app)
    questions = WorkQueue(_RUNNING, _WAITING)
    health = health_routes(system)
    apis = {"/api": api_app(system, questions), "/v1": openai_app(system, questions)}
    for prefix, api in apis.items():
        app.router.routes += [Mount(prefix, api), Route(prefix, api)]  # a mount alone leaves `/api` itself to the page
    app.include_router(health)
    mount_mcp(app, system)
    add_docs_page(app, {prefix: api.router for prefix, api in apis.items()} | {"": health})
    app.add_middleware(Arrival, seconds=system.settings.request_timeout)
    app.add_middleware(BodyLimit, limit=lambda path: _largest_body(path, system.loader.limits.max_bytes))
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


def serve(system: System, notice: Callable[[object], None]) -> None:
    """Serve until Ctrl-C or SIGTERM, then close the system. The models load in the background meanwhile.

    `notice` takes what those who run the server should read: its address, what can be asked, what does not work.
    Raises UsageError where the host or port cannot be listened on.
    """
    with listen(system.settings.host, system.settings.port) as listening:
        address, port = listening.getsockname()[:2]
        app = create_app(system, address)
        threading.Thread(target=_warm, args=(system, notice), daemon=True).start()
        run(app, listening, partial(_welcome, system, address, port, notice), system.settings.request_timeout)
    system.close()


def _warm(system: System, notice: Callable[[object], None]) -> None:
    """One search loads what the first question would otherwise wait for."""
    try:
        system.search("ready?", 1)
        system.turns.wanted("is anything ready for it")  # nothing that words decide: the labelled turns are embedded
    except DalilError as error:
        notice(f"questions cannot be answered: {error}")


def _welcome(system: System, address: str, port: int, notice: Callable[[object], None]) -> None:
    host = system.settings.host
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    notice(f"open {url} (API: {url}/docs); Ctrl-C stops")
    if not is_loopback(address):
        notice("whoever reaches this address can read, add and remove documents; put a proxy with a login before it")
    notice(_invitation(system))


def _invitation(system: System) -> str:
    try:
        records = system.index.documents()
    except DalilError as error:
        return str(error)
    if not records:
        return "no documents yet; add some with `dalil ingest PATH_OR_URL…` or on the page"
    return f"ask, for example: {(examples(records) or [_ABOUT.format(title=records[-1].title)])[0]}"
