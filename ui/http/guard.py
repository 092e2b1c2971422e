"""What is refused before any route: requests that a web page elsewhere makes a visitor's browser send.

Two ways in are closed. DNS rebinding: a foreign name that suddenly leads to this machine carries that name in `Host`.
Cross-origin requests: a form or script of another site may send a POST here without being able to read the reply.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.http.errors import error_body

_SAFE = {"GET", "HEAD", "OPTIONS"}


class Guard:
    """ASGI middleware. A server that listens on a loopback `address` takes only the names of those, and its `host`.

    `host` is the name that was chosen for it; it may lead to a loopback address too, as a machine's own name does.
    """

    def __init__(self, app: ASGIApp, host: str, address: str | None = None) -> None:
        self._app = app
        self._host = _bare(host)
        self._only_loopback = is_loopback(address or host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._only_loopback and not self._is_ours(_hostname(host)):
            message = f"Host {host!r} is no name of this machine; open the address that `dalil serve` printed"
            return JSONResponse(error_body("wrong_host", message), 421)
        if scope["method"] not in _SAFE and not _same_origin(headers, host):
            message = "a page of another origin may not send this request; send it from a program or from this server"
            return JSONResponse(error_body("cross_origin", message), 403)
        return None

    def _is_ours(self, name: str) -> bool:
        return is_loopback(name) or _bare(name) == self._host


def is_loopback(host: str) -> bool:
    """Whether a name or address leads to this machine alone."""
    if _bare(host) == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _bare(name: str) -> str:
    """One form for each name: case means nothing, and a dot at the end only that the name is whole."""
    return name.lower().removesuffix(".")


def _hostname(host: str) -> str:
    """`[::1]:7860` → `::1`."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_origin(headers: Headers, host: str) -> bool:
    """Browsers state where a request comes from, programs need not.

    The rule of Go's http.CrossOriginProtection: https://pkg.go.dev/net/http#CrossOriginProtection
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or _netloc(origin) in _own_names(headers, host)


def _netloc(origin: str) -> str | None:
    """`http://localhost:7860` → `localhost:7860`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _own_names(headers: Headers, host: str) -> set[str]:
    """The names under which a browser may have reached us: `Host`, and what a proxy on this machine was called.

    Other pages cannot send X-Forwarded-Host: their browser would ask first, and is not granted it.
    """
    forwarded = headers.get("x-forwarded-host", "").partition(",")[0].strip()
    return {host, forwarded} if forwarded and is_loopback(_hostname(host)) else {host}
