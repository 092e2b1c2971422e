"""URL → its bytes, by httpx: bounded in size and time, every redirect checked before it is followed.

Proxies of the environment are not used: they resolve names by themselves, behind the check of addresses.
"""

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.errors import SourceError, TooLarge
from ingest.formats.web.addresses import Resolve, is_public, resolve
from ingest.formats.web.deadline import Deadline
from ingest.formats.web.unpacking import pieces

if TYPE_CHECKING:
    import httpx

_REDIRECTS = 10
_SILENCE = 20.0  # seconds without a byte
_HEADERS = {
    "User-Agent": "dalil (document ingest)",
    "Accept": "text/html, text/*, application/pdf, */*;q=0.5",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True)
class Download:
    """What a URL answered; `content_type` without parameters, in lower case; `url` the last one after redirects."""

    url: str
    content_type: str
    charset: str | None
    data: bytes


@dataclass(frozen=True)
class Fetcher:
    """Fetches http and https URLs, each within `seconds`, redirects included.

    `resolve` and `transport` are seams for tests; by default the system's resolver and the network.
    """

    max_bytes: int
    allow_private: bool = False
    seconds: float = 600.0
    resolve: Resolve = resolve
    transport: "httpx.BaseTransport | None" = None

    def fetch(self, url: str) -> Download:
        """Raises SourceError for a URL that cannot be fetched or may not be, TooLarge over `max_bytes`."""
        import httpx

        with Deadline(url, self.seconds) as deadline, self._client(deadline) as client:
            try:
                return self._follow(client, httpx.URL(url), url)
            except (httpx.InvalidURL, UnicodeError) as error:  # the latter from the parts of a URL, read late
                raise SourceError(f"{url} is not a valid URL ({error}); correct it") from None
            except httpx.TimeoutException:
                raise SourceError(f"{url} did not answer within {_SILENCE:.0f} seconds; try again later") from None
            except httpx.HTTPError as error:
                raise SourceError(_failure(url, error)) from None

    def _client(self, deadline: Deadline) -> "httpx.Client":
        import httpx

        return httpx.Client(
            transport=self.transport,
            verify=httpx.create_ssl_context(),
            trust_env=False,
            timeout=_SILENCE,
            event_hooks={"request": [deadline.watch]},
        )

    def _follow(self, client: "httpx.Client", hop: "httpx.URL", url: str) -> Download:
        for _ in range(_REDIRECTS + 1):
            response = self._get(client, hop)
            try:
                if not response.has_redirect_location:
                    _check_status(url, response)
                    return _download(hop, response, self._body(url, response))
                hop = hop.join(response.headers["Location"])
            finally:
                response.close()
        raise SourceError(f"{url} redirects more than {_REDIRECTS} times; give the address it should end at")

    def _get(self, client: "httpx.Client", url: "httpx.URL") -> "httpx.Response":
        """The answer, headers read, from the first of the host's addresses that accepts a connection."""
        import httpx

        failure: httpx.HTTPError | None = None
        for address in self._addresses(url):
            request = client.build_request(
                "GET",
                url.copy_with(host=address),
                headers={**_HEADERS, "Host": url.netloc.decode("ascii")},
                extensions={"sni_hostname": url.raw_host.decode("ascii")},
            )
            try:
                return client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
        raise failure or httpx.ConnectError("the host has no address")

    def _addresses(self, url: "httpx.URL") -> list[str]:
        if url.scheme not in ("http", "https") or not url.host:
            raise SourceError(f"{url.scheme}://{url.host} is not an http or https URL; only these are fetched")
        if url.userinfo:
            raise SourceError(f"the URL of {url.host} carries a user name or password; give it without")
        found = list(self.resolve(url.raw_host.decode("ascii"), url.port or {"http": 80, "https": 443}[url.scheme]))
        refused = [] if self.allow_private else [address for address in found if not is_public(address)]
        if refused:
            raise SourceError(
                f"{url} is at {refused[0]}, a private or reserved address; "
                "set DALIL_ALLOW_PRIVATE_URLS=true to ingest from your own network"
            )
        return found

    def _body(self, url: str, response: "httpx.Response") -> bytes:
        data = bytearray()
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > self.max_bytes:
            raise TooLarge(_over_limit(url, int(announced), self.max_bytes))
        for piece in pieces(url, response):
            data += piece
            if len(data) > self.max_bytes:
                raise TooLarge(_over_limit(url, len(data), self.max_bytes))
        return bytes(data)


def _over_limit(url: str, size: int, max_bytes: int) -> str:
    return f"{url} has {size:,} bytes or more, over the limit of {max_bytes:,}; raise DALIL_MAX_FILE_MB or split it"


def _check_status(url: str, response: "httpx.Response") -> None:
    if not response.is_success:
        what = f"{response.status_code} {response.reason_phrase}".strip()
        raise SourceError(f"{url} answered {what}; check the address in a browser")


def _download(hop: "httpx.URL", response: "httpx.Response", data: bytes) -> Download:
    content_type = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    return Download(str(hop), content_type, response.charset_encoding, data)


def _failure(url: str, error: "httpx.HTTPError") -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        reason = getattr(cause, "verify_message", None) or cause.reason or cause
        return f"{url} has no valid TLS certificate or speaks no TLS ({reason}); it is not fetched unprotected"
    return f"{url} could not be fetched ({error or type(error).__name__}); check the address and the network"
