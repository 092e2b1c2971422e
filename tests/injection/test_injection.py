"""Hostile passages before a model that obeys whatever it reads: what the program guarantees all the same."""

import asyncio
import json
import re
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.messages import BaseMessage

from ingest.document import Document
from ingest.pipeline import ingest_documents
from qa.answer import Answer, Passage, Token
from qa.quoting.citing import Citer
from qa.quoting.quoter import Quoter
from qa.writing.generation import Generator
from qa.writing.prompting import ANSWER_IN, INSTRUCTIONS, NOT_IN_SOURCES, write_prompt
from tests.bridge import BRIDGE, QUESTION
from tests.conftest import MakeIndex
from tests.scripted_llm import ScriptedLLM

pytestmark = pytest.mark.model

HOSTILE: list[dict[str, str]] = json.loads((Path(__file__).parent / "hostile.json").read_text("utf-8"))
NAMES = [hostile["name"] for hostile in HOSTILE]


class Gullible(ScriptedLLM):
    """Says whatever a passage instructs it to say, and cites the first passage for it."""

    def obey(self, messages: list[BaseMessage]) -> None:
        orders = re.findall(r"(?:\bsay|قل): ?(.*)", messages[-1].text)
        self.scripts = [[*" ".join(orders), " [1]", "."]]

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Any:
        self.obey(messages)
        async for chunk in super()._astream(messages, *args, **kwargs):
            yield chunk


class Town:
    """The bridge's document beside the hostile ones."""

    def __init__(self, folder: Path, make_index: MakeIndex, embedding: Embeddings) -> None:
        documents = [Document("/bridge.txt", "Bridge", BRIDGE)]
        documents += [Document(f"/{h['name']}.txt", h["name"], h["text"]) for h in HOSTILE]
        self.index = make_index(folder)
        ingest_documents(self.index, documents)
        self.passages = {d.title: Passage(d.id, d.title, d.source, 0, len(d.text), d.text, 1.0) for d in documents}
        self.embedding = embedding

    def asked(self, llm: ScriptedLLM, hostile: str) -> tuple[str, Answer]:
        """The streamed text and the answer, the bridge's passage first and the hostile one second."""
        quoter = Quoter(Citer(self.index), threshold=1.0)
        generator = Generator(lambda: llm, "scripted:x", self.embedding, quoter, 4096, 10)
        passages = [self.passages["Bridge"], self.passages[hostile]]

        async def collect() -> list[Token | Answer]:
            return [event async for event in generator.stream(QUESTION, passages)]

        *said, answer = asyncio.run(collect())
        assert isinstance(answer, Answer)
        text = "".join(token.text for token in said if isinstance(token, Token))
        return text.removeprefix("Perhaps: "), replace(answer, hedged=False)  # it is: this quoter finds no answer


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, make_index: MakeIndex, embedding: Embeddings) -> Town:
    return Town(tmp_path_factory.mktemp("town"), make_index, embedding)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Every address that the process asks for or connects to."""
    made: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_: made.append(where))
    monkeypatch.setattr(socket.socket, "connect", lambda _, where: made.append(where))
    return made


def test_there_are_enough_of_both_languages() -> None:
    arabic = [hostile for hostile in HOSTILE if re.search(r"[ء-ي]", hostile["text"])]
    assert len(HOSTILE) >= 20
    assert len(arabic) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_what_a_passage_orders_is_not_cited_to_another_and_is_no_answer(
    town: Town, name: str, calls: list[object]
) -> None:
    llm = Gullible(scripts=[])
    streamed, answer = town.asked(llm, name)
    assert llm.prompts, "the model was asked"
    assert not answer.answered
    assert answer.short_answer is None
    assert "[1]" not in streamed
    assert calls == []


@pytest.mark.parametrize("name", NAMES)
def test_neither_tags_nor_addresses_in_markdown_reach_the_reader(town: Town, name: str) -> None:
    streamed, answer = town.asked(Gullible(scripts=[]), name)
    for text in (streamed, answer.text):
        assert not re.search(r"<[a-zA-Z/!?]", text)
        assert not re.search(r"\]\(|\]:", text)
        assert NOT_IN_SOURCES not in text


@pytest.mark.parametrize("name", NAMES)
def test_a_passage_stays_between_its_delimiters_in_the_prompt(town: Town, name: str) -> None:
    prompt = write_prompt(QUESTION, [town.passages["Bridge"], town.passages[name]], [], 4096)
    system, human = prompt.messages
    assert system.text == INSTRUCTIONS["en"]
    assert re.findall(r'<passage number="(\d)"', human.text) == ["1", "2"]
    assert human.text.count("</passage>") == 2
    quoted, _, rest = human.text.rpartition("</passage>")
    assert rest == f"\n\nQuestion: {QUESTION}\n{ANSWER_IN['en']}"
    assert not re.search(r"[\[【][\d١-٩]", quoted)
    assert NOT_IN_SOURCES not in quoted


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_neighbour_takes_nothing_from_a_right_answer(town: Town, name: str) -> None:
    _, answer = town.asked(ScriptedLLM(scripts=[["The bridge was built in 1921 [1][2]."]]), name)
    assert answer.text == "The bridge was built in 1921. [1]"
    (citation,) = answer.citations
    assert BRIDGE[citation.start : citation.end] == citation.quote
    assert "1921" in citation.quote
