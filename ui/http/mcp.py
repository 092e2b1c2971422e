"""MCP: the tools `ask` and `search` for agents, at `/mcp` beside the API, where the `mcp` package is installed.

Protocol: https://modelcontextprotocol.io (streamable HTTP, without sessions).
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import FastAPI
from pydantic import Field

from ingest.errors import DalilError
from qa.system import System, final_answer
from ui.http.errors import message_of

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

INSTRUCTIONS = (
    "Dalil answers from the user's documents, Arabic or English, with verbatim quotes. Show the quotes beside what you "
    "say, and do not answer from elsewhere where `answered` is false."
)
Question = Annotated[str, Field(description="A whole question, in Arabic or English.")]
Scope = Annotated[
    list[str] | None, Field(description="Ids of the documents that are asked, as citations name them; by default all.")
]
In = Annotated[str | None, Field(description="The collection that is asked; by default all documents.")]
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


def mcp_server(system: System) -> "MCPServer":
    """The server with its two tools."""
    from mcp.server.mcpserver import MCPServer
    from mcp.server.mcpserver.exceptions import ToolError

    server = MCPServer("dalil", instructions=INSTRUCTIONS, log_level="WARNING")

    @server.tool()
    async def ask(question: Question, documents: Scope = None, collection: In = None) -> dict[str, Any]:
        """Answer a question from the documents, with numbered verbatim quotes and their places."""
        try:
            answer = await final_answer(system.stream(question, documents=documents or (), collection=collection))
        except DalilError as error:
            raise ToolError(message_of(error)) from error
        return {name: value for name, value in answer.to_json().items() if name != "passages"}

    @server.tool()
    async def search(
        question: Question, k: Count | None = None, documents: Scope = None, collection: In = None
    ) -> dict[str, Any]:
        """Find the passages of the documents nearest to a question, best first."""
        try:
            passages = await asyncio.to_thread(partial(system.search, question, k, documents or (), collection))
        except DalilError as error:
            raise ToolError(message_of(error)) from error
        return {"passages": [passage.to_json() for passage in passages]}

    return server
