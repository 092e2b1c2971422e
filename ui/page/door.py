"""What the page's own script may ask of Gradio, route by route and form by form; anything else is refused before it.

Gradio runs every function for whoever asks, by many routes, with data of any form: a message may name a file on the
disk, or a component to build. It also fetches addresses for its clients, and leaves bare 500s where a form is foreign.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, TypeAdapter, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.http.errors import describe, error_body
from ui.page.offline_gradio import gr

_READ = re.compile(
    r"/|/config|/theme\.css|/favicon\.ico|/robots\.txt|/manifest\.json|/(assets|static)/.+"
    r"|/gradio_api/(app_id|queue/data|upload_progress|heartbeat/[^/]+|file=/.+)"
)
_SENT = re.compile(r"/gradio_api/(queue/join|upload|cancel|reset)")
_METHODS = {"GET": _READ, "HEAD": _READ, "POST": _SENT}


class Door:
    """ASGI middleware around the mounted page."""

    def __init__(self, app: ASGIApp, page: gr.Blocks) -> None:
        self._app = app
        self._functions = {number: _data(page, function) for number, function in page.fns.items() if function.fn}
        self._components = {page._id, *page.blocks}  # the page itself triggers what it begins with
        self._checks: Mapping[str, Callable[[bytes], object]] = {
            "/gradio_api/queue/join": self._check_call,
            "/gradio_api/cancel": _Cancel.model_validate_json,
            "/gradio_api/reset": _Reset.model_validate_json,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises HTTPException 404 or 422 where the page's script would not send such a request."""
        if scope["type"] == "http":
            path = scope["path"]
            allowed = _METHODS.get(scope["method"])
            if not (allowed and allowed.fullmatch(path)):
                raise HTTPException(
                    404, f"{path!r} is nothing that the page uses; the API's routes are listed at /docs"
                )
            if check := self._checks.get(path):
                body = await Request(scope, receive).body()
                try:
                    check(body)
                except ValidationError as error:
                    message = f"the page sends no such request: {describe(error.errors())}"
                    raise HTTPException(422, message) from None
                receive = _again(body, receive)
        await self._app(scope, receive, send)

    def _check_call(self, body: bytes) -> None:
        call = _Join.model_validate_json(body)
        data = self._functions.get(call.fn_index)
        if data is None:
            raise HTTPException(404, f"the page has no function {call.fn_index}; load the page again")
        if call.trigger_id is not None and call.trigger_id not in self._components:
            raise HTTPException(422, f"the page has no component {call.trigger_id}; load the page again")
        data.validate_python(call.data)


async def no_file(request: Request, error: Exception) -> JSONResponse:
    """For Gradio, which raises TypeError where a part of an upload is a field."""
    if request.url.path != "/gradio_api/upload":
        raise error
    return JSONResponse(error_body("invalid_request", "a part of the upload is no file; send each with its name"), 400)


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, for the application to read; what comes after it is the connection's end."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return left.pop() if left else await receive()

    return receive_again


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


Session = Annotated[str, Field(min_length=1, max_length=64)]


class _Cancel(_Form):
    session_hash: Session
    fn_index: int
    event_id: str


class _Reset(_Form):
    event_id: str


class _Join(_Form):
    session_hash: Session
    fn_index: int
    data: list[Any]
    event_data: Any = None
    trigger_id: int | None = None


class _Text(_Form):
    type: Literal["text"]
    text: str


class _Message(_Form):
    """A message of words: neither file nor component."""

    role: Literal["user", "assistant"]
    content: list[_Text]
    metadata: None = None
    options: None = None


class _Meta(_Form):
    type: Literal["gradio.FileData"] = Field(alias="_type")


class _File(_Form):
    path: str
    meta: _Meta
    url: str | None = None
    orig_name: str | None = None
    size: int | None = None
    mime_type: str | None = None


def _data(page: gr.Blocks, function: Any) -> TypeAdapter[Any]:
    """The form of all that a function takes."""
    form: Any = tuple[tuple(_form(page, component) for component in function.inputs)]  # type: ignore[misc]
    return TypeAdapter(form)


def _form(page: gr.Blocks, component: Any) -> Any:
    """The form of what the page sends of a component. Raises TypeError for a kind that has none here yet."""
    match component:
        case gr.File(file_count=count):
            file = Annotated[_File, AfterValidator(_uploaded(page, component))]
            return list[file] | None if count == "multiple" else file | None
    form = next((form for kind, form in _FORMS.items() if isinstance(component, kind)), TypeError)
    if form is TypeError:
        raise TypeError(f"{type(component).__name__}: say in ui/page/door.py what the page sends of it")
    return form


_FORMS: Mapping[type, Any] = {
    gr.Chatbot: list[_Message],
    gr.Textbox: str,
    gr.Radio: str,
    gr.Checkbox: StrictBool,
    gr.State: None,  # it stays on the server
    # a turn kept by an earlier version has no short answer
    gr.BrowserState: tuple[list[_Message], list[tuple[str, str] | tuple[str, str, str | None]]],
}


def _uploaded(page: gr.Blocks, component: gr.File) -> Callable[[_File], _File]:
    """A check that the file came by the page's upload, and is of a kind that the component takes.

    Who uploaded it: its path has a hash over the content and a secret of the server's, which nobody else can know.
    """

    def check(file: _File) -> _File:
        if file.path not in page.upload_file_set:
            raise ValueError("the file was not uploaded, or is no longer kept; upload it again")
        if Path(file.path).suffix.lower() not in (component.file_types or ()):
            raise ValueError(f"{Path(file.path).name} has another ending than {', '.join(component.file_types or ())}")
        return file

    return check
