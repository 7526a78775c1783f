"""The ways into the server that the page and other programs need; all others are closed.

Gradio serves far more than this page uses: files by their path, addresses that it fetches,
streams, recordings, copies of a whole conversation that a GET writes to disk, and every event by
its name. What its next release adds would be open as well. So what is open is listed here.
"""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["FUNCTION", "LARGEST_BODY", "UPLOAD", "is_open", "largest_body"]

UPLOAD = "/gradio_api/upload"
"""Where files come in."""
FUNCTION = "/gradio_api/component_server"
"""Where the page's scripts call its functions."""
LARGEST_BODY = 5_000_000
"""Bytes of a request that hands in no file: 5,000 files to add, all of the longest names."""

_LARGEST_EVENT = 1_000_000  # a draft of 200,000 characters has at most 800,000 bytes
_LARGEST_OTHER = 65_536
_EVENT = "/gradio_api/queue/join"

_ID = r"[\w-]{1,64}"
# Parts of names without "..": where a file lies is never asked for.
_FILES = r"(?:[\w@-][\w.@-]*/)*[\w@-][\w.@-]*"
_READ = re.compile(
    rf"/|/(?:config|logout)/?|/theme\.css|/favicon\.ico|/robots\.txt|/manifest\.json"
    rf"|/(?:assets|static|svelte)/{_FILES}"
    rf"|/gradio_api/(?:info|openapi\.json|login_check|user|startup-events|theme\.css|queue/data)/?"
    rf"|/gradio_api/heartbeat/{_ID}"
)
# The page's own events come by their number: "queue/join" and "run/predict" take no name.
_CHANGE = re.compile(
    r"/login/?|/gradio_api/(?:queue/join|run/predict|component_server|cancel|reset)/?"
)
_CALL = re.compile(rf"/gradio_api/call/(?:v2/)?({_ID})(/{_ID})?/?")


def is_open(method: str, path: str, *, calls: Collection[str], uploads: bool) -> bool:
    """Whether a request goes where the page or another program has something to do.

    Args:
        method: of the request.
        path: as it is routed: decoded, without the query.
        calls: names of the calls that are published to other programs.
        uploads: whether files may be handed in.
    """
    reads = method in ("GET", "HEAD")
    call = _CALL.fullmatch(path)
    if call:
        return call[1] in calls and (reads if call[2] else method == "POST")
    if reads:
        return _READ.fullmatch(path) is not None
    if path.rstrip("/") == UPLOAD:
        return uploads and method == "POST"
    return method == "POST" and _CHANGE.fullmatch(path) is not None


def largest_body(path: str) -> int:
    """Bytes that a request may bring which hands in no file.

    Args:
        path: as ``is_open`` takes it.
    """
    if path.rstrip("/") == FUNCTION:
        return LARGEST_BODY
    is_event = path.rstrip("/") == _EVENT or _CALL.fullmatch(path)
    return _LARGEST_EVENT if is_event else _LARGEST_OTHER
