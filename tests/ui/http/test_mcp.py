"""The tools for agents, through the protocol's own client and a running server."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from qa.system import System, build
from tests.ui.processes import DALIL
from tests.ui.serving import served
from ui.server import create_app

pytestmark = [pytest.mark.server, pytest.mark.model]
mcp_client = pytest.importorskip("mcp.client.client")
stdio_client = pytest.importorskip("mcp.client.stdio")

QUESTION = "Who is the United Nations envoy to Syria?"


@pytest.fixture(scope="module")
def address(system: System) -> Iterator[str]:
    with served(create_app(system)) as address:
        yield f"{address}/mcp"


def called(address: str, tool: str, **arguments: Any) -> Any:
    async def call() -> Any:
        async with mcp_client.Client(address) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(call())


def test_the_tools_are_listed_with_what_they_take(address: str) -> None:
    async def listed() -> Any:
        async with mcp_client.Client(address) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(listed())}
    assert set(tools) == {"ask", "search", "documents", "read"}
    assert set(tools["search"].input_schema["properties"]) == {"question", "k", "documents", "collection"}


def test_ask_answers_with_verbatim_quotes(address: str, system: System) -> None:
    answer = called(address, "ask", question=QUESTION).structured_content
    assert answer["answered"]
    (citation,) = answer["citations"]
    assert system.index.document(citation["document_id"]).text[citation["start"] : citation["end"]] == citation["quote"]


def test_search_brings_passages(address: str) -> None:
    assert len(called(address, "search", question=QUESTION, k=2).structured_content["passages"]) == 2


def test_search_brings_as_many_passages_as_the_settings_say(system: System) -> None:
    few = build(replace(system.settings, passages=3), like=system)
    with served(create_app(few)) as address:
        assert len(called(f"{address}/mcp", "search", question=QUESTION).structured_content["passages"]) == 3
    few.close()


def test_a_collection_that_is_not_there_is_reported(address: str) -> None:
    for tool in ("ask", "search"):
        result = called(address, tool, question=QUESTION, collection="none")
        assert result.is_error
        assert "there is no collection 'none'" in result.content[0].text


def test_a_wrong_question_is_reported(address: str) -> None:
    result = called(address, "ask", question=" ")
    assert result.is_error
    assert "the question is empty" in result.content[0].text


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {}, "question"),
        ("ask", {"question": "x" * 3000}, "at most 2,000 are read"),
        ("ask", {"question": QUESTION, "documents": ["none"]}, "there is no document 'none'"),
        ("search", {"question": QUESTION, "k": 0}, "greater than or equal to 1"),
        ("documents", {"collection": "none"}, "there is no collection 'none'"),
        ("read", {"document": "../../etc/passwd"}, "there is no document"),
        ("read", {"document": "none", "length": 10**9}, "less than or equal to 20000"),
        ("none", {}, "Unknown tool"),
    ],
)
def test_wrong_arguments_are_reported(address: str, tool: str, arguments: dict[str, Any], said: str) -> None:
    result = called(address, tool, **arguments)
    assert result.is_error
    assert said in result.content[0].text


def test_a_proxy_that_calls_the_server_localhost_reaches_the_tools(address: str) -> None:
    headers = {"Host": "localhost", "Accept": "application/json, text/event-stream"}
    listing = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    response = httpx.post(address, headers=headers, json=listing)
    assert {tool["name"] for tool in response.json()["result"]["tools"]} == {"ask", "search", "documents", "read"}


def test_documents_lists_them_and_read_gives_what_stands_around_a_quote(address: str, system: System) -> None:
    (record,) = called(address, "documents").structured_content["documents"]
    text = system.index.document(record["id"]).text
    assert record["characters"] == len(text)
    start = text.index(" دي ميستورا")
    read = called(address, "read", document=record["id"], start=start, length=11).structured_content
    assert (read["text"], read["start"], read["end"]) == (" دي ميستورا", start, start + 11)
    beyond = called(address, "read", document=record["id"], start=len(text)).structured_content
    assert (beyond["text"], beyond["characters"]) == ("", len(text))


def test_an_unknown_document_is_told(address: str) -> None:
    assert "no document" in called(address, "read", document="nothing").content[0].text


def test_the_tools_work_over_stdin_and_stdout(system: System) -> None:
    async def listed() -> Any:
        command = stdio_client.StdioServerParameters(
            command=str(DALIL), args=["--data", str(system.settings.data), "mcp"]
        )
        async with mcp_client.Client(stdio_client.stdio_client(command)) as client:
            return (await client.call_tool("documents", {})).structured_content

    titles = [record["title"] for record in asyncio.run(listed())["documents"]]
    assert titles == [record.title for record in system.index.documents()]
