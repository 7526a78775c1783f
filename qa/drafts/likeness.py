"""What comes nearest to a quotation that stands nowhere: other words, or pieces run together.

Nothing here verifies anything; it tells an editor what the document says instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from functools import lru_cache

from index.types import Span
from qa.drafts.types import Difference
from qa.drafts.wording import LEAST_PIECE, without_edges

__all__ = ["Likeness", "Token", "difference", "nearest", "tokens"]

_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*(?:['’][^\W_]+)*|[^\w\s]")
_HYPHENS = "-‐‑"
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*\s")
_SEEDS = 6
"""Runs of equal words around which a window is tried, in each document."""
_SLACK = 8
"""Words that the document may have more than the quotation on either side of a run."""
_SURE = 0.75
"""Share of the quotation's words that stand in one window, from which on it is that window."""
_ALIKE = 0.6
"""Likeness below which two wordings have nothing to do with each other."""
_COVERED = 0.8
"""Share of the quotation's words that pieces of different places have to make up."""
_TOKENS_KEPT = 8
"""Documents whose words stay in memory."""
_LEAST_LIKE = 4
"""Words in common that make two wordings alike at all."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a sign of a text, as it is compared."""

    form: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is no mere sign."""
        return self.form[:1].isalnum()


@dataclass(frozen=True, slots=True)
class Likeness:
    """What comes nearest to a quotation."""

    places: tuple[tuple[str, Span], ...]
    """Document and span: one for another wording, several for pieces run together."""
    is_stitched: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of a quotation that stand in a document one after the other."""

    document: str
    at: int
    """Number of the first word in the document."""
    first: int
    """Number of the first word in the quotation."""
    length: int

    @property
    def last(self) -> int:
        return self.first + self.length


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a document beside the whole quotation."""

    document: str
    span: Span
    matched: int
    width: int
    """In words."""


def tokens(text: str) -> list[Token]:
    """Words and signs of a text; equal forms are typographically equal."""
    return [Token(_form(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


def nearest(quoted: str, texts: Mapping[str, str]) -> Likeness | None:
    """What comes nearest to a quotation among some documents.

    Args:
        quoted: the quotation.
        texts: of the documents, by name, the likeliest first.

    Returns:
        ``None`` where nothing is alike.
    """
    wanted = [token.form for token in tokens(quoted) if token.is_word]
    if len(wanted) < _LEAST_LIKE:
        return None
    words = {name: _words(text) for name, text in texts.items()}
    runs = [run for name, found in words.items() for run in _runs(wanted, found, name)]
    windows = [w for name in words for w in _windows(wanted, runs, words[name], name, texts[name])]
    best = max(windows, key=lambda w: _likeness(w, wanted), default=None)
    if best and best.matched >= _SURE * len(wanted):
        return Likeness(((best.document, best.span),), is_stitched=False)
    pieces = _pieces(wanted, runs)
    if sum(piece.length for piece in pieces) >= _COVERED * len(wanted) and len(pieces) > 1:
        places = tuple((p.document, _span(words[p.document], p)) for p in pieces)
        if _are_apart(places, texts):
            return Likeness(places, is_stitched=True)
        whole = Span(min(s.start for _, s in places), max(s.end for _, s in places))
        return Likeness(((places[0][0], whole),), is_stitched=False)
    if best and best.matched >= _LEAST_LIKE and _likeness(best, wanted) >= _ALIKE:
        return Likeness(((best.document, best.span),), is_stitched=False)
    return None


def difference(quoted: str, wording: str) -> tuple[Difference, ...]:
    """A quotation beside another wording, word by word; runs of equal words are one entry."""
    quoted, wording = without_edges(quoted), without_edges(wording)
    ours, theirs = tokens(quoted), tokens(wording)
    matcher = SequenceMatcher(
        None, [token.form for token in ours], [token.form for token in theirs], autojunk=False
    )
    return tuple(
        Difference(_slice(quoted, ours[a:b]), _slice(wording, theirs[c:d]))
        if operation != "equal"
        else Difference(_slice(wording, theirs[c:d]), _slice(wording, theirs[c:d]))
        for operation, a, b, c, d in matcher.get_opcodes()
    )


@lru_cache(maxsize=_TOKENS_KEPT)
def _words(text: str) -> tuple[Token, ...]:
    """The words of a document; several quotations are mostly likened to the same ones."""
    return tuple(token for token in tokens(text) if token.is_word)


def _form(token: str) -> str:
    if token.isascii() and token.isalnum():
        return token.lower()
    letters = unicodedata.normalize("NFKC", token).casefold().replace("’", "'")
    if not letters[:1].isalnum():
        return '"' if letters in "“”„‟«»‘’‚‹›\"'" else "-" if letters in "‐‑‒–—―−" else letters
    # A superscript is no digit: 10² is not 102.
    marked = any(unicodedata.category(char) == "No" for char in token)
    return f"{letters}\N{SUPERSCRIPT ONE}" if marked else letters


def _runs(wanted: Sequence[str], words: Sequence[Token], name: str) -> list[_Run]:
    """Every longest run of the quotation's words in a document."""
    where: defaultdict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(wanted):
        where[form].append(number)
    found: list[_Run] = []
    ongoing: dict[int, int] = {}
    for at, word in enumerate(words):
        grown = {number: ongoing.get(number - 1, 0) + 1 for number in where.get(word.form, ())}
        found += _ended(ongoing, grown, at, name)
        ongoing = grown
    found += _ended(ongoing, {}, len(words), name)
    return found


def _ended(ongoing: dict[int, int], grown: dict[int, int], at: int, name: str) -> Iterator[_Run]:
    """The runs that the word at ``at`` does not carry on."""
    for number, length in ongoing.items():
        if length > 1 and number + 1 not in grown:
            yield _Run(name, at - length, number - length + 1, length)


def _windows(
    wanted: Sequence[str], runs: Sequence[_Run], words: Sequence[Token], name: str, text: str
) -> Iterator[_Window]:
    """The stretches of a document around its longest runs, trimmed to what is alike."""
    own = sorted((r for r in runs if r.document == name), key=lambda r: (-r.length, r.at))
    for run in own[:_SEEDS]:
        first = max(0, run.at - run.first - _SLACK)
        last = min(len(words), run.at + len(wanted) - run.first + _SLACK)
        while _PARAGRAPH_BREAK.search(text, words[first].end, words[run.at].start):
            first += 1
        inside = words[run.at + run.length - 1]
        while last > run.at + run.length and _PARAGRAPH_BREAK.search(
            text, inside.end, words[last - 1].start
        ):
            last -= 1
        forms = [word.form for word in words[first:last]]
        equal = SequenceMatcher(None, wanted, forms, autojunk=False).get_matching_blocks()[:-1]
        blocks = _without_strays(text, words, first, equal)
        ahead = len(wanted) - blocks[-1].a - blocks[-1].size
        start, end = first + blocks[0].b, first + blocks[-1].b + blocks[-1].size
        matched = start, end
        while start > first and matched[0] - start < blocks[0].a and not _ends(text, words, start):
            start -= 1
        while end < last and end - matched[1] < ahead and not _ends(text, words, end):
            end += 1
        span = _whole_words(text, Span(words[start].start, words[end - 1].end))
        yield _Window(name, span, sum(block.size for block in blocks), end - start)


def _without_strays(
    text: str, words: Sequence[Token], first: int, blocks: Sequence[Match]
) -> Sequence[Match]:
    """Equal words without single ones of another sentence at either end: a mere "the"."""
    kept = list(blocks)
    while len(kept) > 1 and kept[-1].size == 1:
        if not _parted(text, words, first + kept[-2].b + kept[-2].size, first + kept[-1].b):
            break
        kept.pop()
    while len(kept) > 1 and kept[0].size == 1:
        if not _parted(text, words, first + kept[0].b + 1, first + kept[1].b):
            break
        kept.pop(0)
    return kept


def _parted(text: str, words: Sequence[Token], after: int, before: int) -> bool:
    """Whether a sentence ends between the word before ``after`` and the word ``before``."""
    return bool(_SENTENCE_END.search(text, words[after - 1].end, words[before].start))


def _ends(text: str, words: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends before the word ``at``."""
    return bool(_SENTENCE_END.search(text, words[at - 1].end, words[at].start))


def _likeness(window: _Window, wanted: Sequence[str]) -> float:
    return 2 * window.matched / (window.width + len(wanted))


def _pieces(wanted: Sequence[str], runs: Sequence[_Run]) -> list[_Run]:
    """Runs of some length that make up the quotation one after the other, the longest first."""
    chosen: list[_Run] = []
    for run in sorted(runs, key=lambda r: (-r.length, r.first)):
        parts = [(run.first, run.last)]
        for other in chosen:
            parts = [
                part
                for first, last in parts
                for part in ((first, min(last, other.first)), (max(first, other.last), last))
                if part[1] - part[0] >= LEAST_PIECE
            ]
        for first, last in parts:
            if last - first >= LEAST_PIECE:
                chosen.append(_Run(run.document, run.at + first - run.first, first, last - first))
    return sorted(chosen, key=lambda r: r.first)


def _are_apart(places: Sequence[tuple[str, Span]], texts: Mapping[str, str]) -> bool:
    """Whether pieces stem from different documents, paragraphs or sentences far apart."""
    if len({name for name, _ in places}) > 1:
        return True
    spans = [span for _, span in places]
    text = texts[places[0][0]]
    first, last = min(spans), max(spans)
    between = text[first.end : last.start]
    return bool(_PARAGRAPH_BREAK.search(between)) or bool(_SENTENCE_END.search(between))


def _span(words: Sequence[Token], run: _Run) -> Span:
    return Span(words[run.at].start, words[run.at + run.length - 1].end)


def _whole_words(text: str, span: Span) -> Span:
    """The span with the rest of a hyphenated compound at its ends."""
    start, end = span.start, span.end
    while start > 1 and text[start - 1] in _HYPHENS and text[start - 2].isalnum():
        start -= 1
        while start > 0 and text[start - 1].isalnum():
            start -= 1
    while end + 1 < len(text) and text[end] in _HYPHENS and text[end + 1].isalnum():
        end += 1
        while end < len(text) and text[end].isalnum():
            end += 1
    return Span(start, end)


def _slice(text: str, part: Sequence[Token]) -> str:
    return " ".join(text[part[0].start : part[-1].end].split()) if part else ""
