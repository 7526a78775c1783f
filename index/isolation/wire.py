"""What passes between the library and the processes that read files: JSON and bytes, no pickles."""

from __future__ import annotations

import operator
import struct
from dataclasses import dataclass
from functools import cache
from typing import IO

from pydantic import TypeAdapter

from index.isolation.confinement import Confined
from index.pictures import PagePicture
from index.types import Extraction, Span

__all__ = ["Draw", "Failed", "Letter", "Read", "Ready", "Refused", "receive", "send"]

_LENGTHS = struct.Struct(">QQ")  # of the letter and of the bytes that go with it
_LONGEST = 48 << 20, 256 << 20
"""Of a letter, with the longest text and as many cells as there may be, and of a file or picture.
Who announces more is not believed: a hostile file may have got hold of him."""


@dataclass(frozen=True, slots=True)
class Read:
    """Read the file that comes along as bytes."""

    name: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Draw a page of the PDF that comes along as bytes, by the arguments of ``page_picture``."""

    name: str
    number: int
    width: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """The process has started, and has given up what it does not need."""

    confined: Confined


@dataclass(frozen=True, slots=True)
class Refused:
    """What was asked for cannot be had, told for a person."""

    error: str
    """The name of one of the errors of ``index.errors``."""
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The reader itself failed, which it should not; the process ends after this."""

    reason: str
    """The error in one line: ``KeyError: 'body'``. It may tell of what the file holds."""
    where: str
    """The file and line of the program: ``word.py:88``."""


Letter = Read | Draw | Ready | Refused | Failed | PagePicture | Extraction
_KINDS: dict[str, type[Letter]] = {
    kind.__name__: kind for kind in (Read, Draw, Ready, Refused, Failed, PagePicture, Extraction)
}


def send(stream: IO[bytes], letter: Letter, data: bytes = b"") -> None:
    """Write a letter and the bytes that go with it.

    Raises:
        OSError: the other side is gone.
    """
    kind = type(letter).__name__
    text = kind.encode() + b"\n" + _adapter(kind).dump_json(letter)
    stream.write(_LENGTHS.pack(len(text), len(data)))
    stream.write(text)
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Letter, bytes]:
    """The next letter, checked field by field, and the bytes that go with it.

    Raises:
        EOFError: the other side is gone.
        ValueError: what came is no letter.
    """
    lengths = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    if any(map(operator.gt, lengths, _LONGEST)):
        raise ValueError(f"a letter of {max(lengths):,} bytes was announced")
    kind, _, text = _exactly(stream, lengths[0]).partition(b"\n")
    if kind.decode("ascii", "replace") not in _KINDS:
        raise ValueError(f"a letter of an unknown kind came: {kind[:40]!r}")
    return _adapter(kind.decode()).validate_json(text), _exactly(stream, lengths[1])


@cache
def _adapter(kind: str) -> TypeAdapter[Letter]:
    return TypeAdapter(_KINDS[kind])


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
