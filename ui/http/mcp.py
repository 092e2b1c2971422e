"""MCP: the tools `ask`, `search`, `documents` and `read` for agents, where the `mcp` package is installed.

At `/mcp` beside the API (streamable HTTP, without sessions), and over stdin and stdout as `dalil mcp`. Protocol:
https://modelcontextprotocol.io
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI
from pydantic import Field

from ingest.errors import DalilError, UsageError
from qa.system import System, final_answer
from ui.http.errors import message_of

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MAX_READ = 20_000
"""Characters of a document that one call may read."""
INSTRUCTIONS = (
    "Dalil answers from the user's documents, Arabic or English, with verbatim quotes. Show the quotes beside what you "
    "say, and do not answer from elsewhere where `answered` is false."
)
Question = Annotated[str, Field(description="A whole question, in Arabic or English.")]
Scope = Annotated[
    list[str] | None, Field(description="Ids of the documents that are asked, as citations name them; by default all.")
]
In = Annotated[str | None, Field(description="The collection that is asked; by default all documents.")]
Id = Annotated[str, Field(description="A document's id, as `documents` lists it and citations name it.")]
Start = Annotated[int, Field(description="The first character, as a citation's `start`.", ge=0)]
Length = Annotated[int, Field(description="How many characters.", ge=1, le=MAX_READ)]
Count = Annotated[int, Field(description="How many passages; by default as many as the settings say.", ge=1, le=100)]


def mount_mcp(app: FastAPI, system: System) -> bool:
    """Serves the tools at `/mcp`; False where the `mcp` package is not installed."""
    if find_spec("mcp") is None:
        return False
    from mcp.server.transport_security import TransportSecuritySettings

    server = mcp_server(system)
    # The guard before all routes has checked host and origin.
    unchecked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    asgi = server.streamable_http_app(stateless_http=True, json_response=True, transport_security=unchecked)
    app.router.routes.extend(asgi.routes)
    outer = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Any]:
        async with server.session_manager.run(), outer(app) as state:
            yield state

    app.router.lifespan_context = lifespan
    return True


def serve_stdio(system: System) -> None:
    """Serve the tools over stdin and stdout until stdin is closed. Raises UsageError where `mcp` is not installed."""
    if find_spec("mcp") is None:
        raise UsageError("`dalil mcp` needs the package mcp; install it with `pip install 'dalil[mcp]'`")
    mcp_server(system).run("stdio")


def mcp_server(system: System) -> "MCPServer":
    """The server with its tools."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    server = MCPServer("dalil", instructions=INSTRUCTIONS, log_level="WARNING")

    @server.tool()
    async def ask(question: Question, documents: Scope = None, collection: In = None) -> dict[str, Any]:
        """Answer a question from the documents, with numbered verbatim quotes and their places."""
        with _reported(ToolError):
            answer = await final_answer(system.stream(question, documents=documents or (), collection=collection))
        return {name: value for name, value in answer.to_json().items() if name != "passages"}

    @server.tool()
    async def search(
        question: Question, k: Count | None = None, documents: Scope = None, collection: In = None
    ) -> dict[str, Any]:
        """Find the passages of the documents nearest to a question, best first."""
        with _reported(ToolError):
            passages = await asyncio.to_thread(system.search, question, k, documents or (), collection)
        return {"passages": [passage.to_json() for passage in passages]}

    @server.tool(name="documents")
    async def list_documents(collection: In = None) -> dict[str, Any]:
        """List the documents with their ids, titles and lengths, the oldest first."""
        with _reported(ToolError):
            scope = await asyncio.to_thread(system.index.scope, (), collection)
            records = await asyncio.to_thread(system.index.documents, scope)
        return {"documents": [record.to_json() for record in records]}

    @server.tool()
    async def read(document: Id, start: Start = 0, length: Length = 4000) -> dict[str, Any]:
        """Read a stretch of a document's text, for example what stands around a quote."""
        with _reported(ToolError):
            whole = await asyncio.to_thread(system.index.document, document)
        stretch = whole.text[start : start + length]
        end = start + len(stretch)
        return {"title": whole.title, "text": stretch, "start": start, "end": end, "characters": len(whole.text)}

    return server


@contextmanager
def _reported(tool_error: type[Exception]) -> Iterator[None]:
    """What goes wrong, as it is reported to the protocol's clients."""
    try:
        yield
    except DalilError as error:
        raise tool_error(message_of(error)) from error
