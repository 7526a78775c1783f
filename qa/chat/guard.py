"""What stands between the chat and a hostile page: who may talk to it, and what a browser may do.

A server on this machine can be reached by any page that the user's browser has open: by a name
that an attacker points at 127.0.0.1, or by a form that posts across sites. Gradio lets both
through, fetches any address it is asked for, and reads bodies of any size. The guard refuses all of
that, lets requests go only where this page has something to do, and tells the browser to load
nothing from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.chat.library.uploads import Uploads
from qa.chat.ways import FUNCTION, UPLOAD, is_open, largest_body
from qa.chat.words import words_of

__all__ = ["LOOPBACK_HOSTS", "Guard"]

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})

_SAY = words_of("page")
_AROUND_A_FILE = 65_536  # bytes of the form that it comes in
_HOST = re.compile(r"\[[0-9a-fA-F:.]+\](?::\d+)?|[\w.-]+(?::\d+)?", re.ASCII)

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
        self,
        app: ASGIApp,
        *,
        allowed_hosts: Collection[str],
        calls: Collection[str],
        max_upload_bytes: int,
        uploads: Uploads | None,
        frame_ancestors: str = "'none'",
    ) -> None:
        """Guard ``app``.

        Args:
            app: the application to call when a request may pass.
            allowed_hosts: host names, without ports, that requests may be addressed to; the names
                of this machine are always among them.
            calls: names of the calls that are published to other programs.
            max_upload_bytes: of a file that is handed in.
            uploads: where they come in; ``None`` where none may.
            frame_ancestors: the pages that may show the chat in a frame, as the Content Security
                Policy writes them.
        """
        self._app = app
        self._hosts = LOOPBACK_HOSTS | {host.lower() for host in allowed_hosts}
        self._calls = frozenset(calls)
        self._largest_file = max_upload_bytes
        self._uploads = uploads
        self._framed = frame_ancestors != "'none'"
        self._headers = {
            "Content-Security-Policy": _CONTENT_POLICY.format(ancestors=frame_ancestors),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin",
        }
        if not self._framed:
            self._headers |= {
                "X-Frame-Options": "DENY",
                "Cross-Origin-Resource-Policy": "same-origin",
            }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that it may not; add the headers either way."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        app = self._refusal(scope) or self._app
        await app(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        method, path = scope.get("method", "websocket"), scope["path"]
        if _name_of(headers.get("host", "")) not in self._hosts:
            return PlainTextResponse("This address is not served here.", 400)
        if not (_is_own(headers) or self._is_arriving(headers, method, path)):
            return PlainTextResponse("Requests from other pages are refused.", 403)
        if not is_open(method, path, calls=self._calls, uploads=self._uploads is not None):
            return PlainTextResponse("There is nothing here.", 404)
        return self._size_refusal(headers, method, path)

    def _is_arriving(self, headers: Headers, method: str, path: str) -> bool:
        """Whether somebody follows a link to the page, or another page shows it in its frame."""
        shown_in = ("document", "iframe") if self._framed else ("document",)
        return (
            (method, path) == ("GET", "/")
            and "origin" not in headers
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") in shown_in
        )

    def _size_refusal(self, headers: Headers, method: str, path: str) -> Response | None:
        if method != "POST":
            return None
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return PlainTextResponse("Say how long the request is (Content-Length).", 411)
        uploads = self._uploads if path.rstrip("/") == UPLOAD else None
        most = self._largest_file + _AROUND_A_FILE if uploads else largest_body(path)
        if int(length) > most:
            return JSONResponse({"detail": _SAY("too_large", most=f"{most:,}")}, 413)
        if path.rstrip("/") == FUNCTION and headers.get("content-type", "").startswith("multipart"):
            return PlainTextResponse(
                "Functions are called with JSON.", 415
            )  # the page sends no form
        if uploads and not uploads.has_room(int(length)):
            return PlainTextResponse("Too many files wait to be added. Try again later.", 507)
        return None


def _name_of(host: str) -> str:
    """The name in a Host header: without the port, and without an IPv6 address's brackets."""
    if not _HOST.fullmatch(host):  # such as "evil@127.0.0.1", of which others see another part
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_own(headers: Headers) -> bool:
    """Whether a request comes from the page itself, or from no page at all.

    Browsers tell in Sec-Fetch-Site what they keep out of Origin: who loads a picture or a script.
    """
    origin = headers.get("origin")
    if origin is not None:
        scheme, _, netloc = origin.lower().partition("://")
        if scheme not in ("http", "https") or netloc != headers.get("host", "").lower():
            return False
    return headers.get("sec-fetch-site", "none") in ("none", "same-origin")
