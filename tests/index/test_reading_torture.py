"""The long form of what hostile files are tried with; ``make torture`` prints what it came to."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest
from bombs import bombs

from index.errors import EmptyDocument, LibraryError, UnreadableDocument
from index.isolation.workers import READERS

CORPORA = Path(__file__).parents[3] / "shared" / "badinput"
KINDS = (".pdf", ".docx")
CUTS, FLIPS = 9, 20  # of each file

pytestmark = pytest.mark.torture


def outcome(data, name):
    try:
        READERS.read(data, name)
    except EmptyDocument:
        return "empty"
    except UnreadableDocument as refusal:
        told = str(refusal)
    else:
        return "text"
    assert name in told
    return next((word for word in ("crash", "given up", "failed") if word in told), "refused")


def damaged(data, chance):
    """The file cut at every tenth, and with bytes changed: one, ten, or two hundred."""
    for tenth in range(1, CUTS + 1):
        yield data[: len(data) * tenth // 10]
    for _ in range(FLIPS):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 10, 200))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)


def test_every_file_of_the_corpora_is_read_or_refused_whatever_is_damaged(tell):
    if not CORPORA.is_dir():
        pytest.skip("the corpora of bad input are not beside the repository")
    files = [path for path in sorted(CORPORA.rglob("*")) if path.suffix in KINDS]
    for kind in KINDS:
        found, slowest = Counter(), 0.0
        for path in (path for path in files if path.suffix == kind):
            chance = random.Random(path.name)
            for data in (path.read_bytes(), *damaged(path.read_bytes(), chance)):
                begun = time.monotonic()
                found[outcome(data, path.name)] += 1
                slowest = max(slowest, time.monotonic() - begun)
        tell(f"{kind}: {found.total()} files, {dict(found)}, the slowest took {slowest:.1f} s")
        assert found["failed"] == found["given up"] == 0


def test_every_bomb_is_refused(tell):
    for name, data in bombs().items():
        begun = time.monotonic()
        with pytest.raises(LibraryError):
            READERS.read(data, name)
        seconds = time.monotonic() - begun
        tell(f"{name}: {outcome(data, name)} after {seconds:.1f} s")
