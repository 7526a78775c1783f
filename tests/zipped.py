"""ZIP archives, as most office files are, with a member changed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable


def replaced(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive, one member of it changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content) if name == member else content)
    return file.getvalue()
