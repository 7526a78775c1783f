"""Whose browser it is: a random key in a cookie, which tells one visitor's conversations apart."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Protocol

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "ReaderCookie", "reader_of"]

COOKIE = "chapter_verse_reader"
_KEY = re.compile(r"[0-9a-f]{32}")
_A_YEAR = 365 * 24 * 3600  # seconds; every visit begins it anew


class Visit(Protocol):
    """A request, as far as it tells whose it is."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Its headers, by names in lower case."""


def reader_of(request: Visit) -> str:
    """The key of the visitor's browser; empty where the browser keeps no cookie."""
    return _key_in(request.headers)


class ReaderCookie:
    """ASGI middleware that gives a browser its key when it opens the page."""

    def __init__(self, app: ASGIApp, *, framed: bool = False) -> None:
        """Give keys in front of ``app``.

        Args:
            app: the application.
            framed: whether another site shows the page in a frame, as Hugging Face Spaces do; the
                cookie is then one that travels with such frames.
        """
        self._app = app
        # "Strict" would hide the key from whoever comes by a link, and so give him another one.
        self._limits = "SameSite=None; Secure; Partitioned" if framed else "SameSite=Lax"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; what opens the page comes back with a key."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        key = _key_in(Headers(scope=scope)) or secrets.token_hex(16)
        cookie = f"{COOKIE}={key}; Path=/; Max-Age={_A_YEAR}; HttpOnly; {self._limits}"

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def _key_in(headers: Mapping[str, str]) -> str:
    # Cookies know no ports: other programs of this machine leave theirs here, in any form.
    key = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    return key if _KEY.fullmatch(key) else ""
