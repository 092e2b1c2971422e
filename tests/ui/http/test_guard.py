"""The guard: foreign names for this machine and other origins' requests are refused, programs and our page are not."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from ui.http.guard import Guard, is_loopback
from ui.http.security import SecurityHeaders


async def _reply(request: Request) -> PlainTextResponse:
    return PlainTextResponse("reached")


def send(
    method: str, headers: dict[str, str], listens_on: str = "127.0.0.1", address: str | None = None
) -> httpx.Response:
    routes = [Route("/", _reply, methods=["GET", "POST", "DELETE"])]
    app = SecurityHeaders(Guard(Starlette(routes=routes), listens_on, address))

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:7860") as client:
            return await client.request(method, "/", headers=headers)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    "host", ["127.0.0.1:7860", "localhost", "LOCALHOST:80", "localhost.", "[::1]:7860", "127.1.2.3"]
)
def test_a_loopback_server_answers_to_its_own_names(host: str) -> None:
    assert send("GET", {"Host": host}).text == "reached"


@pytest.mark.parametrize(
    "host",
    ["evil.example:7860", "127.0.0.1.evil.example", "localhost.evil.example", "[::1", "", "x@127.0.0.1.evil.example"],
)
def test_a_loopback_server_refuses_a_foreign_name_that_leads_to_it(host: str) -> None:
    response = send("GET", {"Host": host})
    assert response.status_code == 421
    assert response.json()["error"]["type"] == "wrong_host"


@pytest.mark.parametrize(
    ("host", "address"), [("127.1", "127.0.0.1"), ("Desk", "127.0.1.1"), ("desk.local.", "127.0.1.1")]
)
def test_a_name_that_leads_to_a_loopback_address_is_taken_beside_its_own_names_and_no_other(
    host: str, address: str
) -> None:
    for name in (f"{host}:7860", host.lower(), host.rstrip("."), "localhost", address):
        assert send("GET", {"Host": name}, host, address).text == "reached"
    assert send("GET", {"Host": "evil.example"}, host, address).status_code == 421


def test_a_server_on_a_public_address_answers_to_any_name() -> None:
    assert send("GET", {"Host": "dalil.example"}, listens_on="0.0.0.0").text == "reached"


@pytest.mark.parametrize(
    "headers",
    [
        {},  # a program
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:7860"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://127.0.0.1:7860"},  # an older browser
        # a page without TLS, through a proxy on this machine
        {"Host": "localhost", "Origin": "http://dalil.lan", "X-Forwarded-Host": "dalil.lan"},
        {"Host": "localhost", "Origin": "http://dalil.lan:8080", "X-Forwarded-Host": "dalil.lan:8080, 10.0.0.1"},
    ],
)
def test_programs_and_our_own_page_may_change_things(headers: dict[str, str]) -> None:
    assert send("DELETE", headers).text == "reached"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:9000"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Host": "localhost", "Origin": "http://evil.example", "X-Forwarded-Host": "dalil.lan"},
        {"Host": "localhost", "Origin": "null", "X-Forwarded-Host": ""},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"},
    ],
)
def test_a_page_of_another_origin_changes_nothing(headers: dict[str, str]) -> None:
    for method in ("POST", "DELETE"):
        response = send(method, headers)
        assert response.status_code == 403
        assert response.json()["error"]["type"] == "cross_origin"


def test_a_public_server_believes_no_page_about_its_own_name() -> None:
    headers = {"Host": "dalil.example", "Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}
    assert send("POST", headers, listens_on="0.0.0.0").status_code == 403


def test_a_link_from_elsewhere_opens_the_page() -> None:
    assert send("GET", {"Sec-Fetch-Site": "cross-site"}).text == "reached"


def test_every_response_has_the_security_headers_refusals_too() -> None:
    for response in (send("GET", {}), send("GET", {"Host": "evil.example"})):
        assert "default-src 'self'" in response.headers["content-security-policy"]
        assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False), ("10.0.0.7", False)],
)
def test_loopback_addresses_are_told_from_others(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
