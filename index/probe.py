"""A first look at a vector index that was not closed properly, in a process that may die of it.

Damaged files can end the process that reads them, or keep it busy for ever (chromadb 1.5.9). So a
child opens them first, and is asked for the nearest neighbours of vectors that are known: each must
find itself. Where a share p of the vectors is damaged, 64 of them notice it with 1 - (1 - p)^64.
"""

from __future__ import annotations

import io
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from index.embed import Vectors
    from index.ingest import Stop

__all__ = ["examine"]

QUESTIONS = 64
"""Vectors that are asked for."""
_SAMPLE = 4 * QUESTIONS  # offered: of an unfinished index some are not there yet
_NOTHING = -1  # where no neighbour is found at all
_SECONDS = 120.0  # until an answer is no longer waited for
_PAUSE = 0.1  # seconds between two looks whether to stop
_EQUAL = 1e-5  # by how much two equal vectors differ, at most, when they are multiplied


def examine(
    folder: Path,
    chunks: set[int],
    source: Callable[[Sequence[int]], tuple[list[int], Vectors]],
    stop: Stop,
) -> str | None:
    """What is wrong with the files of a vector index; ``None`` if nothing was noticed.

    Args:
        folder: with Chroma's files.
        chunks: ids of those that ought to be there, or are to be put there yet.
        source: gives the vectors of chunks by id.
        stop: asked whether to give up, which counts as something wrong.
    """
    asked, vectors = source(random.sample(sorted(chunks), min(_SAMPLE, len(chunks))))
    told = _told_by_child(folder, asked, vectors, stop)
    if isinstance(told, str):
        return told
    others, their_vectors = source(sorted({*told.values()} - {*asked, _NOTHING}))
    known = dict(zip([*asked, *others], [*vectors, *their_vectors], strict=True))
    astray = sum(not _is_itself(chunk, found, known) for chunk, found in told.items())
    return f"{astray} of {len(told)} vectors are not found in it" if astray else None


def _is_itself(chunk: int, found: int, known: Mapping[int, Vectors]) -> bool:
    """Whether a vector found itself, or one that is equal to it."""
    if found == chunk:
        return True
    own = known[chunk]
    return found in known and bool(own @ known[found] >= own @ own - _EQUAL)


def _told_by_child(
    folder: Path, asked: Sequence[int], vectors: Vectors, stop: Stop
) -> dict[int, int] | str:
    """Which chunk the child found nearest to each that it holds, or what went wrong."""
    given = io.BytesIO()
    np.savez(given, asked=np.array(asked, dtype=np.int64), vectors=vectors)
    with subprocess.Popen(
        [sys.executable, "-m", "index.probe", str(folder.resolve())],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        told = _reply(child, given.getvalue(), stop)
    if told is None:
        return "looking at it took too long, or was given up"
    if child.returncode:
        return f"looking at it ended the process that looked (exit code {child.returncode})"
    try:
        reply = json.loads(told.splitlines()[-1])
        if "fault" in reply:
            return str(reply["fault"])
        return {int(chunk): int(found) for chunk, found in reply["nearest"].items()}
    except (ValueError, LookupError, TypeError, AttributeError):
        return "the process that looked at it told nothing of it"


def _reply(child: subprocess.Popen[bytes], given: bytes, stop: Stop) -> bytes | None:
    """All that a child says; ``None`` where it took too long or was stopped, and was ended."""
    until = time.monotonic() + _SECONDS
    unsent: bytes | None = given
    while time.monotonic() < until and not stop():
        try:
            return child.communicate(unsent, timeout=_PAUSE)[0]
        except subprocess.TimeoutExpired:
            unsent = None  # it is being sent, and must not be named again
    child.kill()
    return None


def _main() -> None:
    """Answer on standard output, in the child."""
    from index.chroma import Store, failures
    from index.chroma_files import NotOurs, demand_whole

    if hasattr(signal, "alarm"):
        signal.alarm(int(_SECONDS))  # ends this process also where nobody waits for it any more
    folder = Path(sys.argv[1])
    with np.load(io.BytesIO(sys.stdin.buffer.read())) as given:
        asked, vectors = given["asked"].tolist(), given["vectors"]
    try:
        demand_whole(folder)
        store = Store.open(folder)
        held = store.ids()
        if len(held) != store.count():
            raise NotOurs(f"it counts {store.count()} vectors and holds {len(held)}")
        known = [pair for pair in zip(asked, vectors, strict=True) if pair[0] in held]
        nearest = {
            chunk: next(iter(store.nearest(vector, 1)), _NOTHING)
            for chunk, vector in known[:QUESTIONS]
        }
        reply: dict[str, object] = {"nearest": nearest}
    except failures() as error:
        reply = {"fault": str(error)}
    sys.stdout.write(json.dumps(reply))


if __name__ == "__main__":
    _main()
