"""Which of the sayings of a sentence contain one another: the chain of its speakers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.saying import Saying

__all__ = ["nested"]

_PARALLEL = re.compile(r";|”|,\s*(?:but|while|and|though|although|whereas|yet|as)\b")
"""Between two sayings: the second stands beside the first, not inside it."""
_INITIAL = 40
"""Characters within which a relative clause still speaks for the whole sentence."""
_RELATIVE = re.compile(r"\s*,?\s*(?:who|that|which)\b[^,]*")
_CITING = re.compile(r"(?:citing|cited|cites|quoting)\b")
_QUOTES_NEXT = re.compile(r"[\s,:]*“")
_DESIRE = re.compile(r"(?:want|wish)(?:s|es|ed|ing)?\b")
"""What others want, as somebody tells, is his telling and no statement of theirs."""
_AS = re.compile(r"\w\W+as $")
"""*…, as she says* compares a part of a sentence that has its own speaker."""


def nested(words: str, found: Sequence[Saying]) -> list[Saying]:
    """The sayings that contain one another, outermost first.

    Args:
        words: A sentence with its quotations blotted out.
        found: Its sayings.
    """
    beside = [saying for saying in found if saying.is_beside]
    # "According to" reaches over the whole sentence, "she said" over what it stands beside.
    beside.sort(key=lambda saying: " " not in words[saying.cue.start : saying.cue.end])
    # By their speakers: "Smith, citing officials, said" is Smith's.
    before = sorted((s for s in found if not s.is_beside), key=lambda saying: saying.speaker)
    # "Smith, who asked for tea, said": what he said counts.
    main = {saying.speaker for saying in before if not _is_relative(words, saying)}
    before = [s for s in before if s.speaker not in main or not _is_relative(words, s)]
    if any(_QUOTES_NEXT.match(words, saying.cue.end) for saying in before):
        before = [saying for saying in before if not _is_relative(words, saying)]
    if before:
        beside = [saying for saying in beside if not _AS.search(words, 0, saying.speaker.start)]
    chain = beside[:2]
    for saying in before:
        last = chain[-1] if chain and not chain[-1].is_beside else None
        if last is None:
            is_inside = bool(chain) or not _is_remote(words, saying)
        else:
            is_inside = _is_inside(words, saying, last)
        if is_inside and not (chain and _DESIRE.match(words, saying.cue.start)):
            chain.append(saying)
    return chain


def _is_inside(words: str, saying: Saying, outer: Saying) -> bool:
    """Whether a saying belongs to what the outer one reports or cites."""
    start = saying.speaker.start
    if start < outer.cue.end:
        is_citation = _CITING.match(words, saying.cue.start) is not None
        return is_citation and start > outer.speaker.end
    return _PARALLEL.search(words, outer.cue.end, start) is None


def _is_remote(words: str, saying: Saying) -> bool:
    """Whether it hangs on a noun late in the sentence: *…, such as the union, which fears …*."""
    return saying.speaker.start > _INITIAL and _is_relative(words, saying)


def _is_relative(words: str, saying: Saying) -> bool:
    """Whether a saying stands in a relative clause: *the union, which fears*."""
    between = words[saying.speaker.end : max(saying.speaker.end, saying.cue.start)]
    return _RELATIVE.fullmatch(between) is not None
