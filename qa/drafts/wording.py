"""How the words of a quotation may be read: as they stand, or with gaps that the writer shows.

An ellipsis leaves words out; words in brackets are the writer's own. Around them the quotation is
in pieces, each of which has to stand in the document.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from qa.language.terms import words_in

__all__ = [
    "LEAST_PIECE",
    "LEAST_WORDS",
    "Gap",
    "GapKind",
    "Reading",
    "forms",
    "is_too_short",
    "readings",
    "skeleton",
    "without_edges",
    "word_count",
]

LEAST_WORDS = 4
"""Words that a quotation needs to prove anything."""
LEAST_CHARACTERS = 20
LEAST_PIECE = 4
"""Words that each piece around a gap needs, so that no two scraps are joined."""

_GAP = re.compile(
    r"\s*(?:"
    r"(?P<ellipsis>\[\s*(?:\.\s?\.\s?\.|…)\s*\]|\(\s*(?:\.\s?\.\s?\.|…)\s*\)"
    r"|\.\s?\.\s?\.(?:\s?\.)?|…)"
    r"|[\[(]\s*(?P<sic>sic)\s*!?\s*[\])]"
    r"|\[(?P<words>[^\[\]\n]{1,80})\]"
    r")\s*",
    re.IGNORECASE,
)
_BRACKETED_LETTER = re.compile(r"(?<!\w)\[([^\W\d_])\](?=[^\W\d_])")
_BEGINS = " \t\r\n\xa0,;:…—"  # no full stop and no short dash: ".5" is not "5", nor "–5"
_ENDS = " \t\r\n\xa0,.;:…—–"
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑\xad]\s*\n\s*(?=[^\W\d_])")
_NO_LETTER = re.compile(r"[\W_]+")


class GapKind(Enum):
    """What stands between two pieces of a quotation."""

    ELLIPSIS = "left out"
    WORDS = "put in"
    """The writer's own words, for others or besides."""
    SIC = "sic"


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap of a quotation."""

    kind: GapKind
    words: str = ""
    """What the writer put in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a quotation: pieces, and the gaps between them."""

    pieces: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()
    """One fewer than pieces."""
    edges: tuple[Gap, ...] = ()
    """Before the first piece and after the last."""

    @property
    def put_in(self) -> tuple[str, ...]:
        """The words that are the writer's own."""
        return tuple(gap.words for gap in (*self.gaps, *self.edges) if gap.words)


MOST_PIECES = 20
"""Of one quotation: what has more ellipses quotes nothing, and is looked up as it stands only."""


def readings(quoted: str) -> tuple[Reading, ...]:
    """The ways to read a quotation, as it stands first."""
    joined = _BRACKETED_LETTER.sub(r"\1", quoted)
    found = [Reading((quoted,))]
    gaps = list(_GAP.finditer(joined))
    if 0 < len(gaps) < MOST_PIECES:
        starts = [0, *(gap.end() for gap in gaps)]
        ends = [*(gap.start() for gap in gaps), len(joined)]
        parts = [joined[start:end] for start, end in zip(starts, ends, strict=True)]
        found.append(_in_pieces(parts, [_gap(match) for match in gaps]))
    elif joined != quoted and not gaps:
        found.append(Reading((joined,)))
    return tuple(reading for reading in found if reading.pieces)


def forms(piece: str) -> tuple[str, ...]:
    """The ways to write a piece that a typesetter chooses between.

    As written; without the comma or full stop that English puts inside its marks; with a hyphen
    at a line end gone or kept.
    """
    bare = without_edges(piece)
    lined = [_LINE_END_HYPHEN.sub(hyphen, bare) for hyphen in ("", "-")]
    return tuple(dict.fromkeys(way for way in (piece.strip(), bare, *lined) if way))


def without_edges(piece: str) -> str:
    """Words without the punctuation that a quotation may add or leave out around them."""
    return piece.rstrip(_ENDS).lstrip(_BEGINS)


def skeleton(text: str) -> str:
    """Letters and digits alone, in one case and without marks.

    Where words stand in a text, exactly or typographically, their skeleton stands in its skeleton;
    so what this misses need not be looked at.
    """
    return _NO_LETTER.sub("", unicodedata.normalize("NFKD", text).casefold())


def is_too_short(quoted: str) -> bool:
    """Whether a quotation has too few words, or characters, to prove anything."""
    return word_count(quoted) < LEAST_WORDS or len(quoted.strip()) < LEAST_CHARACTERS


def word_count(text: str) -> int:
    """How many words a text has to a reader, who sees no soft hyphen."""
    joined = _LINE_END_HYPHEN.sub("", text)
    return len(words_in("".join(c for c in joined if unicodedata.category(c) != "Cf")))


def _in_pieces(parts: list[str], gaps: list[Gap]) -> Reading:
    """Parts with words in them; neighbouring gaps count as the wider one."""
    pieces: list[str] = []
    between: list[Gap] = []
    edges: list[Gap] = []
    pending: list[Gap] = []
    for number, part in enumerate(parts):
        if words_in(part):
            if pieces:
                between.append(_widest(pending))
            else:
                edges += pending
            pieces.append(part)
            pending = []
        pending += gaps[number : number + 1]
    return Reading(tuple(pieces), tuple(between), (*edges, *pending))


def _widest(gaps: list[Gap]) -> Gap:
    words = " ".join(gap.words for gap in gaps if gap.words)
    kinds = {gap.kind for gap in gaps}
    order = (GapKind.ELLIPSIS, GapKind.WORDS, GapKind.SIC)
    return Gap(next(kind for kind in order if kind in kinds), words)


def _gap(match: re.Match[str]) -> Gap:
    if match["ellipsis"]:
        return Gap(GapKind.ELLIPSIS)
    return Gap(GapKind.SIC) if match["sic"] else Gap(GapKind.WORDS, match["words"].strip())
