"""Questions in, checked answers out.

``Assistant`` is loaded when it is first asked for: it brings LangChain along, which the command
line's ``--help`` can do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.privacy import switch_off_telemetry

if TYPE_CHECKING:
    from qa.assistant import Assistant

__all__ = ["Assistant"]

switch_off_telemetry()


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from qa.assistant import Assistant

        return Assistant
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
