"""Speech in nouns: *Holt's claim that …*, *a demand by the union that …*, *in the latest poll*.

Read only where a sentence has no verb of speech.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.phrases import AUXILIARIES, DETERMINERS, PREPOSITIONS, Words, source_after
from index.saying import Saying
from index.types import Span, Stance

__all__ = ["nominal"]

NOUNS_OF_SPEECH: dict[str, Stance] = {
    noun: stance
    for stance, nouns in {
        Stance.SAID: """statement statements comment comments remark remarks account description
            explanation testimony message prediction predictions estimate estimates answer argument
            arguments dictum observation conclusion report warning warnings announcement
            reminder speech post tweet declaration""",
        Stance.CLAIMED: """claim claims assertion assertions contention allegation allegations
            accusation accusations complaint complaints criticism insistence
            objection objections""",
        Stance.CONFIRMED: "admission acknowledgment acknowledgement confirmation",
        Stance.DENIED: "denial denials",
        Stance.THINKS: """view views belief beliefs concern concerns fear fears hope hopes worry
            worries opinion opinions anxiety doubts praise
            opposition expectation expectations skepticism optimism confidence perception
            perceptions assessment""",
        Stance.SUGGESTED: "suggestion suggestions proposal proposals recommendation",
        Stance.ASKED: "call calls demand demands request requests question questions appeal plea",
        Stance.PROMISED: "promise promises pledge pledges vow vows threat threats assurance",
    }.items()
    for noun in nouns.split()
}
"""Nouns of speech and thought."""

_CONTENTS = frozenset("that to for about is was would of on whether how : are".split())
"""What may follow the noun where somebody possesses it."""
_OF_OTHERS = frozenset("by from among".split())
_COUNTS = frozenset("poll polls survey surveys tally count estimate estimates ranking".split())
_COUNTED_IN = frozenset("in by per".split())
_FARTHEST_NOUN = 4
_POSSESSIVES = ("’s", "'s", "s’", "s'")


def nominal(words: Words) -> tuple[Saying, ...]:
    """Whose speech the nouns of a sentence tell of.

    Args:
        words: A sentence with its quotations blotted out.

    Returns:
        One saying, or none.
    """
    found = next((s for i in range(len(words.lower)) for s in _sayings(words, i)), None)
    return (found,) if found else ()


def _sayings(words: Words, index: int) -> Iterator[Saying]:
    word = words.lower[index]
    if word.endswith(_POSSESSIVES) and len(word) > 2:
        yield from _possessed(words, index)
    if word in NOUNS_OF_SPEECH and words.at(index + 1) in _OF_OTHERS:
        yield from _by_others(words, index)
    if word in _COUNTS:
        yield from _counted(words, index)


def _possessed(words: Words, owner: int) -> Iterator[Saying]:
    """*Holt's old claim that*."""
    for noun in range(owner + 1, min(owner + _FARTHEST_NOUN, len(words.lower) - 1)):
        word = words.lower[noun]
        if word in NOUNS_OF_SPEECH and words.at(noun + 1) in _CONTENTS:
            start = _start_of_owner(words, owner)
            speaker = words.characters(Span(start, owner + 1))
            bare = speaker.of(words.sentence).removesuffix("’s").removesuffix("'s").rstrip("’'")
            if any(letter.isalnum() for letter in bare):
                yield _saying(words, Span(speaker.start, speaker.start + len(bare)), noun)
            return
        if words.is_break(noun) or word in PREPOSITIONS | AUXILIARIES:
            return


def _start_of_owner(words: Words, owner: int) -> int:
    """The first word of *the board's*, *Mayor Ann Holt's*."""
    start = owner
    while start > 0 and words.text[start - 1][0].isupper() and start - 1 > 0:
        start -= 1
    if words.text[owner][0].islower():
        for first in range(owner - 1, max(-1, owner - 4), -1):
            if words.lower[first] in DETERMINERS:
                return first
            if words.is_break(first) or words.lower[first] in PREPOSITIONS | AUXILIARIES:
                break
    is_article = start > 0 and words.lower[start - 1] in ("the", "a", "an")
    return start - 1 if is_article else start


def _by_others(words: Words, noun: int) -> Iterator[Saying]:
    """*a demand by the union that*, *concern among voters*."""
    speaker = source_after(words, noun + 2)
    if speaker:
        yield _saying(words, words.characters(speaker), noun)


def _counted(words: Words, noun: int) -> Iterator[Saying]:
    """*in the latest Norden poll*, *by the agency's tally*."""
    for start in range(noun - 1, max(-1, noun - 9), -1):
        if words.lower[start] in _COUNTED_IN:
            is_one = words.at(start + 1) in DETERMINERS or words.text[start + 1][0].isupper()
            if is_one and start + 1 < noun:
                yield _saying(words, words.characters(Span(start + 1, noun + 1)), start)
            return
        if words.is_break(start) or words.lower[start] in AUXILIARIES | PREPOSITIONS:
            return


def _saying(words: Words, speaker: Span, cue: int) -> Saying:
    stance = NOUNS_OF_SPEECH.get(words.lower[cue], Stance.SAID)
    cue_words = words.characters(Span(cue, cue + 1))
    return Saying(speaker, cue_words, stance, is_beside=False, is_deed=True)
