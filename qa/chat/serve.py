"""Serving the page: where it listens, who may reach it, what it keeps to itself."""

from __future__ import annotations

import hmac
import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass

import gradio as gr
from starlette.middleware import Middleware

from qa.chat.api import PublishedBlocks
from qa.chat.bodies import Bodies
from qa.chat.guard import LOOPBACK_HOSTS, Guard
from qa.chat.login import FAILURES_A_MINUTE, SignIn
from qa.chat.look import STYLE_FILES, early_head, page_head, theme
from qa.chat.painting import EarlyHead
from qa.chat.reader import ReaderCookie
from qa.chat.sessions import keep_sessions
from qa.chat.waiting import A_MINUTE, Pace, form_line
from qa.chat.words import words_of
from qa.errors import ConfigurationError

__all__ = ["Serving", "serve"]

_SAY = words_of("page")
_PASSWORD_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and to whom the page is served."""

    host: str = "127.0.0.1"
    """The address to listen on."""
    port: int = 7860
    allowed_hosts: frozenset[str] = frozenset()
    """Host names under which the page is reached, besides those of this machine."""
    user: str = "reader"
    """Name to sign in with, where there is a password."""
    password: str | None = None
    """Asked for before anything is shown; needed wherever others can reach the address."""
    space: str | None = None
    """The host name of the Hugging Face Space that this is: then the page listens on all addresses
    and may be shown in the frame that Spaces puts around it."""
    max_upload_bytes: int = 50 * 1024 * 1024
    """Of one file."""
    questions_a_minute: int = A_MINUTE
    """That one visitor may ask, on average."""


def serve(page: gr.Blocks, serving: Serving) -> str:
    """Serve ``page`` in threads of its own: ``page.block_thread()`` waits, ``page.close()`` ends.

    Args:
        page: from ``build_page``.
        serving: where and to whom.

    Returns:
        The page's address.

    Raises:
        ConfigurationError: others could reach the page without a password, the password is too
            short, or the port is taken.
    """
    host = serving.host if serving.space is None else "0.0.0.0"
    _check_password(serving.password, needed=serving.space is None and not _is_loopback(host))
    _check_port(host, serving.port)
    hosts = {*serving.allowed_hosts, host, serving.space or host}
    guard = Middleware(
        Guard,
        allowed_hosts=hosts,
        calls=_published(page),
        max_upload_bytes=serving.max_upload_bytes,
        uploads=page.uploads if isinstance(page, PublishedBlocks) else None,
        frame_ancestors="'none'" if serving.space is None else "https://huggingface.co",
    )
    # As often as questions, but beside them: an opened conversation asks for all its suggestions.
    slow = {"suggested": Pace(serving.questions_a_minute), "document_page": None, "read": None}
    bodies = Middleware(Bodies, slow=slow)
    reader = Middleware(ReaderCookie, framed=serving.space is not None)
    early = Middleware(EarlyHead, html=early_head())
    form_line(page, Pace(serving.questions_a_minute))
    _, address, _ = page.launch(
        server_name=host,
        server_port=serving.port,
        auth=_login(serving.user, serving.password) if serving.password else None,
        auth_message=_SAY("sign_in", most=FAILURES_A_MINUTE),
        theme=theme(),
        css_paths=list(STYLE_FILES),
        head=page_head(),
        app_kwargs={
            "middleware": [guard, Middleware(SignIn), bodies, reader, early],
            "docs_url": None,
            "redoc_url": None,
        },
        max_file_size=serving.max_upload_bytes,
        allowed_paths=[],
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        enable_monitoring=False,
        strict_cors=True,
        show_error=False,
        footer_links=[],
        quiet=True,
        prevent_thread_lock=True,
    )
    keep_sessions(page)
    return str(address)


def _published(page: gr.Blocks) -> set[str]:
    """The names of the calls that other programs may make."""
    return {
        fn.api_name for fn in page.fns.values() if fn.api_visibility == "public" and fn.api_name
    }


def _is_loopback(host: str) -> bool:
    if host in LOOPBACK_HOSTS:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check_password(password: str | None, *, needed: bool) -> None:
    if password is None and needed:
        raise ConfigurationError(
            "Other machines could reach this address, and no password is set. "
            f"Set QA_PASSWORD (at least {_PASSWORD_LENGTH} characters), or listen on 127.0.0.1."
        )
    if password is not None and len(password) < _PASSWORD_LENGTH:
        raise ConfigurationError(
            f"QA_PASSWORD is too short; use at least {_PASSWORD_LENGTH} characters."
        )


def _check_port(host: str, port: int) -> None:
    """Try the address first: the engine's own message for a port in use does not name it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigurationError(
                f"The page cannot listen on {host}:{port} ({error.strerror}). "
                "Stop the program that uses the port, or set QA_PORT to another number."
            ) from error


def _login(user: str, password: str) -> Callable[[str, str], bool]:
    """A check that takes equally long whichever sign of the name or the password is wrong."""

    def matches(name: str, given: str) -> bool:
        right_name = hmac.compare_digest(name.encode(), user.encode())
        return hmac.compare_digest(given.encode(), password.encode()) and right_name

    return matches
