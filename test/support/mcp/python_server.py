"""An MCP server by the official Python SDK: argument 1 is the transport, `mcp` or `sse`. Its first line tells the port; /state tells what it did."""

import asyncio
import json
import socket
import sys

import uvicorn
from mcp.server.mcpserver import Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import BaseModel
from starlette.responses import JSONResponse

server = MCPServer("restaurant", log_level="ERROR")
bookings = []
open_streams = set()


class Sky(BaseModel):
    sky: str
    degrees: int


@server.tool(description="Books a table.", structured_output=False)
def book(day: str, guests: int | None = None) -> str:
    bookings.append({"day": day, "guests": guests})
    return json.dumps({"booking": {"id": f"B{len(bookings)}", "day": day}})


@server.tool(description="The weather now.")
def weather() -> Sky:
    return Sky(sky="clear", degrees=21)


@server.tool(description="The menu, with pictures.", structured_output=False)
def menu() -> list:
    return ["Soup.", Image(data=b"hello", format="png")]


@server.tool(description="Refuses.")
def refuse() -> str:
    raise ToolError("The kitchen is closed.")


@server.tool(description="Says much.", structured_output=False)
def long() -> str:
    return "x" * 20000


@server.tool(description="Never answers.")
async def hang() -> str:
    await asyncio.Event().wait()
    return ""


def counted(app):
    """Counts sessions: by their ids, which a DELETE ends, or by their streams."""

    async def wrapped(scope, receive, send):
        if scope["type"] != "http":
            return await app(scope, receive, send)
        headers = dict(scope["headers"])
        known = headers.get(b"mcp-session-id", b"").decode()
        if scope["method"] == "DELETE":
            open_streams.discard(known)

        async def note(message):
            if message["type"] == "http.response.start":
                made = dict(message["headers"]).get(b"mcp-session-id", b"").decode()
                if made and not known:
                    open_streams.add(made)
            await send(message)

        is_stream = scope["path"] == "/sse" and scope["method"] == "GET"
        if is_stream:
            open_streams.add(id(scope))
        try:
            await app(scope, receive, note)
        finally:
            if is_stream:
                open_streams.discard(id(scope))

    return wrapped


@server.custom_route("/state", methods=["GET"])
async def state(_request):
    return JSONResponse({"bookings": bookings, "sessions": len(open_streams)})


app = server.sse_app() if sys.argv[1] == "sse" else server.streamable_http_app()
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
# Before uvicorn does: whoever reads the port may connect.
listener.listen()
print(listener.getsockname()[1], flush=True)
config = uvicorn.Config(counted(app), log_level="error", lifespan="on", timeout_graceful_shutdown=0)
asyncio.run(uvicorn.Server(config).serve(sockets=[listener]))
