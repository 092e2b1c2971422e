"""A quote translated over the API, by a scripted LLM."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from qa.system import System
from qa.writing.generation import Generator
from tests.scripted_llm import ScriptedLLM
from ui.http.api import api_app
from ui.http.work_queue import WorkQueue

pytestmark = pytest.mark.model

QUOTE = "وصل كيري إلى موسكو في 14 تموز."


def client(system: System) -> TestClient:
    return TestClient(api_app(system, WorkQueue(1, 1)))


def test_a_quote_is_translated_and_marked_as_a_translation(system: System) -> None:
    llm = ScriptedLLM(scripts=[["Kerry came to Moscow on 14 July."]])
    generator = Generator(lambda: llm, "scripted:x", system.index.embedding, system.quoter, 4096, 10)
    response = client(replace(system, generator=generator)).post("/translate", json={"text": QUOTE})
    assert response.json() == {
        "text": QUOTE,
        "translation": "Kerry came to Moscow on 14 July.",
        "language": "en",
        "model": "scripted:x",
        "notice": "Machine translation by scripted:x; the original is the evidence.",
    }


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"text": QUOTE}, 400, "a translation needs a language model; set DALIL_LLM"),
        ({"text": QUOTE, "language": "fr"}, 422, "language"),
    ],
)
def test_without_a_model_or_into_another_language_it_is_refused(
    system: System, body: dict[str, str], status: int, message: str
) -> None:
    response = client(system).post("/translate", json=body)
    assert response.status_code == status
    assert message in response.json()["error"]["message"]


@pytest.mark.parametrize("text", [" ", "x" * 4001])
def test_an_empty_or_overlong_text_is_refused(system: System, text: str) -> None:
    llm = ScriptedLLM(scripts=[])
    generator = Generator(lambda: llm, "scripted:x", system.index.embedding, system.quoter, 4096, 10)
    response = client(replace(system, generator=generator)).post("/translate", json={"text": text})
    assert response.status_code == 400
    assert "from 1 to 4,000 characters" in response.json()["error"]["message"]
