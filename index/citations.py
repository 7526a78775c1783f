"""Sources without a verb of speech: *according to X*, *in X’s view*, *citing X*."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from index.appositions import bearer_after
from index.cues import PHRASES
from index.phrases import Words, source_after
from index.saying import Saying
from index.types import Span, Stance

__all__ = ["citations"]

_POSSESSED = frozenset("words view opinion telling account eyes estimation".split())
_SOURCES = frozenset(
    """officials official sources source people person persons documents document aides reports
    report records data statements witnesses interviews diplomats lawyers employees""".split()
)
_NO_SOURCES = frozenset("plan plans schedule taste weather season size age need needs type".split())
"""*according to plan* names no speaker."""
_OBJECT_PRONOUNS = frozenset("him her them".split())
_OPINION_PRONOUNS = frozenset("his her their".split())


def citations(words: Words) -> Iterator[Saying]:
    """The sources that a sentence cites.

    Args:
        words: A sentence with its quotations blotted out.
    """
    lower = words.lower
    for index, word in enumerate(lower):
        for phrase, stance in PHRASES.items():
            parts = phrase.split()
            if word == parts[0] and lower[index : index + len(parts)] == parts:
                speaker = _cited_after(words, index + len(parts))
                if speaker:
                    cue = Span(index, index + len(parts))
                    yield Saying(words.characters(speaker), words.characters(cue), stance, True)
        if word in _POSSESSED and words.at(index - 1).endswith(("’s", "'s", "s’", "s'")):
            yield from _possessed(words, index)
        if (
            word in _POSSESSED
            and words.at(index - 2) == "in"
            and words.at(index - 1) in _OPINION_PRONOUNS
        ):
            yield _opinion(words, Span(index - 1, index), index)
        if word in ("citing", "cited", "cites", "cite", "quoting"):
            yield from _cited(words, index)


def _possessed(words: Words, index: int) -> Iterator[Saying]:
    for start in range(index - 1, max(-1, index - 8), -1):
        if words.lower[start] == "in" and start + 1 < index:
            speaker = words.characters(Span(start + 1, index))
            possessor = words.sentence[speaker.start : speaker.end]
            shorter = possessor.removesuffix("’s").removesuffix("'s").rstrip("’'")
            if any(letter.isalnum() for letter in shorter):  # else a bare "’s" that nobody owns
                short = Span(speaker.start, speaker.start + len(shorter))
                yield replace(_opinion(words, Span(start + 1, index), index), speaker=short)
            return


def _opinion(words: Words, speaker: Span, index: int) -> Saying:
    stance = Stance.SAID if words.lower[index] in ("words", "telling") else Stance.THINKS
    cue = words.characters(Span(index, index + 1))
    return Saying(words.characters(speaker), cue, stance, is_beside=True)


def _cited_after(words: Words, first: int) -> Span | None:
    """The speaker after *according to*, a pronoun among them."""
    is_last = first + 1 >= len(words.lower) or words.is_break(first + 1)
    if words.at(first) in _OBJECT_PRONOUNS and (is_last or words.at(first + 1) == "."):
        return Span(first, first + 1)
    speaker = source_after(words, first)
    if speaker is None:
        return None
    is_bare = speaker.end - speaker.start == 1 or words.at(speaker.start) == "the"
    if is_bare and words.lower[speaker.end - 1] in _NO_SOURCES:
        return None
    return bearer_after(words, speaker) or speaker


def _cited(words: Words, index: int) -> Iterator[Saying]:
    """*which cited unnamed officials*, *citing two people*: the source of a source."""
    source = source_after(words, index + 1)
    if source and set(words.lower[source.start : source.end]) & _SOURCES:
        cue = words.characters(Span(index, index + 1))
        yield Saying(words.characters(source), cue, Stance.SAID, is_beside=False)
