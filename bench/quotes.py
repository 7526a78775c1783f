"""How many planted quotations the check of drafts accepts wrongly, and refuses wrongly.

    python -m bench.quotes [FOLDER]

Without a folder, 300 honest and 300 forged quotations are made of the project's samples and of the
texts in `bench/own_texts`. With one, of its documents: files, or the `docs.jsonl` of a set.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.planted import Planted, planted
from bench.sets import rows
from index import Library
from index.embed import Vectors
from qa.drafts.check import check_draft
from qa.drafts.types import CheckedQuote, QuoteStatus

__all__ = ["Unseeing", "Verdicts", "judge", "own_documents"]

_ROOT = Path(__file__).parents[1]
_SEED = 4


class Unseeing:
    """An embedding model that sees nothing: drafts are checked by words alone."""

    name = fingerprint = "none"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One and the same vector for every text."""
        return np.ones((len(texts), 2), dtype=np.float32) / np.float32(2**0.5)

    def embed_query(self, text: str) -> Vectors:
        """The same vector."""
        return np.ones(2, dtype=np.float32) / np.float32(2**0.5)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words."""
        return [len(text.split()) for text in texts]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the check said of planted quotations."""

    told: tuple[tuple[Planted, CheckedQuote], ...]

    @property
    def false_accepts(self) -> list[tuple[Planted, CheckedQuote]]:
        """Forged quotations that were verified."""
        return [(p, q) for p, q in self.told if not p.is_honest and _is_verified(q)]

    @property
    def false_rejects(self) -> list[tuple[Planted, CheckedQuote]]:
        """Honest quotations that were not."""
        return [(p, q) for p, q in self.told if p.is_honest and not _is_verified(q)]


def own_documents() -> list[Path]:
    """The project's samples, and texts written for this measurement."""
    return [_ROOT / "samples", _ROOT / "bench" / "own_texts"]


def judge(library: Library, each: int, seed: int = _SEED) -> Verdicts:
    """Plant quotations in one draft and check it.

    Args:
        library: whose sentences are planted.
        each: how many honest ones, and how many forged ones.
        seed: of the choice.

    Raises:
        ValueError: the draft's quotations are not the planted ones.
    """
    made = planted(library, each, seed)
    draft = "\n\n".join(one.paragraph for one in made)
    checked = check_draft(library, draft.encode(), name="draft.txt").quotes
    if [quote.text for quote in checked] != [one.quoted.strip() for one in made]:
        raise ValueError("the quotations found in the draft are not those that were planted")
    return Verdicts(tuple(zip(made, checked, strict=True)))


def _is_verified(quote: CheckedQuote) -> bool:
    return quote.status is QuoteStatus.VERIFIED


def _main(folder: Path | None) -> None:
    with tempfile.TemporaryDirectory() as place:
        paths = own_documents() if folder is None else _documents(folder, Path(place) / "documents")
        with Library.open(Path(place) / "library", embedder=Unseeing()) as library:
            library.add(paths)
            started = time.perf_counter()
            verdicts = judge(library, 300)
            seconds = time.perf_counter() - started
            documents = len(library.documents())
    print(f"{len(verdicts.told)} quotations in {documents} documents, {seconds:.1f} s\n")
    print("| Planted | Number | Wrong | Told |\n| --- | --- | --- | --- |")
    wrong = [*verdicts.false_accepts, *verdicts.false_rejects]
    for kind in dict.fromkeys(one.kind for one, _ in verdicts.told):
        told = Counter(q.kind.value for one, q in verdicts.told if one.kind == kind)
        missed = sum(one.kind == kind for one, _ in wrong)
        shown = ", ".join(f"{name} {count}" for name, count in told.most_common())
        print(f"| {kind} | {sum(told.values())} | {missed} | {shown} |")
    print(f"\nFalse accepts: {len(verdicts.false_accepts)}")
    print(f"False rejects: {len(verdicts.false_rejects)}")
    for one, quote in wrong:
        print(f"\n{one.kind}: {one.paragraph}\n  {quote.kind}: {quote.detail}")


def _documents(folder: Path, place: Path) -> list[Path]:
    """The files of a folder, or the documents of a question set as files."""
    if not (folder / "docs.jsonl").exists():
        return [folder]
    place.mkdir()
    for number, row in enumerate(rows(folder / "docs.jsonl")):
        (place / f"{number}.txt").write_text(str(row["text"]), encoding="utf-8")
    return [place]


if __name__ == "__main__":
    _main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
