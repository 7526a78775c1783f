"""Files that Linux lets a process read from now on (Landlock): those of its packages, no others.

https://docs.kernel.org/userspace-api/landlock.html
"""

from __future__ import annotations

import ctypes
import mimetypes
import os
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["install"]

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the calls' numbers, on every machine
_VERSION, _BENEATH = 1, 1
_PR_SET_NO_NEW_PRIVS = 38
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# How many rights over files and over ports, and how many scopes, each version of Landlock knows.
_KNOWN = {1: (13, 0, 0), 2: (14, 0, 0), 3: (15, 0, 0), 4: (15, 2, 0), 5: (16, 2, 0), 6: (16, 2, 2)}
_SIZES = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16, 6: 24}  # bytes of a rule set

_SYSTEM = (
    *("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/lib"),
    *("/etc/ld.so.cache", "/etc/ld.so.preload", "/dev/null", "/dev/urandom"),
    *("/usr/share/zoneinfo", "/etc/localtime", *mimetypes.knownfiles),
    # letters of a PDF that brings none along
    *("/usr/share/fonts", "/usr/share/X11/fonts", "/usr/local/share/fonts"),
)
_PACKAGES = ("site-packages", "dist-packages")


def install(package: Path) -> bool:
    """Have the kernel refuse this thread to open any file but those that reading needs, for good.

    What is open already stays so.

    Args:
        package: the folder of this program that holds the readers.

    Returns:
        Whether it will; ``False`` on other systems, and where the kernel has no Landlock.
    """
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version = min(libc.syscall(_CREATE, None, 0, _VERSION), max(_KNOWN))
    if version < 1:
        return False
    # All rights are to be had by a rule alone, and there are rules for reading only.
    rights = struct.pack("QQQ", *((1 << count) - 1 for count in _KNOWN[version]))
    rules = libc.syscall(_CREATE, rights, _SIZES[version], 0)
    if rules < 0:
        return False
    try:
        for path in _readable(package):
            _allow(libc, rules, path)
        return not (
            libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or libc.syscall(_RESTRICT, rules, 0)
        )
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # it is not there
        return
    try:
        rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
        libc.syscall(_ADD_RULE, rules, _BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _readable(package: Path) -> Iterator[Path]:
    """Where Python, its packages, the system's libraries and fonts lie, and the readers.

    Not all of ``sys.path``: documents and keys may lie in the folder of a project.
    """
    yield package
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix}:
        yield Path(prefix) / "lib"
        yield Path(prefix) / "lib64"
    yield from (path for path in map(Path, sys.path) if path.name in _PACKAGES)
    yield from map(Path, _SYSTEM)
