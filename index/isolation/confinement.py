"""How a process gives up what reading does not need: memory, network, processes, files to write."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from index.isolation import kernel_filter

__all__ = ["MEMORY", "confine"]

MEMORY = 1 << 30
"""Bytes that a reading process may take beside what it starts with."""

# What Python itself raises before it does such a thing, whatever the system is.
_FORBIDDEN = (
    *("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"),
    *("os.kill", "os.chmod", "os.chown", "shutil.", "ctypes.dlopen", "pty.", "winreg."),
    *("urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "sqlite3.", "tempfile."),
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


def confine() -> bool:
    """Give it all up, for the rest of the process's life.

    Returns:
        Whether the system's kernel enforces it. Where it cannot, Python alone refuses, which native
        code of a parser that a file has taken over could evade.
    """
    _limit()
    by_kernel = kernel_filter.install()
    sys.addaudithook(_refuse)
    return by_kernel


def _limit() -> None:
    """Limit memory, and allow no byte to be written to a file, where the system has such limits."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # elsewhere it is not enforced, or counts what is only reserved
        most = _address_space() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    """Bytes of address space that the process has now."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 -- no file but a fact
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _refuse(event: str, arguments: Sequence[object]) -> None:
    if event == "open":
        flags = arguments[2]
        allowed = not (isinstance(flags, int) and flags & _WRITING)
    else:
        allowed = not event.startswith(_FORBIDDEN)
    if not allowed:
        raise PermissionError(f"a file that is only read asked for {event}")
