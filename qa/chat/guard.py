"""What stands between the chat and a hostile page: who may talk to it, and what a browser may do.

A server on this machine can be reached by any page that the user's browser has open: by a name
that an attacker points at 127.0.0.1, or by a form that posts across sites. Gradio lets both
through, and fetches any address it is asked for. The guard refuses all three, and tells the browser
to load nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["LOOPBACK_HOSTS", "Guard"]

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Gradio compiles its components in the page, hence 'unsafe-inline' and 'unsafe-eval'; what counts
# here is that nothing is loaded from, and nothing sent to, another origin.
_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
)


class Guard:
    """ASGI middleware around the whole chat server."""

    def __init__(
        self, app: ASGIApp, *, allowed_hosts: Collection[str], frame_ancestors: str = "'none'"
    ) -> None:
        """Guard ``app``.

        Args:
            app: the application to call when a request may pass.
            allowed_hosts: host names, without ports, that requests may be addressed to; the names
                of this machine are always among them.
            frame_ancestors: the pages that may show the chat in a frame, as the Content Security
                Policy writes them.
        """
        self._app = app
        self._hosts = LOOPBACK_HOSTS | {host.lower() for host in allowed_hosts}
        self._headers = {
            "Content-Security-Policy": _CONTENT_POLICY.format(ancestors=frame_ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if frame_ancestors == "'none'":
            self._headers["X-Frame-Options"] = "DENY"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 400 or 403; add the headers either way."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        app = self._refusal(scope) or self._app
        await app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return PlainTextResponse("This address is not served here.", 400)
        origin = headers.get("origin")
        method = scope.get("method", "websocket")
        if method not in _SAFE_METHODS and origin is not None and urlsplit(origin).netloc != host:
            return PlainTextResponse("Requests from other pages are refused.", 403)
        if _asks_to_fetch(scope["path"]):
            return PlainTextResponse("This server fetches nothing from elsewhere.", 403)
        return None


def _name_of(host: str) -> str:
    """The name in a Host header: without the port, and without an IPv6 address's brackets."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _asks_to_fetch(path: str) -> bool:
    target = unquote(path).lower().replace("\\", "/")
    return any(sign in target for sign in ("file=http", "file/http", "file=//", "proxy="))
