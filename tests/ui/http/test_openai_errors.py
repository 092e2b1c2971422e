"""Failures of the OpenAI-compatible API that are no fault of the question, as OpenAI's own client sees them."""

from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from typing import Any, cast

import openai
import pytest
from fastapi import FastAPI

from ingest.errors import IndexBusy
from qa.answer import Event, Found
from qa.settings import Settings
from qa.system import System, build
from tests.ui.serving import served
from ui.http.openai_api import openai_app
from ui.http.work_queue import WorkQueue
from ui.server import create_app

pytestmark = pytest.mark.server

ASKED: Any = [{"role": "user", "content": "Who?"}]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[openai.OpenAI]:
    system = build(Settings(data=tmp_path_factory.mktemp("none") / "data"))
    with (
        served(create_app(system)) as address,
        openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client,
    ):
        yield client


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/nowhere", 404), ("GET", "", 404), ("PUT", "/models", 405)]
)
def test_an_unknown_route_or_method_has_openais_form_and_names_what_was_asked_for(
    client: openai.OpenAI, method: str, path: str, status: int
) -> None:
    with pytest.raises(openai.APIStatusError) as raised:
        client.request(cast_to=object, options=openai._models.FinalRequestOptions(method=method.lower(), url=path))
    assert raised.value.status_code == status
    assert raised.value.code is None
    assert raised.value.type == "invalid_request_error"
    assert f"{method} /v1{path}" in raised.value.message
    if status == 405:
        assert raised.value.response.headers["allow"] == "GET"


class Failing:
    """Stands in for a system that raises what it is given."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def stream(self, question: str, *_: object, **__: object) -> AsyncGenerator[Event]:
        if question:
            raise self.error
        yield Found([])


@contextmanager
def failing(error: Exception) -> Iterator[openai.OpenAI]:
    app = FastAPI()
    app.mount("/v1", openai_app(cast(System, Failing(error)), WorkQueue(running=1, waiting=1)))
    with served(app) as address, openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0) as client:
        yield client


def test_an_unexpected_error_has_openais_form_and_tells_nothing_of_the_inside() -> None:
    with failing(RuntimeError("/srv/key=abc")) as client, pytest.raises(openai.InternalServerError) as raised:
        client.chat.completions.create(model="dalil", messages=ASKED)
    assert (raised.value.status_code, raised.value.type) == (500, "server_error")
    assert "abc" not in raised.value.message


def test_who_comes_while_the_index_is_busy_is_told_when_to_come_again() -> None:
    busy = IndexBusy("another process is writing; try again")
    with failing(busy) as client, pytest.raises(openai.InternalServerError) as raised:
        client.chat.completions.create(model="dalil", messages=ASKED)
    assert raised.value.status_code == 503
    assert raised.value.response.headers["retry-after"] == "5"
    assert raised.value.code == "index_busy"
