"""The files that are ZIP archives inside, such as Word's: checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from index.errors import UnreadableDocument

__all__ = ["DAMAGE", "members_of", "refuse_bomb"]

_MEGABYTE = 1024 * 1024
_LARGEST_TOTAL = 200 * _MEGABYTE
_LARGEST_RATIO = 100
_MOST_MEMBERS = 5_000
_MEMBER_MARK = b"PK\x01\x02"
_MOST_MARKS = 10 * _MOST_MEMBERS
"""Listing so many members would take a while; an archive inside the archive has some of its own."""

# RuntimeError: an encrypted or unknown kind of archive member.
DAMAGE = (*(zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError),)
"""What a broken archive raises while it is read."""


def members_of(data: bytes, name: str, kind: str) -> list[zipfile.ZipInfo]:
    """The members of an archive, in its own order.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        kind: What it is said to be, for messages: *Word file*.

    Raises:
        UnreadableDocument: it is damaged, or has more members than could be listed quickly.
    """
    marks = data.count(_MEMBER_MARK)
    if marks > _MOST_MARKS:
        raise UnreadableDocument(
            f"“{name}” has {marks:,} parts, which no honest {kind} has; at most "
            f"{_MOST_MEMBERS:,} can be read. It was not opened."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist()
    except DAMAGE as error:
        raise UnreadableDocument(
            f"“{name}” is a damaged {kind}. Save it again in its own program, then add it."
        ) from error


def refuse_bomb(data: bytes, name: str, kind: str) -> None:
    """Check the sizes that an archive declares; no more is ever unpacked than is declared.

    Args:
        data: The file's bytes.
        name: The file's name, for messages.
        kind: What it is said to be, for messages: *Word file*.

    Raises:
        UnreadableDocument: it is damaged, or would unpack to an unreasonable size.
    """
    members = members_of(data, name, kind)
    total = sum(member.file_size for member in members)
    bloated = any(
        member.file_size > _MEGABYTE
        and member.file_size > _LARGEST_RATIO * max(1, member.compress_size)
        for member in members
    )
    if len(members) > _MOST_MEMBERS or total > _LARGEST_TOTAL or bloated:
        raise UnreadableDocument(
            f"“{name}” would unpack to {total / _MEGABYTE:,.0f} MB in {len(members):,} parts, "
            f"which no honest {kind} does. It was not opened."
        )
