"""The library for desktop assistants: tools of the Model Context Protocol.

The only module that knows the protocol's package. Standard output belongs to the protocol; nothing
else is ever written there.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar, cast

import anyio
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp_types import Tool as Listed

from index.errors import LibraryError
from qa.calls.arguments import AskCall, Call, DocumentsCall, OpenCall, SearchCall, read_call
from qa.calls.desk import Desk, Given, Tell
from qa.calls.lines import standard_input
from qa.calls.opened import OpenedQuote
from qa.calls.texts import INSTRUCTIONS
from qa.errors import CallRefused, QaError
from qa.types import Answer

if TYPE_CHECKING:
    from qa.settings import Settings

__all__ = ["build_server", "serve"]

_HINT = (
    "This speaks the Model Context Protocol on standard input and output: a desktop assistant "
    "starts it. Ctrl-C stops it.\n"
)
_SHOWN_OF_A_NAME = 60
C = TypeVar("C", bound=Call)


@dataclass(frozen=True, slots=True)
class _Tool:
    """A tool as it is listed, and what it does with the arguments that are sent."""

    listed: Listed
    run: Callable[[Mapping[str, object], Tell], Awaitable[Given]]


def build_server(desk: Desk) -> Server[Any]:
    """The server with its tools, ready to be run over any transport.

    Args:
        desk: does what is asked for.
    """
    tools = {tool.listed.name: tool for tool in _tools(desk)}

    async def list_tools(
        context: ServerRequestContext[Any], params: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return ListToolsResult(tools=[tool.listed for tool in tools.values()])

    async def call_tool(
        context: ServerRequestContext[Any], params: CallToolRequestParams
    ) -> CallToolResult:
        told = 0

        async def tell(message: str) -> None:
            nonlocal told
            told += 1
            await context.session.report_progress(told, message=message)

        try:
            if params.name not in tools:
                name = params.name[:_SHOWN_OF_A_NAME]
                raise CallRefused(f"There is no tool {name!r}. There are: {', '.join(tools)}.")
            given = await tools[params.name].run(params.arguments or {}, tell)
        except (QaError, LibraryError) as error:
            return CallToolResult(content=[_text(str(error))], is_error=True)
        return CallToolResult(content=[_text(given.text)], structured_content=given.data)

    server: Server[Any] = Server(
        "chapter-and-verse",
        title="Chapter & Verse",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
    server.middleware.clear()  # the package traces calls, and nobody is to hear of them
    return server


def serve(settings: Settings) -> None:
    """Serve one assistant until it closes standard input.

    Args:
        settings: which library, which model.
    """
    if sys.stdin.isatty():
        sys.stderr.write(_HINT)
    with Desk(settings) as desk:
        anyio.run(_serve, build_server(desk))


async def _serve(server: Server[Any]) -> None:
    lines = cast("anyio.AsyncFile[str]", standard_input())
    try:
        async with stdio_server(stdin=lines) as (reading, writing):
            await server.run(reading, writing, server.create_initialization_options())
    except* (BrokenPipeError, anyio.BrokenResourceError):
        pass  # the assistant has gone, or Ctrl-C came while the package passed a message on


def _tools(desk: Desk) -> tuple[_Tool, ...]:
    return (
        _tool(
            "ask",
            "Ask the documents",
            "Answer a question from the user's documents, with checked quotes. Every statement "
            "comes with who says it and where it stands. Where the documents do not answer, it "
            "says so. Ask one thing at a time, in full sentences.",
            AskCall,
            desk.ask,
            [field.name for field in fields(Answer)],
            is_open=desk.settings.model is not None,
        ),
        _tool(
            "search",
            "Search the documents",
            "Find the passages that are nearest to a query, without answering. Use it to look "
            "around, or where ask finds no answer; a passage found here proves nothing by itself.",
            SearchCall,
            lambda call, tell: desk.search(call),
            ["passages"],
        ),
        _tool(
            "open_quote",
            "Open a quote",
            "Show words of a document where they stand: the exact words, the text around them, "
            "the page, the section and who says each sentence. Give start and end as another "
            "tool gave them; or give the words, to learn whether they stand in the document.",
            OpenCall,
            lambda call, tell: desk.open_quote(call),
            [field.name for field in fields(OpenedQuote)],
        ),
        _tool(
            "documents",
            "List the documents",
            "List the documents that can be asked: their names, titles, publishers and dates.",
            DocumentsCall,
            lambda call, tell: desk.documents(call),
            ["documents", "total"],
        ),
    )


def _tool(
    name: str,
    title: str,
    description: str,
    kind: type[C],
    run: Callable[[C, Tell], Awaitable[Given]],
    gives: list[str],
    *,
    is_open: bool = False,
) -> _Tool:
    """A tool that reads the arguments of a call.

    Args:
        name: what it is called by.
        title: for people.
        description: for the assistant that chooses between tools.
        kind: of the call.
        run: what it does.
        gives: the names in its data.
        is_open: whether it may reach other machines, as a remote language model does.
    """

    async def read_and_run(arguments: Mapping[str, object], tell: Tell) -> Given:
        return await run(read_call(kind, arguments), tell)

    listed = Listed(
        name=name,
        title=title,
        description=description,
        input_schema=kind.model_json_schema(),
        output_schema={
            "type": "object",
            "properties": {each: {} for each in gives},
            "required": gives,
        },
        annotations=ToolAnnotations(
            title=title,
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=is_open,
        ),
    )
    return _Tool(listed, read_and_run)


def _text(text: str) -> TextContent:
    return TextContent(type="text", text=text)
