"""Where quoted words stand in a text, and which words of a prose stand in quotation marks.

Words are found exactly, or up to typography and the case of the first letter; never by
resemblance. What is found is always the source's own characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from index.types import Span
from qa.language.folding import VARIATION, Folded, fold

__all__ = ["locate", "locate_all", "quotations", "quoted_spans"]

_HYPHENS = "-‐‑\u00ad"
_CLOSING = {
    "“": "”“",
    "„": "“”",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "「": "」",
    "『": "』",
    "❝": "❞",
    "〝": "〞〟",
    '"': '"',
    "＂": "＂",
}
"""Which marks open a quotation, and what closes it. Also the ways of German, Swedish and French."""

_SINGLE_CLOSERS = {
    opening: re.compile(rf"(?<=\S)[{closing}](?!\w)")
    for opening, closing in {"'": "'", "‘": "’'", "‚": "‘’"}.items()
}


_SINGLE_MARK = re.compile(r"(?<!\w)'|(?<!\d)'(?!\w)")


def locate(quoted: str, text: str, within: Span | None = None) -> Span | None:
    """Where the quoted words stand in the text: whole words, exactly or typographically equal.

    Args:
        quoted: The words to find. Whether they are too few to prove anything is for the caller.
        text: The text to find them in.
        within: Where they are expected; an occurrence inside wins, else the one nearest to it.

    Returns:
        The range of the source's own characters, or ``None`` where the words do not stand there.
    """
    places = list(_exact(quoted.strip(), text)) or list(_typographic(quoted, text))
    if within is not None and not any(_inside(place, within) for place in places):
        places += _typographic(quoted, text)
    if not places or within is None:
        return places[0] if places else None
    return min(places, key=lambda place: (not _inside(place, within), _gap(place, within)))


def locate_all(quoted: str, text: str, most: int) -> tuple[Span, ...]:
    """Every place where the quoted words stand: the exact ones, or else the typographic ones.

    Where there is none of either, quotation marks inside may be single for double: which ones
    stand inside depends on which stand around.

    Args:
        quoted: The words to find.
        text: The text to find them in.
        most: How many places to return at most, in their order.
    """
    places = tuple(islice(_exact(quoted.strip(), text), most))
    places = places or tuple(islice(_typographic(quoted, text), most))
    return places or tuple(islice(_typographic(quoted, text, _levelled), most))


def _exact(quoted: str, text: str) -> Iterator[Span]:
    at = text.find(quoted) if quoted else -1
    while at >= 0:
        place = Span(at, at + len(quoted))
        if _whole_words(text, place):
            yield place
        at = text.find(quoted, at + 1)


def _typographic(quoted: str, text: str, folded: Callable[[str], Folded] = fold) -> Iterator[Span]:
    source, wanted = folded(text), folded(quoted.strip())
    length = len(wanted.text.rstrip(" "))
    kinds = wanted.kinds[:length]
    for form in _first_letter_forms(wanted.text[:length]):
        at = source.text.find(form) if form else -1
        while at >= 0:
            if source.kinds.startswith(kinds, at):
                yield from _source_span(source, at, at + length, text)
            at = source.text.find(form, at + 1)


@lru_cache(maxsize=32)
def _levelled(text: str) -> Folded:
    """The folded text with single quotation marks as double ones; apostrophes stay."""
    folded = fold(text)
    return replace(folded, text=_SINGLE_MARK.sub('"', folded.text))


def _first_letter_forms(folded: str) -> tuple[str, ...]:
    """The words as they are, and with the other case of the first letter."""
    first = re.match(r"[^\w]*", folded)
    at = first.end() if first else 0
    swapped = folded[:at] + folded[at : at + 1].swapcase() + folded[at + 1 :]
    return (folded,) if swapped == folded else (folded, swapped)


def _source_span(source: Folded, start: int, end: int, text: str) -> Iterator[Span]:
    """The place in the source text, unless the match cuts one of its characters in two."""
    if _same_character(source, start) or _same_character(source, end):
        return
    # Reordered combining marks: the last folded character need not be the last of the source.
    cluster = end
    while cluster > start + 1 and unicodedata.combining(source.text[cluster - 1]):
        cluster -= 1
    last = max(source.ends[cluster - 1 : end])
    mark = VARIATION.match(text, last)
    place = Span(source.starts[start], mark.end() if mark else last)
    if _whole_words(text, place):
        yield place


def _same_character(source: Folded, at: int) -> bool:
    """Whether a cut before the folded character ``at`` goes through one of the source."""
    if not 0 < at < len(source.text):
        return False
    return source.starts[at - 1] == source.starts[at] and source.ends[at - 1] == source.ends[at]


def _whole_words(text: str, place: Span) -> bool:
    """Whether the range cuts no word, number, accented letter or hyphenated compound in two."""
    left = text[max(place.start - 3, 0) : place.start]
    right = text[place.end : place.end + 3]
    first, last = text[place.start], text[place.end - 1]
    return not (_continues_left(left, first) or _continues_right(last, right))


def _continues_left(left: str, first: str) -> bool:
    if not left or not _wordlike(first):
        return False
    near, far = left[-1], left[-2:-1]
    if _wordlike(near):
        return True
    if first.isdecimal() and (near in "-−" or (near == "–" and not _wordlike(far))):
        return True
    joined = near in _HYPHENS or (first.isdecimal() and near in ".,")
    return joined and _wordlike(far)


def _continues_right(last: str, right: str) -> bool:
    if not right:
        return False
    near, far = right[0], right[1:2]
    if unicodedata.category(near)[0] == "M" and not VARIATION.match(near):
        return True
    if not _wordlike(last):
        return False
    if _wordlike(near):
        return True
    negated = near in "'’" and far in ("t", "T") and not _wordlike(right[2:3])
    joined = near in _HYPHENS or (last.isdecimal() and near in ".,")
    return negated or (joined and _wordlike(far))


def _wordlike(char: str) -> bool:
    return char.isalnum() or char == "_" or (char != "" and unicodedata.category(char)[0] == "M")


def _inside(place: Span, within: Span) -> bool:
    return within.start <= place.start and place.end <= within.end


def _gap(place: Span, within: Span) -> int:
    return max(within.start - place.end, place.start - within.end, 0)


def quotations(prose: str) -> tuple[tuple[int, int], ...]:
    """The outermost quotations: where each one's opening and closing marks stand.

    One that is never closed goes on to the end of the prose, as a reader would take it: the
    second offset is then ``len(prose)``. Apostrophes, inches and the years of a decade are none.
    """
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(prose):
        end = _closing_mark(prose, at)
        if end is not None:
            found.append((at, end))
            at = end
        at += 1
    return tuple(found)


def quoted_spans(prose: str) -> tuple[Span, ...]:
    """The stretches between quotation marks, without the marks and the space inside them."""
    spans: list[Span] = []
    for opening, closing in quotations(prose):
        inner = prose[opening + 1 : closing]
        start = opening + 1 + len(inner) - len(inner.lstrip())
        if inner.strip():
            spans.append(Span(start, start + len(inner.strip())))
    return tuple(spans)


def _closing_mark(prose: str, at: int) -> int | None:
    """Where the quotation that opens at ``at`` closes; ``None`` when none opens there."""
    mark = prose[at]
    if mark in "'‘‚":
        return _closing_single(prose, at)
    if mark not in _CLOSING or _is_inches(prose, at):
        return None
    for end in range(at + 1, len(prose)):
        if prose[end] in _CLOSING[mark]:
            return end
    return len(prose)


def _is_inches(prose: str, at: int) -> bool:
    """Whether a straight mark after a digit pairs with no other: ``a 12" pipe``."""
    after_digit = at > 0 and prose[at - 1].isdecimal()
    return prose[at] == '"' and after_digit and prose.count('"', at) % 2 == 1


def _closing_single(prose: str, at: int) -> int | None:
    """As for double marks, except that an apostrophe opens and closes nothing."""
    before, after = prose[at - 1 : at], prose[at + 1 : at + 2]
    if _wordlike(before) or not after.strip() or after.isdecimal():
        return None
    end = _SINGLE_CLOSERS[prose[at]].search(prose, at + 2)
    return end.start() if end else None
