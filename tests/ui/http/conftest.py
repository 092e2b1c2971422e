"""OpenAI's own client of a running server without an LLM."""

from collections.abc import Iterator

import openai
import pytest

from qa.system import System
from tests.ui.serving import served
from ui.server import create_app


@pytest.fixture(scope="module")
def address(system: System) -> Iterator[str]:
    """The base of its address, for other clients."""
    with served(create_app(system)) as address:
        yield f"{address}/v1"


@pytest.fixture
def client(address: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client:
        yield client
