"""A vector index on disk, what it must find, and ways to damage its files."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.mending import Contents
from index.vectors import VectorIndex

COUNT = 1_300
"""More than are built while a search waits, and more than Chroma keeps outside its own files."""

_RANDOM = np.random.default_rng(5)
_VECTORS = _RANDOM.standard_normal((COUNT, 24)).astype(np.float32)
VECTORS = _VECTORS / np.linalg.norm(_VECTORS, axis=1, keepdims=True)
QUERIES = VECTORS[::65]
_LINKS, _VECTOR, _LABEL = 4 + 2 * 16 * 4, VECTORS.shape[1] * 4, 8  # bytes of a row of hnswlib's

FILES = (
    "chroma.sqlite3", "data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin",
    "link_lists.bin",
)  # fmt: skip
"""Chroma's, once it has written its graph out."""

Damage = Callable[[Path], object]
"""Is given the numbered folder with Chroma's files."""


class Source:
    """The database's part: gives vectors by id, and remembers which were asked for."""

    def __init__(self, vectors: np.ndarray = VECTORS) -> None:
        self.vectors = vectors
        self.asked: list[int] = []

    def __call__(self, chunks: Sequence[int]) -> tuple[list[int], np.ndarray]:
        self.asked += chunks
        return list(chunks), self.vectors[list(chunks)]

    def contents(self, generation: int = 1) -> Contents:
        return Contents(generation, lambda: set(range(len(self.vectors))), self)


def found(folder: Path, source: Source | None = None) -> list[list[int]]:
    """What an index finds for the queries once it agrees with the database."""
    index = VectorIndex(folder)
    try:
        assert index.agree((source or Source()).contents(), wait=True)
        return [index.nearest(query, 5) for query in QUERIES]
    finally:
        index.close()


def whole_index(folder: Path) -> Path:
    """A fresh index below a folder, sealed."""
    assert found(folder / "index") == exact()
    return folder / "index"


def numbers(folder: Path) -> list[str]:
    """The numbered folders: another number was built anew."""
    return sorted(path.name for path in folder.iterdir())


def exact() -> list[list[int]]:
    return [np.argsort(-(VECTORS @ query), kind="stable")[:5].tolist() for query in QUERIES]


def file_named(folder: Path, name: str) -> Path:
    (path,) = folder.rglob(name)
    return path


def flip(path: Path, chance: random.Random) -> None:
    """Turn one bit of a file round."""
    position = chance.randrange(path.stat().st_size)
    with path.open("r+b") as file:
        file.seek(position)
        byte = file.read(1)[0]
        file.seek(position)
        file.write(bytes([byte ^ (1 << chance.randrange(8))]))


def halve(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def scramble(path: Path, start: int, length: int) -> None:
    noise = random.Random(start).randbytes(min(length, path.stat().st_size - start))
    with path.open("r+b") as file:
        file.seek(start)
        file.write(noise)


def _hnsw(folder: Path) -> Path:
    return file_named(folder, "data_level0.bin").parent


def _half_copied(folder: Path) -> None:
    for path in sorted(path for path in folder.rglob("*") if path.is_file())[::2]:
        path.unlink()


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _of_another_version(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "chroma.sqlite3")) as connection:
        connection.execute("UPDATE migrations SET version = version + 90, hash = 'x'")
        connection.commit()


def _vectors_swapped(folder: Path) -> None:
    """What keeps every count: the vectors change places, each as long as it was."""
    path = file_named(folder, "data_level0.bin")
    rows = np.fromfile(path, dtype=np.uint8).reshape(-1, _LINKS + _VECTOR + _LABEL)
    rows[:, _LINKS:-_LABEL] = np.roll(rows[:, _LINKS:-_LABEL], 1, axis=0)
    rows.tofile(path)


def _chroma(folder: Path) -> Path:
    return folder / "chroma.sqlite3"


DAMAGES: dict[str, Damage] = {
    "vectors cut in half": lambda folder: halve(file_named(folder, "data_level0.bin")),
    "graph deleted": lambda folder: shutil.rmtree(_hnsw(folder)),
    "links scrambled": lambda folder: scramble(file_named(folder, "link_lists.bin"), 0, 4_096),
    "header scrambled": lambda folder: scramble(file_named(folder, "header.bin"), 0, 100),
    "pickle cut": lambda folder: halve(file_named(folder, "index_metadata.pickle")),
    "SQLite cut": lambda folder: halve(_chroma(folder)),
    "SQLite scrambled": lambda folder: scramble(
        _chroma(folder), _chroma(folder).stat().st_size // 2, 20_000
    ),
    "SQLite deleted": lambda folder: _chroma(folder).unlink(),
    "empty folder": _emptied,
    "another version": _of_another_version,
    "half copied": _half_copied,
    "vectors swapped": _vectors_swapped,
}
"""The eight of the notes on reliability, and more."""
