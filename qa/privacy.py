"""Nothing leaves the machine unasked: the telemetry and tracing of every library is switched off.

The libraries read these variables when they are imported, so this comes first.
"""

from __future__ import annotations

import os

__all__ = ["keep_to_oneself", "switch_off_telemetry"]

_OFF = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
    # Since its release 1.29 onnxruntime reports to Microsoft from Linux and macOS, too, and keeps a
    # number of the machine in the user's cache for it.
    "ORT_DISABLE_TELEMETRY": "1",
    # LangChain would send questions and passages wherever somebody's shell traces other programs.
    "LANGSMITH_TRACING": "false",
    "LANGSMITH_TRACING_V2": "false",
    "LANGCHAIN_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    # It would also ask models by way of its own server, whatever address they have.
    "LANGSMITH_GATEWAY": "false",
}


def keep_to_oneself() -> None:
    """Let no other user of this machine read the files that this program makes."""
    os.umask(0o077)


def switch_off_telemetry() -> None:
    """Set the variables that every library with telemetry heeds, whatever they were before."""
    os.environ.update(_OFF)
