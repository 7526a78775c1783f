"""How long a library takes to open, and to mend its vector index, by its size.

    python -m bench.recovery [--chunks 10000 100000] [--runs 3] [--write]

The texts are made up and so are their vectors, 384 numbers each that mostly lie in 40 dimensions,
as those of real texts do. No embedding model takes part: its time would come on top.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from bench.document import ROOT, aligned, circumstances, markdown, replace_part
from bench.pages import pages
from index import Library
from index.chroma import maker
from index.embed import Vectors
from index.seal import look

__all__ = ["main"]

_PAGE = ROOT / "docs" / "reliability.md"
_DIMENSIONS, _LATENT, _NOISE = 384, 40, 0.5
_PAGE_WORDS = 400  # about three chunks
_PAGES_A_FILE = 250
_QUESTION = "How many people were injured below the Thornlock Dam?"
_HEADING = ("what", "chunks", "median", "lowest", "highest", "n")


class MadeUpEmbedder:
    """Gives every text a vector of its own, at once."""

    name = fingerprint = "made-up"

    def __init__(self) -> None:
        spread = np.random.default_rng(0).standard_normal((_LATENT, _DIMENSIONS))
        self._spread = spread.astype(np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape ``(texts, 384)``."""
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """A unit vector of shape ``(384,)``."""
        seed = hashlib.blake2b(text.encode(), digest_size=8).digest()
        chance = np.random.default_rng(int.from_bytes(seed))
        vector = chance.standard_normal(_LATENT, dtype=np.float32) @ self._spread
        vector += _NOISE * chance.standard_normal(_DIMENSIONS, dtype=np.float32)
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, about as many as a real tokenizer counts."""
        return [len(text) // 4 for text in texts]


@dataclass(frozen=True, slots=True)
class Bench:
    """One library and what happens to it.

    Args:
        folder: of the library.
        chunks: how many it has.
    """

    folder: Path
    chunks: int

    def rows(self, runs: int) -> list[tuple[str, ...]]:
        """Everything that is measured, each so often."""
        measured: dict[str, Callable[[], float]] = {
            "open, sealed": lambda: self._until_ready(self._untouched),
            "of that: compare the files with their seal": self._looking,
            "one document more, until it is in the index": self._adding,
            "open and build anew: no seal (killed while writing)": lambda: self._until_ready(
                self._unsealed
            ),
            "open and build anew: chroma.sqlite3 lost": lambda: self._until_ready(self._lost),
            "open to the first passages, while it is built anew": self._searching_meanwhile,
            "of a search, comparing with every vector": lambda: self._nearest(is_ready=False),
            "of a search, asking the index": lambda: self._nearest(is_ready=True),
            "closing while it is built anew": self._closing,
        }
        return [
            _row(what, self.chunks, [measure() for _ in range(runs)])
            for what, measure in measured.items()
        ]

    def _open(self) -> Library:
        return Library.open(self.folder, embedder=MadeUpEmbedder())

    @property
    def _numbered(self) -> Path:
        (seal,) = (self.folder / "vectors").rglob("seal.json")
        return seal.parent

    def _untouched(self) -> None:
        """Nothing happens to it."""

    def _unsealed(self) -> None:
        (self._numbered / "seal.json").unlink()

    def _lost(self) -> None:
        (self._numbered / "chroma.sqlite3").unlink()

    def _until_ready(self, damage: Callable[[], None]) -> float:
        damage()
        began = time.perf_counter()
        with self._open() as library:
            _make_ready(library)
            return time.perf_counter() - began

    def _looking(self) -> float:
        began = time.perf_counter()
        look(self._numbered, maker())
        return time.perf_counter() - began

    def _adding(self) -> float:
        paper = self.folder.parent / f"{time.monotonic_ns()}.txt"
        paper.write_text(f"The ferry number {paper.stem} was late.")
        with self._open() as library:
            _make_ready(library)
            began = time.perf_counter()
            library.add(paper)
            return time.perf_counter() - began

    def _searching_meanwhile(self) -> float:
        self._lost()
        began = time.perf_counter()
        with self._open() as library:
            library.search(_QUESTION)
            passed = time.perf_counter() - began
            _make_ready(library)
        return passed

    def _nearest(self, *, is_ready: bool) -> float:
        with self._open() as library:
            _make_ready(library)
            search, query = library._searches.current, library.embedder.embed_query(_QUESTION)
            scope = None if is_ready else dict.fromkeys(library._documents.ids())
            search._by_meaning(query, scope)
            began = time.perf_counter()
            search._by_meaning(query, scope)
            return time.perf_counter() - began

    def _closing(self) -> float:
        self._lost()
        library = self._open()
        library.search(_QUESTION)
        began = time.perf_counter()
        library.close()
        passed = time.perf_counter() - began
        self._until_ready(self._untouched)
        return passed


def main(arguments: list[str]) -> None:
    """Measure, print the table, and with ``--write`` put it into docs/reliability.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.recovery", description=__doc__)
    parser.add_argument("--chunks", type=int, nargs="+", default=[10_000], help="library sizes")
    parser.add_argument("--runs", type=int, default=3, help="how often each thing is measured")
    parser.add_argument("--write", action="store_true", help="also into docs/reliability.md")
    chosen = parser.parse_args(arguments)
    measured_on, rows = circumstances(), [_HEADING]
    for chunks in chosen.chunks:
        with TemporaryDirectory() as folder:
            rows += _filled(Path(folder), chunks).rows(chosen.runs)
    print(aligned(rows))
    if chosen.write:
        replace_part(_PAGE, "recovery circumstances", measured_on)
        replace_part(_PAGE, "recovery figures", markdown(rows))
        print(f"written: {_PAGE.relative_to(ROOT)}", file=sys.stderr)


def _filled(folder: Path, chunks: int) -> Bench:
    """A library of at least so many chunks."""
    with Library.open(folder / "library", embedder=MadeUpEmbedder()) as library:
        wanted, count, files = chunks, 0, 0
        texts = pages(chunks // 2, _PAGE_WORDS)
        while count < wanted:
            path = folder / f"report-{files}.txt"
            taken = texts[files * _PAGES_A_FILE : (files + 1) * _PAGES_A_FILE]
            path.write_text("\n\n".join(taken), encoding="utf-8")
            library.add(path)
            count = sum(document.chunks for document in library.documents())
            files += 1
    return Bench(folder / "library", count)


def _make_ready(library: Library) -> None:
    """Wait until the index holds what the database holds."""
    library._writer.agree(wait=True)


def _row(what: str, chunks: int, seconds: Sequence[float]) -> tuple[str, ...]:
    shown = (statistics.median(seconds), min(seconds), max(seconds))
    return (what, f"{chunks:,}", *map(_shown, shown), str(len(seconds)))


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    main(sys.argv[1:])
