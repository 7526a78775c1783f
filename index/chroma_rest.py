"""The rest of Chroma's vector file: room for rows to come, written as it lay in memory.

What this program held there before, such as a vector whose document has been removed, would stay
in the file until a row takes its place (chromadb 1.5.9). So it is overwritten with zeros.
"""

from __future__ import annotations

import struct
from pathlib import Path

from index.chroma_files import NotOurs

__all__ = ["wipe_rest"]

_HEADER = struct.Struct("<i6Q2i3QdQ")
"""``header.bin``: version, offset of the rows, room, number of rows, bytes of a row, and more."""


def wipe_rest(folder: Path) -> None:
    """Overwrite what follows the last row; a store that is open on the files does not mind.

    Args:
        folder: with Chroma's files.

    Raises:
        NotOurs: the files are not as Chroma writes them.
        OSError: they cannot be written.
    """
    for header in folder.glob("*/header.bin"):
        rows = header.with_name("data_level0.bin")
        try:
            _, _, _, count, width, *_ = _HEADER.unpack(header.read_bytes())
        except struct.error as error:
            raise NotOurs(f"{header.name} has another length than Chroma writes") from error
        rest = rows.stat().st_size - count * width
        if rest < 0:
            raise NotOurs(f"{rows.name} is shorter than its header says")
        with rows.open("r+b") as file:
            file.seek(count * width)
            file.write(bytes(rest))
