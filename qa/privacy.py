"""Nothing leaves the machine unasked: the telemetry and tracing of every library is switched off.

The libraries read these variables when they are imported, so this comes first.
"""

from __future__ import annotations

import os

__all__ = ["switch_off_telemetry"]

_OFF = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    # LangChain would send questions and passages wherever somebody's shell traces other programs.
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    # It would also ask models by way of its own server, whatever address they have.
    "LANGSMITH_GATEWAY": "false",
}


def switch_off_telemetry() -> None:
    """Set the variables that every library with telemetry heeds, whatever they were before."""
    os.environ.update(_OFF)
