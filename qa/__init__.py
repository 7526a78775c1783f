"""Questions in, checked answers out; drafts in, checked quotations out.

Both are loaded when they are first asked for: ``Assistant`` brings LangChain along, which the
command line's ``--help`` can do without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qa.privacy import switch_off_telemetry

if TYPE_CHECKING:
    from qa.assistant import Assistant
    from qa.drafts.check import check_draft

__all__ = ["Assistant", "check_draft"]

switch_off_telemetry()


def __getattr__(name: str) -> object:
    if name == "Assistant":
        from qa.assistant import Assistant

        return Assistant
    if name == "check_draft":
        from qa.drafts.check import check_draft

        return check_draft
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
