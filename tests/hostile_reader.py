"""Stands in for the process that reads files, with a parser that a file has got hold of.

What it does is the name of the file: it hangs, crashes, fills the memory, or tries to do harm.
"""

from __future__ import annotations

import ctypes
import errno
import io
import os
import platform
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from index.isolation import kernel_filter, wire, worker
from index.isolation.confinement import Confined
from index.types import Cell, Extraction, Span

LIBC = ctypes.CDLL(None, use_errno=True)


def hang(data):
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL})
    while True:
        pass


def crash(data):
    ctypes.string_at(0)


def leave(data):
    os._exit(0)


def fill(data):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def fail(data):
    raise KeyError("body")


def chat(data):
    sys.stdout.write("x" * 100_000)
    os.write(1, b"x" * 100_000)


def lie(data):
    """Announce more than there can be."""
    interfere(b"\xff" * 16)


def babble(data):
    """Send a letter of a kind that there is not."""
    interfere((5).to_bytes(8) + bytes(8) + b"Nope\n")


def mistake(data):
    """Answer with a letter of another kind than was asked for."""
    answer(wire.Ready(Confined(acting=True, reading=True)))


def invent(data):
    """Answer with a cell that no sheet has."""
    answer(Extraction("Ferry", "text/csv", cells=(Cell("nonsense", Span(0, 5)),)))


def exaggerate(data):
    """Answer with more than an honest letter holds."""
    answer(Extraction("x" * 60_000_000, "text/plain"))


def answer(letter):
    stream = io.BytesIO()
    wire.send(stream, letter)
    interfere(stream.getvalue())


def interfere(data):
    """Write to the pipe on which the answer is waited for, whichever it is."""
    for number in range(3, 20):
        with suppress(OSError):
            os.write(number, data)


def harm(data):
    """Try everything by Python; what worked is the text."""
    place = Path(data.decode())
    tries = {
        "socket": lambda: socket.socket(),
        "look-up": lambda: socket.getaddrinfo("localhost", 80),
        "process": lambda: subprocess.Popen([sys.executable, "-c", ""]),
        "fork": lambda: os.fork() == 0 and os._exit(0),
        "write": lambda: (place / "new.txt").write_text("x"),
        "append": lambda: (place / "kept.txt").open("a").write("x"),
        "delete": lambda: (place / "kept.txt").unlink(),
        "move": lambda: (place / "kept.txt").rename(place / "moved.txt"),
        "folder": lambda: (place / "sub").mkdir(),
        "kill": lambda: os.kill(os.getppid(), 0),
    }
    return told(tries)


def harm_past_python(data):
    """Try everything as native code would; what worked is the text."""
    place = Path(data.decode())
    file, folder = str(place / "kept.txt").encode(), str(place).encode()
    nothing = ctypes.c_char_p(None)
    tries = {
        "socket": lambda: native(LIBC.socket(2, 1, 0)),
        "fork": lambda: native(LIBC.fork()),
        "exec": lambda: native(LIBC.execve(b"/bin/true", (ctypes.c_char_p * 1)(), nothing)),
        "write": lambda: native(LIBC.open(file, os.O_WRONLY)),
        "create": lambda: native(LIBC.open(folder + b"/new.txt", os.O_CREAT | os.O_RDWR, 0o600)),
        "truncate": lambda: native(LIBC.truncate(file, 0)),
        "delete": lambda: native(LIBC.unlink(file)),
        "move": lambda: native(LIBC.rename(file, folder + b"/moved.txt")),
        "folder": lambda: native(LIBC.mkdir(folder + b"/sub", 0o700)),
        "link": lambda: native(LIBC.symlink(b"/", folder + b"/root")),
        "kill": lambda: native(LIBC.kill(os.getppid(), 0)),
        "trace": lambda: native(LIBC.ptrace(16, os.getppid(), 0, 0)),
    }
    return told(tries | harm_by_descriptors())


def pry(data):
    """Try to read what is none of a reader's business; what worked is the text."""
    place = Path(data.decode())
    files = [
        *(place / "kept.txt", Path("/etc/passwd"), Path("/etc/hostname"), Path("/dev/tty")),
        Path(f"/proc/{os.getppid()}/environ"), Path(f"/proc/{os.getppid()}/maps"),
        Path(__file__), Path(__file__).parents[1] / "README.md",
    ]  # fmt: skip
    folders = [place, Path.home(), Path("/tmp"), Path("/proc"), Path(__file__).parents[1]]
    return told(
        {f"read {path}": path.read_bytes for path in files}
        | {f"list {path}": lambda path=path: list(path.iterdir()) for path in folders}
        | {
            f"open {path}": lambda path=path: native(LIBC.open(os.fsencode(path), os.O_RDONLY))
            for path in [*files, *folders]
        }
    )


def harm_by_descriptors():
    """What an open file can be told to do to a terminal, or to another process."""
    number = os.dup(0)
    return {
        "type": lambda: refused(LIBC.ioctl(number, 0x5412, b"x")),  # TIOCSTI
        "paste": lambda: refused(LIBC.ioctl(number, 0x541C, b"\3")),  # TIOCLINUX
        "own": lambda: refused(LIBC.fcntl(number, 8, os.getppid())),  # F_SETOWN
        "own more": lambda: refused(LIBC.fcntl(number, 15, bytes(8))),  # F_SETOWN_EX
        "signal": lambda: refused(LIBC.fcntl(number, 10, int(signal.SIGKILL))),  # F_SETSIG
    }


def ask_for_all_that_is_refused(data):
    """Make every call of the kernel filter's table; what was not refused is the text."""
    column = kernel_filter._COLUMNS.index(platform.machine())
    calls = {name: numbers[column] for name, numbers in kernel_filter._REFUSED.items()}
    nowhere = (-1,) * 6
    return told(
        {
            name: lambda number=number: refused(LIBC.syscall(number, *nowhere))
            for name, number in calls.items()
            if number
        }
    )


def told(tries):
    return Extraction("Done: " + ", ".join(name for name, act in tries.items() if works(act)), "x")


def native(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


def refused(result):
    """Fail only if it was not allowed, and not for what it was asked with."""
    if result < 0 and ctypes.get_errno() in (errno.EPERM, errno.EACCES):
        raise PermissionError


def works(act):
    try:
        act()
    except OSError:
        return False
    return True


def read(data, name):
    act = globals().get(name.removesuffix(".txt"))
    return (act and act(data)) or Extraction(f"Read {name}.", "text/plain")


if __name__ == "__main__":
    worker.read_bytes = read
    worker.main()
