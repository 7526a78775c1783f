"""A process that reads files for the library: it gets bytes, gives text back, and can do no more.

Started as ``python -m index.isolation.worker``, with letters on its standard input and output.
"""

from __future__ import annotations

import os
import signal
import traceback
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from index.errors import LibraryError
from index.isolation.confinement import confine
from index.isolation.wire import Draw, Failed, Letter, Read, Ready, Refused, receive, send
from index.read import read_bytes
from index.readers.pdf_picture import page_picture

__all__ = ["main"]

_SECONDS_ALONE = 600
"""After this long over one file it ends by itself, if nobody is left who would end it."""


def main() -> None:
    """Answer letters until there are no more, or the reader fails."""
    requests, replies = _own_streams()
    send(replies, Ready(confine()))
    while True:
        try:
            request, data = receive(requests)
        except EOFError:
            return
        _give_up_after(_SECONDS_ALONE)
        reply, png = _answer(request, data)
        try:
            send(replies, reply, png)
        except OSError:
            return
        if isinstance(reply, Failed):
            return
        _give_up_after(0)


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """The streams for letters; what a parser prints goes nowhere instead of in between."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    # Ctrl-C reaches all processes of a terminal; whoever asked decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return requests, replies


def _give_up_after(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _answer(request: Letter, data: bytes) -> tuple[Letter, bytes]:
    try:
        if isinstance(request, Read):
            return read_bytes(data, request.name), b""
        assert isinstance(request, Draw)
        picture = page_picture(
            data, request.name, request.number, request.width, request.text, request.spans
        )
        return replace(picture, png=b""), picture.png
    except LibraryError as error:
        return Refused(type(error).__name__, str(error)), b""
    except Exception as error:  # noqa: BLE001 -- nobody else would be told of it
        return Failed(f"{type(error).__name__}: {error}"[:300], _place_of(error)), b""


def _place_of(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(frame.filename).name}:{frame.lineno}"


if __name__ == "__main__":
    main()
