"""Signing in: whoever tries one password after another is told to wait."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.chat.reader import reader_of
from qa.chat.waiting import Pace
from qa.chat.words import words_of

__all__ = ["FAILURES_A_MINUTE", "FAILURES_OF_ALL", "SignIn"]

FAILURES_A_MINUTE = 10
"""Wrong passwords from one address, on average."""
FAILURES_OF_ALL = 600
"""From all addresses together; browsers that have signed in before are not held up by it."""

_ALL = "everybody"
_MOST_KNOWN = 1_000  # browsers that are remembered
_SAY = words_of("page")


@dataclass(slots=True)
class SignIn:
    """ASGI middleware that bounds how many wrong passwords are tried.

    A browser that has signed in before has a count of its own, so that nobody else who comes from
    its address, as all do behind a proxy, can keep it out.

    Args:
        app: the application.
        of_one: how often one address may fail, and how often such a browser.
        of_all: how often all addresses together may.
    """

    app: ASGIApp
    of_one: Pace = field(default_factory=lambda: Pace(FAILURES_A_MINUTE))
    of_all: Pace = field(default_factory=lambda: Pace(FAILURES_OF_ALL))
    _known: OrderedDict[str, None] = field(default_factory=OrderedDict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer that too many passwords were wrong."""
        path = scope.get("path", "").rstrip("/")
        if scope["type"] != "http" or (scope["method"], path) != ("POST", "/login"):
            await self.app(scope, receive, send)
            return
        browser = reader_of(Request(scope))
        is_known = browser in self._known
        who = f"browser {browser}" if is_known else _network_of(scope)
        seconds = self.of_one.seconds_to_wait(who)
        if not seconds and not is_known:
            seconds = self.of_all.seconds_to_wait(_ALL)
        if seconds:
            told = {"detail": _SAY("wrong_passwords")}
            refusal = JSONResponse(told, 429, {"Retry-After": str(int(seconds) + 1)})
            await refusal(scope, receive, send)
            return

        async def send_and_see(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                self._welcome(who, browser, is_known=is_known)
            await send(message)

        await self.app(scope, receive, send_and_see)

    def _welcome(self, who: str, browser: str, *, is_known: bool) -> None:
        """Only failures count; counted before, so that no crowd of them comes in at once."""
        self.of_one.take_back(who)
        if not is_known:
            self.of_all.take_back(_ALL)
        if browser:
            self._known[browser] = None
            self._known.move_to_end(browser)
            while len(self._known) > _MOST_KNOWN:
                self._known.popitem(last=False)


def _network_of(scope: Scope) -> str:
    """The address that somebody comes from; of IPv6 the network, whose addresses are all his."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)
