"""The page's first paint: Gradio adds a page's head only when its own script runs, too late for it.

Without this, somebody who chose dark colours would see a white window at every start.
"""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["EarlyHead"]

_HEAD = b"<head>"


class EarlyHead:
    """ASGI middleware that puts something at the beginning of the page's head.

    Args:
        app: the application, which sends the page in one piece and not compressed.
        html: what is put there.
    """

    def __init__(self, app: ASGIApp, *, html: str) -> None:
        self._app = app
        self._html = html.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; the page comes back with the addition, all else as it is."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        start: Message | None = None

        async def send_with_html(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message  # its length is known when the page itself has come
                return
            if start is not None:
                before = message.get("body", b"")
                after = before.replace(_HEAD, _HEAD + self._html, 1)
                headers = MutableHeaders(scope=start)
                if "content-length" in headers:
                    length = int(headers["content-length"]) + len(after) - len(before)
                    headers["content-length"] = str(length)
                await send(start)
                message, start = {**message, "body": after}, None
            await send(message)

        await self._app(scope, receive, send_with_html)
