"""Where a noun with all that belongs to it ends in a question, and where its verb begins."""

from __future__ import annotations

from collections.abc import Sequence

from qa.followups.kinds import is_time
from qa.followups.question_words import (
    ADJECTIVES,
    ARTICLES,
    BREAKS,
    NOUNS_TOO,
    ORDINALS,
    PRONOUNS,
    VERBS,
    Token,
    is_participle,
)

__all__ = ["noun_phrase_end", "verb_within"]


def noun_phrase_end(tokens: Sequence[Token], at: int) -> int:
    """Where the run of words ends that begins here, what follows with "of" included."""
    end = at
    while end < len(tokens):
        token = tokens[end]
        if token.low == "of" and end > at and end + 1 < len(tokens):
            further = noun_phrase_end(tokens, end + 1)
            return further if further > end + 1 else end
        if token.low in ("and", "or") and _joins_names(tokens, end, at):
            end += 1
            continue
        owns = token.text in ("'", "’")
        if not owns and (not token.is_word or (token.low in BREAKS and not token.is_name)):
            break
        if end > at and (token.low in ARTICLES or _is_time_word(tokens, end)):
            break
        if token.low in PRONOUNS and token.low not in ARTICLES:
            break
        end += 1
    return end


def _joins_names(tokens: Sequence[Token], at: int, begin: int) -> bool:
    """Whether "and" stands between two names: *Lena Hoff and Karl Brandt*."""
    return (
        begin < at < len(tokens) - 1
        and tokens[at].low == "and"
        and tokens[at - 1].is_name
        and tokens[at + 1].is_name
    )


def _is_time_word(tokens: Sequence[Token], at: int) -> bool:
    """Whether a time begins here that is no part of the noun: *the line | last year*."""
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].low in ("last", "next", "this") and is_time(following)


def verb_within(tokens: Sequence[Token], at: int, end: int, *, to_be: bool) -> int | None:
    """Where the verb, or what is said with "to be", begins within a run of words.

    Args:
        tokens: the question.
        at: where the run begins.
        end: where it ends.
        to_be: whether "to be" or "to have" stands before it, so that no plain verb can follow.

    Returns:
        ``None`` where all of the run is the subject.
    """
    first = at + (tokens[at].low in ARTICLES)
    for place in range(first + 1, end):
        token = tokens[place]
        if token.is_name or tokens[place - 1].low in ADJECTIVES | ORDINALS:
            continue
        said_of_it = is_participle(token.low) or token.low in ADJECTIVES
        done = token.low in VERBS and not _is_noun_here(tokens, place, end)
        if said_of_it if to_be else done:
            return place
    if to_be or first >= end:  # the question ends with an article: "did his"
        return None
    last = end - 1
    after_name = tokens[first].is_name and at == first
    for place in range(first + 1, end):
        if after_name and not tokens[place].is_name:  # "Johnson | accuse": no article
            return place
        followed = place + 1 < end and tokens[place + 1].is_name
        if place > first and followed and not tokens[place].is_name and tokens[last].is_name:
            return place  # "the regulator | sue Pelican", but "the tanker Sable | sink"
    return last if last > first + 1 or (last > first and at == first) else None


def _is_noun_here(tokens: Sequence[Token], place: int, end: int) -> bool:
    """Whether a word that is noun and verb is a noun, because the verb follows it."""
    following = tokens[place + 1].low if place + 1 < end else ""
    if tokens[place].low not in NOUNS_TOO:
        return False
    return following in VERBS and following not in ("help", "support")
