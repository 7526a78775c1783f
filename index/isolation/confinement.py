"""How a process gives up what reading does not need: memory, network, processes, other files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.isolation import kernel_filter, landlock

__all__ = ["MEMORY", "Confined", "confine"]

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


@dataclass(frozen=True, slots=True)
class Confined:
    """What the system's kernel enforces.

    Where it does not, Python alone refuses, which native code of a parser that a file has taken
    over could evade.
    """

    acting: bool
    """That the process reaches no network and no other process, and writes nothing."""
    reading: bool
    """That it reads no files but those of its packages; Python alone does not refuse that."""


def confine() -> Confined:
    """Give it all up, for the rest of the process's life."""
    _limit()
    is_alone = _threads() == 1  # what one thread gives up, those that were there before it keep
    reading = landlock.install(Path(__file__).parents[1])
    acting = kernel_filter.install()
    sys.addaudithook(_refuse)
    return Confined(acting=acting and is_alone, reading=reading and is_alone)


def _threads() -> int:
    """How many the process has; 1 where the system does not say."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 -- nothing of it is a path
    except OSError:
        return 1


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
