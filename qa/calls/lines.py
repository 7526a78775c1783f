"""The lines of standard input, read so that Ctrl-C ends the waiting for the next one."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator
from contextlib import suppress

__all__ = ["standard_input"]


async def standard_input() -> AsyncIterator[str]:
    """Every line of standard input, until it ends.

    A thread that waits for input cannot be interrupted, and a program waits for its threads; so
    this one is a daemon. Meanwhile file descriptor 0 is empty: nothing that is started from here
    takes a line away.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    own = os.dup(0)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.close(empty)

    def read() -> None:
        with suppress(RuntimeError), os.fdopen(own, "rb") as stream:  # the loop may be closed
            for line in stream:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode("utf-8", "replace"))
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line
