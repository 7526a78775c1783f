"""The command that installs something for the very Python that runs this program."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

__all__ = ["install_command"]


def install_command(what: str) -> str:
    """The command, to be typed where the program was started.

    A bare ``pip`` would install for whatever Python the shell finds, which is often another one.

    Args:
        what: a package, or ``-r`` and a file of requirements.
    """
    python = Path(sys.executable)
    here = Path.cwd()
    shown = python.relative_to(here) if python.is_relative_to(here) else python
    return f"{shlex.quote(str(shown))} -m pip install {what}"
